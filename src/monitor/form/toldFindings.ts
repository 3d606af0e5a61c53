/** Owns what is worth saying about the answers as a whole, in words and with the place of each. Never decides what stops. */

import type { Draft } from '../../domain/draft.ts';
import { type FormFinding, findingsOf } from '../../domain/form/findings.ts';
import { lookedOver } from '../../domain/form/fullFinish.ts';
import { withdrawnFrom } from '../../domain/form/ownKept.ts';
import type { Path } from '../../domain/form/question.ts';
import { checkAddition } from '../../domain/later/addition.ts';
import { objectAt } from '../../domain/report.ts';
import { type Filling, sayFinding } from './filling.tsx';
import { sentence } from './said.ts';

export type ToldFinding = { readonly at: Path; readonly text: string; readonly stops: boolean };
/** `empty`: an addition in which nothing was said yet; it has no urgency of its own. */
export type ToldFindings = {
  readonly empty: boolean;
  readonly findings: readonly ToldFinding[];
  readonly urgency: string | null;
};

/** Several rules may say the same of one field. */
function once(findings: readonly ToldFinding[]): readonly ToldFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ at, text }) => {
    const key = `${at.join('~')} ${text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The form's own sentence alone ("Please say") would not say about what. */
function sayTheirs(f: Filling['f'], say: Filling['say'], finding: FormFinding): string {
  const text = sayFinding(f, say, finding);
  const { code, message, question } = finding;
  return code === 'missing' && say(message) !== '' ? sentence(say(question.label), text) : text;
}

/** What the organisation's own form misses or does not take never stops anybody. [FORM4] */
export function toldFindings(
  draft: Draft,
  { root, today, own, f, say }: Pick<Filling, 'root' | 'today' | 'own' | 'f' | 'say'>,
): ToldFindings {
  const { empty, findings, urgency } =
    draft.about === null
      ? { empty: false, ...lookedOver(draft, today, own) }
      : { ...checkAddition(draft, draft.about, today, own), urgency: null };
  const ours = findings.map(
    ({ at, code, severity }): ToldFinding => ({
      at,
      text: f(`finding.${code}`),
      stops: severity === 'error',
    }),
  );
  // An addition says only what it changes or adds: what its report was asked is not asked once more.
  const theirs = findingsOf(own, root, today)
    .filter(({ code }) => draft.about === null || code !== 'missing')
    .map((finding): ToldFinding => ({ at: finding.path, text: sayTheirs(f, say, finding), stops: false }));
  const offered = own.flatMap(({ form }) => form ?? []);
  const gone = withdrawnFrom(offered, objectAt(root, 'extra'))
    .filter(({ said }) => said)
    .map(
      ({ id, sent }): ToldFinding => ({
        at: ['extra', 'form'],
        text: f(sent ? 'full.own.gone' : 'full.own.goneAside', { name: id }),
        stops: false,
      }),
    );
  return { empty, findings: once([...ours, ...theirs, ...gone]), urgency };
}
