/** Owns showing what came of a form's file: what is to be mended, what is not asked, what is. Must never publish. */
import { useEffect, useState } from 'react';
import type { QuestionDef } from '../../domain/form/definition.ts';
import type { FormFinding, Severity } from '../../domain/form/definitionFinding.ts';
import type { Texts } from '../../domain/form/question.ts';
import {
  type FindingWords,
  findingPlace,
  findingText,
  loadFindingWords,
} from '../../i18n/formFindingText.ts';
import type { Lang } from '../../i18n/plural.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Disclosure } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { InertText } from '../../ui/Words.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import styles from './Forms.module.css';

const MOST = 200;
/** More than this would push what can be done out of sight. */
const FEW = 8;
const TITLES = {
  error: 'forms.errors',
  leftOut: 'forms.leftOut',
  note: 'forms.notes',
} as const satisfies Record<Severity, string>;

/** The words in the desk's language, else in English or Russian, else whatever there is. */
export const wordsFor = (texts: Texts, lang: Lang): string =>
  texts[lang] ?? texts['en'] ?? texts['ru'] ?? Object.values(texts)[0] ?? '';

function useFindingWords() {
  const lang = useObserved(useDesk().language);
  const [words, setWords] = useState<{ readonly lang: Lang; readonly words: FindingWords } | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadFindingWords(lang).then((loaded) => {
      if (wanted) setWords({ lang, words: loaded });
    });
    return () => {
      wanted = false;
    };
  }, [lang]);
  return words;
}

/** What is wrong with the file as a whole, and what to do: there is nothing else to say. */
export function FileFinding({ finding }: { readonly finding: FormFinding }) {
  const words = useFindingWords();
  if (words === null) return null;
  return (
    <Banner tone="attention" announce>
      {findingText(words.words, finding, words.lang)}
    </Banner>
  );
}

export function FindingList({ findings }: { readonly findings: readonly FormFinding[] }) {
  const words = useFindingWords();
  if (words === null) return null;
  return (
    <Stack gap={4}>
      {(['error', 'leftOut', 'note'] as const).map((severity) => (
        <OfSeverity
          key={severity}
          severity={severity}
          findings={findings.filter((finding) => finding.severity === severity)}
          place={(finding) => findingPlace(words.words, finding, words.lang)}
          say={(finding) => findingText(words.words, finding, words.lang)}
        />
      ))}
    </Stack>
  );
}

function OfSeverity(props: {
  readonly severity: Severity;
  readonly findings: readonly FormFinding[];
  readonly place: (finding: FormFinding) => string;
  readonly say: (finding: FormFinding) => string;
}) {
  const t = useT();
  const { findings, severity, place, say } = props;
  if (findings.length === 0) return null;
  return (
    <Disclosure
      summary={`${t(TITLES[severity])}: ${findings.length}`}
      open={severity === 'error' || (severity === 'leftOut' && findings.length <= FEW)}
    >
      <ul className={styles.findings}>
        {findings.slice(0, MOST).map((finding) => (
          <li key={JSON.stringify(finding)} className={styles.finding}>
            <span className={styles.cell}>
              <InertText text={place(finding) === '' ? t('forms.whole') : place(finding)} />
            </span>
            <span>
              {finding.name === '' ? null : (
                <>
                  <strong>
                    <InertText text={finding.name} />
                  </strong>
                  {' · '}
                </>
              )}
              <InertText text={say(finding)} />
            </span>
          </li>
        ))}
      </ul>
      {findings.length <= MOST ? null : <p>{t('desk.andMore', { n: findings.length - MOST })}</p>}
    </Disclosure>
  );
}

/** What is asked, group in group; conditions only as a mark. */
export function Questions({ questions }: { readonly questions: readonly QuestionDef[] }) {
  const t = useT();
  const lang = useObserved(useDesk().language);
  return (
    <ul className={styles.questions}>
      {questions.map((question) => {
        const words = wordsFor(question.label, lang);
        const marks = [
          t(`forms.kind.${question.kind}`),
          ...(question.required === undefined ? [] : [t('forms.required')]),
          ...(question.relevant === undefined ? [] : [t('forms.sometimes')]),
        ];
        return (
          <li key={question.name}>
            <InertText text={words === '' ? question.name : words} />{' '}
            <span className={styles.kind}>· {marks.join(' · ')}</span>
            {'questions' in question ? <Questions questions={question.questions} /> : null}
          </li>
        );
      })}
    </ul>
  );
}
