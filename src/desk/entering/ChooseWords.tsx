/** Owns generated words: shown, written down, typed back once. Never lets anybody choose weak ones, and keeps none. */
import { Eye, PenLine, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { createRng } from '../../crypto/random.ts';
import type { Lang } from '../../i18n/plural.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Beside } from '../../ui/Screen.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { WordsGrid } from '../../ui/Words.tsx';
import { loadWords, normaliseWords, passphrase, passphraseLength } from '../../wire/words/words.ts';
import { useT } from '../desk.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import { Door } from './Door.tsx';

const rng = createRng();

export function ChooseWords(props: {
  readonly before?: ReactNode;
  readonly busy: boolean;
  readonly trouble: string | null;
  /** What is being done while busy. */
  readonly doing: string;
  readonly onBack: () => void;
  readonly onWords: (words: string) => void;
}) {
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
    void loadWords(list).then((all) => {
      if (wanted) setWords(passphrase(all, passphraseLength[list], rng));
    });
    return () => {
      wanted = false;
    };
  }, [list, round]);

  const compare = (): void => {
    if (props.busy || words === null) return;
    const same = normaliseWords(typed) === normaliseWords(words.join(' '));
    setWrong(!same);
    if (same) props.onWords(normaliseWords(typed));
  };

  if (!typing)
    return (
      <Door
        before={props.before}
        title={t('setup.words.title')}
        lead={t('setup.words.lead', { n: passphraseLength[list] })}
        actions={
          <>
            <Button kind="quiet" onClick={props.onBack}>
              {t('action.back')}
            </Button>
            <Button
              kind="primary"
              icon={<PenLine size={18} />}
              disabled={words === null}
              onClick={() => setTyping(true)}
            >
              {t('setup.words.written')}
            </Button>
          </>
        }
      >
        {words === null ? (
          <Skeleton lines={3} label={t('work.loading')} />
        ) : (
          <WordsGrid words={words} lang={list} label={t('setup.words.title')} />
        )}
        <Banner tone="info">{t('door.words.advice')}</Banner>
        <Beside>
          <Button small icon={<RefreshCw size={16} />} onClick={() => setRound(round + 1)}>
            {t('setup.words.other')}
          </Button>
          <Button small kind="quiet" onClick={() => setList(list === 'en' ? 'ru' : 'en')}>
            {t(list === 'en' ? 'door.words.inRu' : 'door.words.inEn')}
          </Button>
        </Beside>
      </Door>
    );
  return (
    <Door
      before={props.before}
      title={t('setup.repeat.title')}
      lead={t('door.repeat.lead')}
      notice={<Trouble code={wrong ? 'wordsMismatch' : props.trouble} />}
      actions={
        <>
          <Button kind="quiet" disabled={props.busy} onClick={() => setTyping(false)}>
            {t('action.back')}
          </Button>
          <Button kind="primary" busy={props.busy} disabled={typed.trim() === ''} onClick={compare}>
            {t('action.continue')}
          </Button>
        </>
      }
    >
      <SecretField
        label={t('setup.repeat.field')}
        showLabel={t('unlock.show')}
        hideLabel={t('unlock.hide')}
        showIcon={<Eye size={18} />}
        value={typed}
        onChange={setTyped}
        onEnter={compare}
        disabled={props.busy}
        autoFocus
        lang={list}
      />
      {props.busy ? <p role="status">{props.doing}</p> : null}
    </Door>
  );
}
