/** Owns words for a forced moment: what they do, when they help and when not, setting and removing them. Never keeps one. */
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { Result } from '../../domain/result.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import { ChooseWords } from '../joining/ChooseWords.tsx';
import type { Unlocked } from '../life.ts';
import { Notice } from '../screens/Notice.tsx';
import { useT } from '../translation.tsx';
import styles from './Keeping.module.css';
import { Sentences, SettingsFrame } from './SettingsFrame.tsx';
import { useWordsSet } from './WordsPages.tsx';

type PageProps = {
  readonly which: 'duress' | 'coerced';
  readonly title: string;
  readonly lead: string;
  readonly helps: readonly string[];
  readonly helpsNot: readonly string[];
  readonly know: readonly string[];
  readonly done: string;
  readonly put: (words: string | null) => Promise<Result<true, string>>;
};

function UnderForce({ which, title, lead, helps, helpsNot, know, done, put }: PageProps) {
  const t = useT();
  const [round, setRound] = useState(0);
  const [choosing, setChoosing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const set = useWordsSet(round)?.[which];

  const change = (words: string | null): void => {
    setBusy(true);
    void put(words).then((changed) => {
      setBusy(false);
      setTrouble(changed.ok ? null : changed.code);
      if (!changed.ok) return;
      setChoosing(false);
      setTold(words === null ? t('under.removed') : done);
      setRound((now) => now + 1);
    });
  };

  if (choosing)
    return (
      <ChooseWords
        lead={`${title}. ${t('under.differ')}`}
        called={title}
        busy={busy}
        notice={trouble === null ? null : <Notice code={trouble} />}
        onBack={() => setChoosing(false)}
        onWords={change}
      />
    );
  return (
    <SettingsFrame back="w" title={title} lead={lead}>
      <Stack gap={4}>
        {trouble === null ? null : <Notice code={trouble} />}
        {told === null ? null : (
          <Banner tone="ok" icon={<CircleCheck size={20} />} announce>
            {told}
          </Banner>
        )}
        <Sentences title={t('keep.helps')} lines={helps} mark="helps" />
        <Sentences title={t('keep.helpsNot')} lines={helpsNot} mark="helpsNot" />
        <Sentences title={t('keep.know')} lines={[...know, t('under.ends')]} mark="know" />
        <p className={styles.strong}>{set === undefined ? '…' : t(set ? 'keep.set' : 'keep.notSet')}</p>
        <Beside>
          <Button
            kind="primary"
            disabled={set === undefined}
            onClick={() => {
              setTold(null);
              setTrouble(null);
              setChoosing(true);
            }}
          >
            {t(set === true ? 'keep.setOthers' : 'keep.setUp')}
          </Button>
          {set === true ? (
            <Button busy={busy} onClick={() => change(null)}>
              {t('keep.removeThem')}
            </Button>
          ) : null}
        </Beside>
      </Stack>
    </SettingsFrame>
  );
}

export function DuressWords({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  return (
    <UnderForce
      which="duress"
      title={t('keep.duress')}
      lead={t('duress.lead')}
      helps={[t('duress.helps')]}
      helpsNot={[t('duress.not.copy'), t('duress.not.knows'), t('duress.not.camera')]}
      know={[
        t('duress.know.law'),
        t('duress.know.try'),
        t(life.status.wipeKeeps ? 'duress.know.kept' : 'duress.know.gone'),
      ]}
      done={t('duress.done')}
      put={session.setDuressWords}
    />
  );
}

export function CoercedWords() {
  const t = useT();
  const session = useSession();
  return (
    <UnderForce
      which="coerced"
      title={t('keep.coerced')}
      lead={t('coerced.lead')}
      helps={[t('coerced.helps')]}
      helpsNot={[t('coerced.not.anonymous'), t('coerced.not.reads'), t('coerced.not.studies')]}
      know={[t('coerced.know.agree')]}
      done={t('coerced.done')}
      put={session.setCoercedWords}
    />
  );
}
