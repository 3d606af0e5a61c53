/** Owns the ways to say something about a report that was sent. Never what is said. [REP10] */
import { FilePlus, Handshake, PenLine, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { AdditionKind } from '../../domain/later/additionNames.ts';
import { Disclosure, Row, Rows } from '../../ui/Card.tsx';
import type { Trace } from '../../vault/views.ts';
import { useSession } from '../application.ts';
import { writtenIn } from '../language.ts';
import { fullStart } from '../short/FormFrame.tsx';
import { useT } from '../translation.tsx';

const WAYS: readonly (readonly [AdditionKind, ReactNode])[] = [
  ['correct', <PenLine key="correct" size={20} />],
  ['add', <FilePlus key="add" size={20} />],
  ['consent', <Handshake key="consent" size={20} />],
  ['withdraw', <Undo2 key="withdraw" size={20} />],
];

export function Later({ trace }: { readonly trace: Trace }) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const begin = (kind: AdditionKind): void =>
    void session
      .newDraft(writtenIn(t.speaks), { report: trace.id, code: trace.code, kind })
      .then((handle) => {
        if (handle !== null) go(fullStart(handle));
      });
  return (
    <Disclosure summary={t('later.title')}>
      <p>{t('later.lead')}</p>
      <Rows label={t('later.title')}>
        {WAYS.map(([kind, icon]) => (
          <Row
            key={kind}
            icon={icon}
            title={t(`later.${kind}`)}
            detail={t(`later.${kind}.hint`)}
            onOpen={() => begin(kind)}
          />
        ))}
      </Rows>
    </Disclosure>
  );
}
