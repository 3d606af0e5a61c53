/** Owns the front *Notes*: a little notebook that really works, in plain sight. Never knows what a knock leads to. */
import { ArrowLeft } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { browserClock, browserRng } from '../../outbox/browserPorts.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Screen, Stack, TopBar } from '../../ui/Screen.tsx';
import { LanguagePick } from '../settings/LanguagePick.tsx';
import { useT } from '../translation.tsx';
import type { FrontProps } from './front.ts';
import { Notebook } from './Notebook.tsx';
import { createNotebook } from './notebook.ts';
import { openShelf } from './noteShelf.ts';

export function NotesFront({ knock }: FrontProps) {
  const t = useT();
  const [, go] = useLocation();
  const [notebook] = useState(() =>
    createNotebook({ shelf: openShelf(window), clock: browserClock, rng: browserRng }),
  );
  const { notes } = useSyncExternalStore(notebook.pages.subscribe, notebook.pages.get);
  return (
    <Notebook
      notebook={notebook}
      title={__APP_NAME__}
      emptyText={t('front.empty.text')}
      knock={knock}
      settings={
        <Screen
          top={
            <TopBar
              title=""
              start={
                <IconButton icon={<ArrowLeft size={20} />} label={t('front.back')} onClick={() => go('/')} />
              }
            />
          }
          title={t('front.settings')}
        >
          <Stack gap={6}>
            <Card title={t('lang.label')}>
              <LanguagePick />
            </Card>
            <Card title={t('front.count', { n: notes?.length ?? 0 })}>
              <p>{t('front.about')}</p>
            </Card>
          </Stack>
        </Screen>
      }
    />
  );
}
