/** Owns choosing words: drawn ones shown and written down, or own ones that are hard enough; typed back once. Keeps none. */
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
import { Notice } from '../screens/Notice.tsx';
import { Page } from '../screens/Page.tsx';
import { useT } from '../translation.tsx';
import { OwnWords } from './OwnWords.tsx';

/** Shown to be written down, made up by oneself, or typed back. */
export type Phase = 'drawn' | 'own' | 'repeat';

export type ChooseWordsProps = {
  readonly plain?: boolean;
  /** What stands above: 1 = the words are shown, 2 = they are typed back. */
  readonly before?: (part: 1 | 2) => ReactNode;
  /** In the place of what the words usually are for. */
  readonly lead?: string;
  /** What they are called, where they are not those that open the notes: two papers must not be taken for each other. */
  readonly called?: string;
  readonly busy: boolean;
  readonly notice: ReactNode;
  readonly onBack: () => void;
  readonly onWords: (words: string) => void;
  /** Where the phase is a place, so that the phone's own Back knows it; else it is kept here. */
  readonly at?: { readonly phase: Phase; readonly onPhase: (phase: Phase) => void };
};

/** Words drawn from a list; the same ones until somebody wants others, so that who looks again sees what was written down. */
function useDrawn(list: Lang) {
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [away, setAway] = useState(false);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: "Other words" draws again
  useEffect(() => {
    let wanted = true;
    setWords(null);
    setAway(false);
    freshPassphrase(list, browserRng).then(
      (drawn) => {
        if (wanted) setWords(drawn);
      },
      // The list is a download of its own.
      () => {
        if (wanted) setAway(true);
      },
    );
    return () => {
      wanted = false;
    };
  }, [list, round]);

  return { words, away, again: () => setRound(round + 1) };
}

export function ChooseWords(props: ChooseWordsProps) {
  const { plain = false, before, called, busy, notice, onWords } = props;
  const t = useT();
  const [list, setList] = useState<Lang>(t.lang);
  const [kept, setKept] = useState<Phase>('drawn');
  const { phase: wanted, onPhase: setPhase } = props.at ?? { phase: kept, onPhase: setKept };
  const drawn = useDrawn(list);
  const [from, setFrom] = useState<'drawn' | 'own'>('drawn');
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  // Nothing to type back yet: somebody came here by the browser's way forward.
  const phase = wanted === 'repeat' && chosen === '' ? 'drawn' : wanted;

  const choose = (words: string, where: 'drawn' | 'own'): void => {
    setChosen(words);
    setFrom(where);
    setTyped('');
    setWrong(false);
    setPhase('repeat');
  };
  const compare = (): void => {
    if (busy) return;
    const same = normaliseWords(typed) === normaliseWords(chosen);
    setWrong(!same);
    if (same) onWords(chosen);
  };

  if (phase === 'drawn')
    return (
      <DrawnWords
        {...props}
        {...drawn}
        list={list}
        onList={setList}
        onOwn={() => setPhase('own')}
        onDrawn={(words) => choose(words, 'drawn')}
      />
    );
  if (phase === 'own')
    return (
      <OwnWords
        plain={plain}
        before={before?.(1)}
        onBack={() => setPhase('drawn')}
        onWords={(words) => choose(words, 'own')}
      />
    );
  return (
    <Page
      plain={plain}
      before={before?.(2)}
      title={t('join.repeat.title')}
      lead={t('join.repeat.lead')}
      actions={
        <>
          <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={() => setPhase(from)} disabled={busy}>
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
          label={called ?? t('join.repeat.field')}
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

type DrawnProps = ChooseWordsProps &
  ReturnType<typeof useDrawn> & {
    readonly list: Lang;
    readonly onList: (list: Lang) => void;
    readonly onOwn: () => void;
    readonly onDrawn: (words: string) => void;
  };

function DrawnWords(props: DrawnProps) {
  const {
    plain = false,
    before,
    lead,
    called,
    list,
    words,
    away,
    again,
    onList,
    onBack,
    onOwn,
    onDrawn,
  } = props;
  const t = useT();
  return (
    <Page
      plain={plain}
      before={before?.(1)}
      title={t('join.words.title', { n: passphraseLength[list] })}
      lead={lead ?? t('join.words.lead')}
      actions={
        <>
          <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={onBack}>
            {t('action.back')}
          </Button>
          <Button
            kind="primary"
            disabled={words === null}
            onClick={() => {
              if (words !== null) onDrawn(words.join(' '));
            }}
          >
            {t('join.words.written')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {away ? (
          <Banner tone="attention" announce>
            {t('own.offline')}
          </Banner>
        ) : words === null ? (
          <Skeleton lines={3} label={t('work.loading')} />
        ) : (
          <WordsGrid words={words} lang={list} label={called ?? t('join.words.label')} />
        )}
        <Banner tone="info">{t('join.words.advice')}</Banner>
        <Stack gap={2}>
          <Button icon={<RefreshCw size={20} />} onClick={again}>
            {away ? t('action.retry') : t('join.words.other')}
          </Button>
          <Button kind="quiet" onClick={() => onList(list === 'en' ? 'ru' : 'en')}>
            {t(list === 'en' ? 'join.words.inRu' : 'join.words.inEn')}
          </Button>
          <Button kind="quiet" onClick={onOwn}>
            {t('own.use')}
          </Button>
        </Stack>
      </Stack>
    </Page>
  );
}
