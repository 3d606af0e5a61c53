/** Owns the list of the parts of the form: what each holds, what is worth a look, what it would serve. Never an answer. */
import { Check, CircleAlert, CircleDashed, FileCheck, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Draft } from '../../domain/draft.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import type { Composing } from '../life.ts';
import styles from './Full.module.css';
import { FullFrame } from './FullFrame.tsx';
import { useFilling } from './filling.tsx';
import { spotOf } from './locate.ts';
import { missingFor } from './outputs.ts';
import { answeredIn } from './RepeatAnswer.tsx';
import { type ToldFinding, toldFindings } from './toldFindings.ts';
import { useMost } from './useMost.ts';

/** What each output would still lack; nobody has to care. */
function Uses({ draft }: { readonly draft: Draft }) {
  const { f, say, today, own, go } = useFilling();
  return (
    <Card flush title={f('full.uses')}>
      <p className={styles.inside}>{f('full.uses.lead')}</p>
      <Rows label={f('full.uses')}>
        {missingFor(draft, today, own).map(({ output, label, missing, of }) => (
          <Row
            key={output}
            title={say(label)}
            detail={
              missing.length === 0
                ? f('full.uses.none')
                : f('full.uses.missing', { missing: missing.length, of })
            }
            onOpen={() => go({ at: 'missing', output })}
          />
        ))}
      </Rows>
    </Card>
  );
}

/** Keeps the line's height. */
const NOT_YET = '\u00a0';

export function PartsPage({ composing }: { readonly composing: Composing }) {
  const filling = useFilling();
  const { t, f, say, sections, root, today, go } = filling;
  const [, navigate] = useLocation();
  const { draft } = composing;
  const { about } = draft;
  // Counting and looking over all answers takes longer than a press should: the names of the parts are there before.
  const counted = useMost(0) > 0;
  const found = useMemo(
    () => (counted ? toldFindings(draft, filling).findings : []),
    [counted, draft, filling],
  );
  const inPart = (name: string): readonly ToldFinding[] =>
    found.filter((finding) => spotOf(sections, finding.at)?.section.name === name);
  const icon = (findings: readonly ToldFinding[], answers: number) => {
    if (findings.some(({ stops }) => stops)) return <TriangleAlert size={20} />;
    if (findings.length > 0) return <CircleAlert size={20} />;
    return answers > 0 ? <Check size={20} /> : <CircleDashed size={20} />;
  };
  return (
    <FullFrame
      title={about === null ? f('full.title') : f(`full.later.${about.kind}`)}
      lead={about === null ? f('full.lead') : f(`full.later.${about.kind}.lead`, { code: about.code })}
      onBack={() => navigate('/')}
      actions={
        <Button kind="primary" icon={<FileCheck size={20} />} onClick={() => go({ at: 'finish' })}>
          {f('full.finish')}
        </Button>
      }
    >
      <Stack gap={6}>
        <Rows label={f('full.parts')}>
          {sections.map((section) => {
            const answers = counted ? answeredIn(section.questions, root, [], today) : 0;
            const findings = inPart(section.name);
            return (
              <Row
                key={section.name}
                icon={icon(findings, answers)}
                title={say(section.label)}
                detail={
                  counted
                    ? [
                        answers === 0 ? f('full.nothing') : f('full.answers', { n: answers }),
                        ...(findings.length === 0 ? [] : [f('full.look', { n: findings.length })]),
                      ].join(' · ')
                    : NOT_YET
                }
                onOpen={() => go({ at: 'part', part: section.name, where: [], field: null })}
              />
            );
          })}
        </Rows>
        {about === null && counted ? <Uses draft={draft} /> : null}
        <p className={styles.soft}>{t('form.back.safe')}</p>
      </Stack>
    </FullFrame>
  );
}
