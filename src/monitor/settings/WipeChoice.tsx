/** Owns choosing beforehand what a wipe leaves, and saying what it means; never wipes by itself. */
import { useState } from 'react';
import { Card } from '../../ui/Card.tsx';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Unlocked } from '../life.ts';
import { Notice } from '../screens/Notice.tsx';
import { WipeButton } from '../screens/Wipe.tsx';
import { useT } from '../translation.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

export function WipeChoice({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const [trouble, setTrouble] = useState<string | null>(null);
  // Shown while it is being written; what stays is what the vault says.
  const [asked, setAsked] = useState<boolean | null>(null);
  const { waiting, wipeKeeps } = life.status;
  return (
    <SettingsFrame title={t('keep.wipe')} lead={t('wipes.means')}>
      <Stack gap={4}>
        {trouble === null ? null : <Notice code={trouble} />}
        <ChoiceList
          legend={t('wipes.question')}
          hint={waiting === 0 ? t('wipes.none') : t('wipes.waiting', { n: waiting })}
          value={(asked ?? wipeKeeps) ? 'keep' : 'all'}
          onChange={(chosen) => {
            setAsked(chosen === 'keep');
            void session.setWipeKeeps(chosen === 'keep').then((set) => {
              setAsked(null);
              setTrouble(set.ok ? null : set.code);
            });
          }}
          choices={[
            { value: 'all', label: t('wipes.all'), hint: t('wipes.allHint') },
            { value: 'keep', label: t('wipes.keep'), hint: t('wipes.keepHint') },
          ]}
        />
        <Card title={t('settings.wipe')}>
          <Stack gap={2}>
            <p>{t('settings.wipeHint')}</p>
            <WipeButton />
          </Stack>
        </Card>
      </Stack>
    </SettingsFrame>
  );
}
