/** Owns the pages for when nothing can be opened here: another tab has it, it is damaged, or this browser cannot. */
import { Copy, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Code } from '../../ui/Words.tsx';
import { useApplication, useSession } from '../application.ts';
import type { Trouble } from '../life.ts';
import { LanguagePick } from '../settings/LanguagePick.tsx';
import type { Unsupported } from '../support.ts';
import { useT } from '../translation.tsx';
import { Forgotten } from './Forgotten.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';
import { WipeButton } from './Wipe.tsx';

export function Starting() {
  const t = useT();
  return (
    <Page plain>
      <Skeleton lines={3} label={t('work.loading')} />
    </Page>
  );
}

export function OtherTab({ busy, trouble }: { readonly busy: boolean; readonly trouble: Trouble }) {
  const t = useT();
  const session = useSession();
  return (
    <Page plain title={t('lock.otherTab')} lead={t('elsewhere.otherTab')}>
      <Stack gap={4}>
        {trouble === null ? null : <Notice code={trouble} />}
        <Button kind="primary" wide busy={busy} onClick={() => void session.takeOver()}>
          {t('lock.useHere')}
        </Button>
        <WipeButton />
      </Stack>
    </Page>
  );
}

/** What could be opened with words is lost; what is sealed need not be. [VLT18] */
export function Damaged() {
  const t = useT();
  const [anew, setAnew] = useState(false);
  if (anew) return <Forgotten onBack={() => setAnew(false)} />;
  return (
    <Page plain>
      <Stack gap={4}>
        <Notice
          code="keystoreDamagedBoth"
          actions={
            <Button icon={<KeyRound size={20} />} onClick={() => setAnew(true)}>
              {t('lock.forgot')}
            </Button>
          }
        />
        <WipeButton />
      </Stack>
    </Page>
  );
}

/** The address of this place, for the browser where the app can run. It holds nothing but the origin. */
function CopyAddress() {
  const t = useT();
  const { clipboard } = useApplication();
  const [copied, setCopied] = useState(false);
  const address = window.location.origin;
  return (
    <Stack gap={2}>
      <Code block>{address}</Code>
      <div>
        <Button icon={<Copy size={20} />} onClick={() => void clipboard.copy(address).then(setCopied)}>
          {copied ? t('action.copied') : t('join.inApp.copy')}
        </Button>
      </div>
    </Stack>
  );
}

export function CannotRun({ code }: { readonly code: Unsupported }) {
  const t = useT();
  return (
    <Page plain title={code === 'noServiceWorker' ? t('join.inApp.title') : __APP_NAME__}>
      <Stack gap={4}>
        <Notice code={code === 'noStorage' ? 'noServiceWorker' : code} />
        {code === 'noServiceWorker' ? <Banner tone="info">{t('join.inApp.text')}</Banner> : null}
        {code === 'noStorage' ? <Banner tone="info">{t('elsewhere.noStorage')}</Banner> : null}
        {code === 'noWasm' ? null : <CopyAddress />}
        <LanguagePick />
      </Stack>
    </Page>
  );
}
