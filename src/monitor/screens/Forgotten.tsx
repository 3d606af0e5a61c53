/** Owns beginning anew after the words were forgotten: what is lost, what stays, one deliberate yes. Works while locked. */
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { CheckRow } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import { useT } from '../translation.tsx';
import { Page } from './Page.tsx';

export function Forgotten({ onBack }: { readonly onBack: () => void }) {
  const t = useT();
  const session = useSession();
  const [waiting, setWaiting] = useState<number | null>(null);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let wanted = true;
    void session.standing().then((status) => {
      if (wanted && status.ok) setWaiting(status.value.waiting);
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return (
    <Page
      plain
      bar=""
      title={t('forgot.title')}
      lead={t('forgot.lead')}
      actions={
        <>
          <Button kind="quiet" icon={<ArrowLeft size={20} />} disabled={busy} onClick={onBack}>
            {t('action.back')}
          </Button>
          <Button
            kind="danger"
            disabled={!sure}
            busy={busy}
            onClick={() => {
              setBusy(true);
              void session.startOver();
            }}
          >
            {busy ? t('forgot.doing') : t('forgot.button')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        <Card title={t('forgot.lost')}>
          <p>{t('forgot.lost.text')}</p>
        </Card>
        <Card title={t('forgot.stays')}>
          <Stack gap={2}>
            {waiting === null ? null : (
              <p>{waiting === 0 ? t('forgot.stays.none') : t('forgot.stays.files', { n: waiting })}</p>
            )}
            <p>{t('forgot.stays.theirs')}</p>
          </Stack>
        </Card>
        <p>{t('forgot.next')}</p>
        <CheckRow label={t('forgot.sure')} checked={sure} onChange={setSure} />
      </Stack>
    </Page>
  );
}
