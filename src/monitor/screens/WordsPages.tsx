/** Owns the page that leads to everything about words, and the four words of this phone. Never the words themselves. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import type { WordsSet } from '../../vault/api.ts';
import { useSession } from '../application.ts';
import { useT } from '../translation.tsx';
import { HelloWords } from './Joining.tsx';
import { LanguagePick } from './LanguagePick.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

/** Which words under force are set; null until the vault has answered. */
export function useWordsSet(round = 0): WordsSet | null {
  const session = useSession();
  const [set, setSet] = useState<WordsSet | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after each change
  useEffect(() => {
    let wanted = true;
    void session.wordsSet().then((answer) => {
      if (wanted && answer.ok) setSet(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [session, round]);
  return set;
}

export function Words() {
  const t = useT();
  const [, go] = useLocation();
  const set = useWordsSet();
  const say = (is: boolean | undefined): string =>
    is === undefined ? '…' : t(is ? 'keep.set' : 'keep.notSet');
  return (
    <SettingsFrame title={t('settings.words.card')}>
      <Card flush>
        <Rows label={t('settings.words.card')}>
          <Row title={t('settings.words')} onOpen={() => go('/s/wc')} />
          <Row title={t('keep.duress')} detail={say(set?.duress)} onOpen={() => go('/s/wd')} />
          <Row title={t('keep.coerced')} detail={say(set?.coerced)} onOpen={() => go('/s/wf')} />
          <Row title={t('settings.phoneWords')} onOpen={() => go('/s/wp')} />
        </Rows>
      </Card>
    </SettingsFrame>
  );
}

export function PhoneWords() {
  const t = useT();
  const session = useSession();
  const [hello, setHello] = useState<readonly number[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void session.helloWords().then((words) => {
      if (wanted) setHello(words);
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return (
    <SettingsFrame back="w" title={t('settings.phoneWords')} lead={t('join.hello.lead')}>
      <Stack gap={4}>
        {hello === null ? <Skeleton lines={2} label={t('work.loading')} /> : <HelloWords indexes={hello} />}
        <p>{t('join.compare.language')}</p>
        <LanguagePick />
      </Stack>
    </SettingsFrame>
  );
}
