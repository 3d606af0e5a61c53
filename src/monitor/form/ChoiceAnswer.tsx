/** Owns choosing one or several: laid out when they are few, on a page of their own when they are many. Never which there are. */
import { ListChecks } from 'lucide-react';
import { answerAt, pathText, scopeAt } from '../../domain/form/answers.ts';
import type { Choice } from '../../domain/form/question.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckList, ChoiceList } from '../../ui/ChoiceList.tsx';
import { ErrorLine } from '../../ui/Field.tsx';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';
import type { Asked } from './Questions.tsx';

/** As many as a thumb looks over without losing the way; ticks are looked over together. */
const MOST_ROWS = 5;
const MOST_TICKS = 8;

export type Shown = { readonly value: string; readonly label: string };

/** The codes that were chosen, whatever the answer is. */
export function chosenCodes(answer: unknown): readonly string[] {
  const list = Array.isArray(answer) ? answer : [answer];
  return list.filter((code): code is string => typeof code === 'string' && code !== '');
}

/** What is chosen but not offered any more stays to be seen, and can be taken back. */
export function withGone(
  offered: readonly Shown[],
  chosen: readonly string[],
  gone: string,
): readonly Shown[] {
  const known = new Set(offered.map(({ value }) => value));
  return [
    ...offered,
    ...chosen.filter((code) => !known.has(code)).map((code) => ({ value: code, label: gone })),
  ];
}

export function ChoiceAnswer({ question, path, where, label, hint, error }: Asked<'choice'>) {
  const filling = useFilling();
  const { root, today, say, put, f, t } = filling;
  const chosen = chosenCodes(answerAt(root, path));
  const offered = question
    .choices(scopeAt(root, where, today))
    .map((one: Choice) => ({ value: one.code, label: say(one.label) }));
  const choices = withGone(offered, chosen, f('full.gone'));
  // A page is that of the part or of an entry: groups stand on it.
  const entry = path.findLastIndex((key) => typeof key === 'number') + 1;
  // Nobody to choose yet, where the choices are entries of this report.
  if (choices.length === 0)
    return (
      <fieldset className={styles.picked}>
        <legend className={styles.name}>{label}</legend>
        {hint === undefined ? null : <p className={styles.soft}>{hint}</p>}
        <p className={styles.soft}>{f('full.entries.none')}</p>
      </fieldset>
    );
  const frame = { legend: label, ...(hint === undefined ? {} : { hint }), error };

  if (offered.length > (question.many ? MOST_TICKS : MOST_ROWS))
    return (
      <fieldset className={styles.picked} aria-describedby={`${pathText(path)}-chosen`}>
        <legend className={styles.name}>{label}</legend>
        {hint === undefined ? null : <p className={styles.soft}>{hint}</p>}
        <ul id={`${pathText(path)}-chosen`} className={styles.chosen} aria-label={f('full.chosen')}>
          {chosen.length === 0 ? <li className={styles.soft}>{f('full.chosenNone')}</li> : null}
          {choices
            .filter(({ value }) => chosen.includes(value))
            .map((one) => (
              <li key={one.value}>{one.label}</li>
            ))}
        </ul>
        {error === undefined ? null : <ErrorLine error={error} />}
        <div>
          <Button
            icon={<ListChecks size={20} />}
            onClick={() =>
              filling.go({
                at: 'pick',
                part: filling.part,
                where: path.slice(0, entry),
                field: path.slice(entry).join('~'),
              })
            }
          >
            {chosen.length === 0 ? t('field.choose') : t('action.change')}
          </Button>
        </div>
      </fieldset>
    );
  if (question.many)
    return (
      <CheckList
        {...frame}
        choices={choices}
        values={chosen}
        onChange={(codes) => put(path, codes.length === 0 ? undefined : [...codes], 'tapped')}
      />
    );
  return (
    <div>
      <ChoiceList
        {...frame}
        choices={choices}
        value={chosen[0]}
        onChange={(code) => put(path, code, 'tapped')}
      />
      {chosen.length === 0 ? null : (
        <Button kind="quiet" onClick={() => put(path, undefined, 'tapped')}>
          {f('full.clear')}
        </Button>
      )}
    </div>
  );
}
