/** Owns telling once what the vault noticed by itself; never hides that something was lost. */
import { Info } from 'lucide-react';
import { useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import type { Incident } from '../../vault/api.ts';
import { isSettled, toldOfIncident } from '../codes.ts';
import { useT } from '../translation.tsx';
import { Notice } from './Notice.tsx';

export function Incidents({ incidents }: { readonly incidents: readonly Incident[] }) {
  const t = useT();
  const [read, setRead] = useState<readonly Incident[]>([]);
  return incidents
    .filter((one) => !read.includes(one))
    .map((one) => {
      const close = <Button onClick={() => setRead([...read, one])}>{t('action.close')}</Button>;
      if (isSettled(one))
        return (
          <Banner
            key={one}
            tone="info"
            icon={<Info size={20} />}
            title={t(`incident.${one}`)}
            actions={close}
          />
        );
      return <Notice key={one} code={toldOfIncident[one]} actions={close} />;
    });
}
