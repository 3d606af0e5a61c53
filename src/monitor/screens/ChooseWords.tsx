/** Owns generated words: shown, written down, typed back once. Never lets anybody choose weak ones, and keeps none. */
import { ArrowLeft, Eye, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Lang } from '../../i18n/plural.ts';
import { browserRng } from '../../outbox/browserPorts.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { WordsGrid } from '../../ui/Words.tsx';
import { normaliseWords, passphraseLength } from '../../wire/words/words.ts';
import { freshPassphrase } from '../phrases.ts';
import { useT } from '../translation.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

export type ChooseWordsProps = {
  readonly plain?: boolean;
  /** What stands above: 1 = the words are shown, 2 = they are typed back. */
  readonly before?: (part: 1 | 2) => ReactNode;
  readonly busy: boolean;
  readonly notice: ReactNode;
  readonly onBack: () => void;
  readonly onWords: (words: string) => void;
};

export function ChooseWords({ plain = false, before, busy, notice, onBack, onWords }: ChooseWordsProps) {
  const t = useT();
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [list, setList] = useState<Lang>(t.lang);
  const [round, setRound] = useState(0);
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: "Other words" draws again
  useEffect(() => {
    let wanted = true;
    setWords(null);
    void freshPassphrase(list, browserRng).then((drawn) => {
      if (wanted) setWords(drawn);
    });
    return () => {
      wanted = false;
    };
  }, [list, round]);

  const compare = (): void => {
    if (busy || words === null) return;
    const same = normaliseWords(typed) === normaliseWords(words.join(' '));
    setWrong(!same);
    if (same) onWords(words.join(' '));
  };

  if (!typing)
    return (
      <Page
        plain={plain}
        before={before?.(1)}
        title={t('join.words.title', { n: passphraseLength[list] })}
        lead={t('join.words.lead')}
        actions={
          <>
            <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={onBack}>
              {t('action.back')}
            </Button>
            <Button kind="primary" disabled={words === null} onClick={() => setTyping(true)}>
              {t('join.words.written')}
            </Button>
          </>
        }
      >
        <Stack gap={4}>
          {words === null ? (
            <Skeleton lines={3} label={t('work.loading')} />
          ) : (
            <WordsGrid words={words} lang={list} label={t('join.words.label')} />
          )}
          <Banner tone="info">{t('join.words.advice')}</Banner>
          <Stack gap={2}>
            <Button icon={<RefreshCw size={20} />} onClick={() => setRound(round + 1)}>
              {t('join.words.other')}
            </Button>
            <Button kind="quiet" onClick={() => setList(list === 'en' ? 'ru' : 'en')}>
              {t(list === 'en' ? 'join.words.inRu' : 'join.words.inEn')}
            </Button>
          </Stack>
        </Stack>
      </Page>
    );

  return (
    <Page
      plain={plain}
      before={before?.(2)}
      title={t('join.repeat.title')}
      lead={t('join.repeat.lead')}
      actions={
        <>
          <Button
            kind="quiet"
            icon={<ArrowLeft size={20} />}
            onClick={() => setTyping(false)}
            disabled={busy}
          >
            {t('action.back')}
          </Button>
          <Button kind="primary" busy={busy} disabled={typed.trim() === ''} onClick={compare}>
            {t('action.continue')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {wrong ? <Notice code="wordsMismatch" /> : notice}
        <SecretField
          label={t('join.repeat.field')}
          hint={t('join.repeat.hint')}
          showLabel={t('lock.show')}
          hideLabel={t('lock.hide')}
          showIcon={<Eye size={20} />}
          value={typed}
          onChange={setTyped}
          onEnter={compare}
          disabled={busy}
          lang={list}
        />
        {busy ? <p role="status">{t('join.making')}</p> : null}
      </Stack>
    </Page>
  );
}
