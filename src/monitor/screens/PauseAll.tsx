/** Owns saying that everything, or all of one report, is held back, with the way back beside it; and the hour of the next try. Never sends. */
import { Pause, Play } from 'lucide-react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import type { ParcelView } from '../../vault/views.ts';
import { useApplication, useHeld } from '../application.ts';
import { useT } from '../translation.tsx';

/** Hours and minutes on this phone's clock. */
export const timeOf = (at: number): string => new Date(at).toTimeString().slice(0, 5);

/** Everything held back, or nothing: said in words, with the way back beside it. */
export function PauseAll() {
  const t = useT();
  const { sending } = useApplication();
  const held = useHeld();
  if (held.all)
    return (
      <Banner
        tone="attention"
        icon={<Pause size={20} />}
        title={t('send.pausedAll')}
        actions={
          <Button kind="primary" icon={<Play size={20} />} onClick={() => void sending.letGo('all')}>
            {t('send.goAll')}
          </Button>
        }
      >
        {t('send.pausedAllText')}
      </Banner>
    );
  return (
    <Stack gap={2}>
      {held.handles.length === 0 ? null : <p>{t('send.pausedSome')}</p>}
      <div>
        <Button icon={<Pause size={20} />} onClick={() => void sending.hold('all')}>
          {t('send.pauseAll')}
        </Button>
      </div>
    </Stack>
  );
}

/** Nothing of a report leaves because its files are held back one by one: the way back for all of them. */
export function PauseOne({ parcels }: { readonly parcels: readonly ParcelView[] }) {
  const t = useT();
  const { sending } = useApplication();
  const held = useHeld();
  const letGo = async (): Promise<void> => {
    for (const { handle } of parcels) if (held.handles.includes(handle)) await sending.letGo(handle);
  };
  return (
    <Banner
      tone="attention"
      icon={<Pause size={20} />}
      title={t('send.paused')}
      actions={
        <Button kind="primary" icon={<Play size={20} />} onClick={() => void letGo()}>
          {t('send.go')}
        </Button>
      }
    >
      {t('send.pausedOne')}
    </Banner>
  );
}
