/** Owns the list of entries of a repeat; each entry has a page of its own. Never shows the questions of an entry. */
import { Plus } from 'lucide-react';
import { answerAt, isAnswered, scopeAt, seenIn, shownEntries } from '../../domain/form/answers.ts';
import type { Path, Question, Repeat } from '../../domain/form/question.ts';
import { type JsonObject, textAt } from '../../domain/report.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { ErrorLine } from '../../ui/Field.tsx';
import styles from './Full.module.css';
import { type Filling, useFilling } from './filling.tsx';
import type { Asked } from './Questions.tsx';
import { useMost } from './useMost.ts';

/** As many as a small screen shows. */
const AT_ONCE = 8;

/** What an entry is called: by its own words, else by its number; a file without a title also by its name, or all photos were one. */
export function entryName(
  filling: Pick<Filling, 'f' | 't' | 'say' | 'files'>,
  repeat: Question & Repeat,
  entry: JsonObject,
  index: number,
): string {
  const title = (language: string): string => repeat.entryTitle(entry, index, language).trim();
  const own = filling.say({ en: title('en'), ru: title('ru') });
  const file = textAt(entry, 'title') === null ? filling.files.get(textAt(entry, 'id') ?? '') : undefined;
  if (own === '' && file === undefined)
    return filling.f('full.entry', { name: filling.say(repeat.label), n: index + 1 });
  return [own, file].filter(Boolean).join(', ');
}

/** How many questions of an object have an answer. */
export function answeredIn(
  questions: readonly Question[],
  root: JsonObject,
  path: Path,
  today: string,
): number {
  let count = 0;
  for (const seen of seenIn(questions, root, path, today))
    if (
      seen.question.kind !== 'repeat' &&
      seen.question.kind !== 'calculated' &&
      isAnswered(answerAt(root, seen.path))
    )
      count += 1;
  return count;
}

export function RepeatAnswer({ question, path, where, label, hint, error }: Asked<'repeat'>) {
  const filling = useFilling();
  const { root, today, f, t, add, go, part } = filling;
  const most = useMost(AT_ONCE);
  const scope = scopeAt(root, where, today);
  const entries = shownEntries(question, scope);
  const counted = question.count !== undefined;
  const full = question.max !== null && entries.length >= question.max;
  return (
    <section className={styles.repeat} aria-label={label}>
      <Card flush title={label}>
        {hint === undefined ? null : <p className={styles.inside}>{hint}</p>}
        {entries.length === 0 ? <p className={styles.inside}>{f('full.entries.none')}</p> : null}
        {entries.length === 0 ? null : (
          <Rows label={label}>
            {entries.slice(0, most).map((entry, index) => (
              <Row
                // biome-ignore lint/suspicious/noArrayIndexKey: an entry is known by its place
                key={index}
                title={<bdi>{entryName(filling, question, entry, index)}</bdi>}
                detail={f('full.answers', {
                  n: answeredIn(question.questions, root, [...path, index], today),
                })}
                onOpen={() => go({ at: 'part', part, where: [...path, index], field: null })}
              />
            ))}
          </Rows>
        )}
      </Card>
      {error === undefined ? null : <ErrorLine error={error} />}
      {counted ? null : full ? (
        <p className={styles.soft}>{f('full.entries.full')}</p>
      ) : (
        <div>
          <Button
            icon={<Plus size={20} />}
            aria-label={`${t('action.add')}: ${label}`}
            onClick={() => add(question, where)}
          >
            {t('action.add')}
          </Button>
        </div>
      )}
    </section>
  );
}
