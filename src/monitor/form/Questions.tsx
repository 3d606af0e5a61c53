/** Owns laying out the questions of one object, each with the widget of its kind. Never decides what is asked. */
import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Json } from '../../domain/bounded.ts';
import { answerAt, askedIn, groupPath, isAnswered, pathText, scopeAt } from '../../domain/form/answers.ts';
import type { Path, Question, Texts } from '../../domain/form/question.ts';
import { assertNever } from '../../domain/result.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Disclosure, Facts } from '../../ui/Card.tsx';
import { CheckRow } from '../../ui/ChoiceList.tsx';
import type { FieldError } from '../../ui/Field.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { ChoiceAnswer } from './ChoiceAnswer.tsx';
import { DateAnswer } from './DateAnswer.tsx';
import styles from './Full.module.css';
import { sayFinding, useFilling } from './filling.tsx';
import { isGuide } from './guideNames.ts';
import { DayAnswer, InstantAnswer, TimeAnswer } from './MomentAnswer.tsx';
import { NumberAnswer, RangeAnswer } from './NumberAnswer.tsx';
import { PointAnswer } from './PointAnswer.tsx';
import { RepeatAnswer } from './RepeatAnswer.tsx';
import { TextAnswer } from './TextAnswer.tsx';

/** What every widget gets. `path` is the answer's, `where` the object it stands in. */
export type Asked<K extends Question['kind']> = {
  readonly question: Question & { readonly kind: K };
  readonly path: Path;
  readonly where: Path;
  readonly label: string;
  readonly hint: ReactNode;
  readonly error: FieldError | undefined;
};

/** One press from the field it belongs to. */
function GuideButton({ name }: { readonly name: string }) {
  const { t, f, go } = useFilling();
  if (!isGuide(name)) return null;
  return (
    <div className={styles.guide} lang={t.speaks}>
      <Button kind="quiet" icon={<BookOpen size={20} />} onClick={() => go({ at: 'guide', name })}>
        {f('full.guide', { title: f(`guide.${name}.title`) })}
      </Button>
    </div>
  );
}

/** An answer that is shown and not to be changed. */
function Told({ label, answer }: { readonly label: string; readonly answer: Json | undefined }) {
  if (!isAnswered(answer)) return null;
  const text =
    typeof answer === 'string' || typeof answer === 'number' ? String(answer) : JSON.stringify(answer);
  return <Facts facts={[{ id: label, label, value: <bdi>{text}</bdi> }]} />;
}

function Widget({ question, where }: { readonly question: Question; readonly where: Path }) {
  const { root, today, say, f, put, wrong } = useFilling();
  const path = [...where, question.name];
  const finding = wrong.get(pathText(path));
  const scope = scopeAt(root, where, today);
  const words = (texts: Texts): string => question.fill?.(say(texts), scope) ?? say(texts);
  const asked = {
    path,
    where,
    label: words(question.label),
    hint: question.hint === undefined ? undefined : words(question.hint),
    error: finding === undefined ? undefined : { text: sayFinding(f, say, finding) },
  };
  if (question.readOnly?.(scope) === true && question.kind !== 'group' && question.kind !== 'repeat')
    return <Told label={asked.label} answer={answerAt(root, path)} />;
  switch (question.kind) {
    case 'text':
      return <TextAnswer question={question} {...asked} />;
    case 'whole':
    case 'decimal':
      return <NumberAnswer question={question} {...asked} />;
    case 'range':
      return <RangeAnswer question={question} {...asked} />;
    case 'partialDate':
      return <DateAnswer question={question} {...asked} />;
    case 'day':
      return <DayAnswer question={question} {...asked} />;
    case 'time':
      return <TimeAnswer question={question} {...asked} />;
    case 'instant':
      return <InstantAnswer question={question} {...asked} />;
    case 'flag':
      return (
        <CheckRow
          label={asked.label}
          {...(asked.hint === undefined ? {} : { hint: asked.hint })}
          checked={answerAt(root, path) === true}
          onChange={(on) => put(path, on, 'tapped')}
        />
      );
    case 'choice':
      return <ChoiceAnswer question={question} {...asked} />;
    case 'point':
      return <PointAnswer question={question} {...asked} />;
    case 'repeat':
      return <RepeatAnswer question={question} {...asked} />;
    case 'note':
      return <Banner tone="info">{asked.label}</Banner>;
    case 'calculated':
      return null;
    case 'group':
      return <GroupOf question={question} where={where} />;
    default:
      return assertNever(question);
  }
}

function GroupOf({
  question,
  where,
}: {
  readonly question: Question & { readonly kind: 'group' };
  readonly where: Path;
}) {
  const { root, today, say } = useFilling();
  const path = groupPath(question, where);
  if (!asksAnything(question.questions, { root, today, path })) return null;
  // A frame without a name says nothing: the page bears the words, or nobody gave any.
  if (say(question.label) === '' && question.hint === undefined)
    return <Questions questions={question.questions} where={path} />;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{say(question.label)}</legend>
      {question.hint === undefined ? null : <p className={styles.soft}>{say(question.hint)}</p>}
      <Questions questions={question.questions} where={path} />
    </fieldset>
  );
}

type Root = Parameters<typeof scopeAt>[0];

/** Whether there is anything to see: a group without a question now would be a heading over nothing. */
function asksAnything(
  questions: readonly Question[],
  at: { readonly root: Root; readonly today: string; readonly path: Path },
): boolean {
  const scope = scopeAt(at.root, at.path, at.today);
  return askedIn(questions, scope).some((question) =>
    question.kind === 'group'
      ? asksAnything(question.questions, { ...at, path: groupPath(question, at.path) })
      : question.kind !== 'calculated',
  );
}

export type QuestionsProps = {
  readonly questions: readonly Question[];
  readonly where: Path;
  /** How many of them to show; all, if it is not said. */
  readonly most?: number;
};

/** The questions asked now in the object at `where`. */
export function Questions(props: QuestionsProps) {
  const { root, today, t, say } = useFilling();
  const asked = askedIn(props.questions, scopeAt(root, props.where, today)).slice(0, props.most);
  return (
    <Stack gap={6}>
      {asked.map((question, index) =>
        question.kind === 'calculated' ? null : (
          <div
            // Two groups may share a name.
            key={`${question.name} ${question.kind === 'group' ? index : ''}`}
            data-field={pathText([...props.where, question.name])}
            className={styles.question}
            // What is not drafted is in the reviewed language, and said to be.
            lang={say(question.label) === question.label[t.lang] ? t.lang : t.speaks}
          >
            <Widget question={question} where={props.where} />
            {question.guidance === undefined ? null : (
              <Disclosure summary={t('action.more')}>{say(question.guidance)}</Disclosure>
            )}
            {question.guide === undefined ? null : <GuideButton name={question.guide} />}
          </div>
        ),
      )}
    </Stack>
  );
}
