/** Owns when the app locks by itself, as the person chooses; never locks. */
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Unlocked } from '../life.ts';
import { HIDDEN_CHOICES, IDLE_CHOICES } from '../settings.ts';
import { useT } from '../translation.tsx';
import styles from './Keeping.module.css';
import { sayIdle, sayOutOfSight } from './lockWords.ts';
import { SettingsFrame } from './SettingsFrame.tsx';

export function LockTimes({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const { hiddenSeconds, idleSeconds } = life.settings;
  return (
    <SettingsFrame title={t('keep.lock')}>
      <Stack gap={6}>
        <ChoiceList
          legend={t('locks.hidden')}
          value={String(hiddenSeconds)}
          onChange={(chosen) => {
            const seconds = HIDDEN_CHOICES.find((one) => String(one) === chosen);
            if (seconds !== undefined) void session.keepSettings({ hiddenSeconds: seconds });
          }}
          choices={HIDDEN_CHOICES.map((seconds) => ({
            value: String(seconds),
            label: sayOutOfSight(t, seconds),
            ...(seconds === 0 ? { hint: t('locks.nowHint') } : {}),
          }))}
        />
        <ChoiceList
          legend={t('locks.idle')}
          value={String(idleSeconds)}
          onChange={(chosen) => {
            const seconds = IDLE_CHOICES.find((one) => String(one) === chosen);
            if (seconds !== undefined) void session.keepSettings({ idleSeconds: seconds });
          }}
          choices={IDLE_CHOICES.map((seconds) => ({ value: String(seconds), label: sayIdle(t, seconds) }))}
        />
        <p className={styles.soft}>{t('locks.always')}</p>
      </Stack>
    </SettingsFrame>
  );
}
