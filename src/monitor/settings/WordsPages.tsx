/** Owns the page that leads to everything about words, and the four words of this phone. Never the words themselves. */
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import type { WordsSet } from '../../vault/api.ts';
import { useSession } from '../application.ts';
import { HelloWords } from '../joining/Joining.tsx';
import { Notice } from '../screens/Notice.tsx';
import { useT } from '../translation.tsx';
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
  const session = useSession();
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const set = useWordsSet(round);
  const removeAll = (): void => {
    setBusy(true);
    void (async () => {
      const [duress, coerced] = [await session.setDuressWords(null), await session.setCoercedWords(null)];
      setBusy(false);
      setTrouble(duress.ok ? (coerced.ok ? null : coerced.code) : duress.code);
      setRound((now) => now + 1);
    })();
  };
  const say = (is: boolean | undefined): string =>
    is === undefined ? '…' : t(is ? 'keep.set' : 'keep.notSet');
  return (
    <SettingsFrame title={t('settings.words.card')}>
      {trouble === null ? null : <Notice code={trouble} />}
      {set?.foreign === true ? (
        <Banner
          tone="attention"
          icon={<TriangleAlert size={20} />}
          title={t('keep.foreign')}
          actions={
            <Button kind="primary" busy={busy} onClick={removeAll}>
              {t('keep.foreign.remove')}
            </Button>
          }
        >
          {t('keep.foreign.text')}
        </Banner>
      ) : null}
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
