/** Owns the organisation's own forms as the short form offers them: each by its title, one press away, and what was said. [FORM7] */
import { ClipboardList } from 'lucide-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { withdrawnFrom } from '../../domain/form/ownKept.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { useApplication } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import { fullPath } from './address.ts';
import styles from './Full.module.css';
import { sayer } from './filling.tsx';
import { answeredIn } from './RepeatAnswer.tsx';
import { useFullWords, useOwnPages, usePages } from './useLoaded.ts';

const NOTHING = {};

export function OwnForms({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const f = useFullWords(t.speaks);
  const { device } = useApplication();
  const [, navigate] = useLocation();
  const { handle, draft } = composing;
  const { extra = NOTHING } = draft;
  const pages = useOwnPages(usePages(composing.lists), extra);
  const root = useMemo(() => ({ extra }), [extra]);
  if (f === null || f === 'failed' || pages === null) return null;
  const say = sayer(t, f);
  const today = device.localDay();
  const offered = pages.forms.map(({ id }) => id);
  return (
    <>
      {pages.refused === 0 ? null : (
        <Banner tone="attention">{f('full.own.refused', { n: pages.refused })}</Banner>
      )}
      {withdrawnFrom(offered, extra).map(({ id, sent, said }) =>
        said ? (
          <Banner key={id} tone="info">
            {f(sent ? 'full.own.gone' : 'full.own.goneAside', { name: id })}
          </Banner>
        ) : null,
      )}
      {pages.forms.length === 0 ? null : (
        <Card flush title={f('full.own.title')}>
          <p className={styles.inside}>{f('full.own.lead')}</p>
          <Rows label={f('full.own.title')}>
            {pages.forms.map(({ id, title }) => {
              const own = pages.own.filter(({ form }) => form === id);
              const answers = own.reduce(
                (sum, { questions }) => sum + answeredIn(questions, root, [], today),
                0,
              );
              return (
                <Row
                  key={id}
                  icon={<ClipboardList size={20} />}
                  title={say(title)}
                  detail={answers === 0 ? f('full.nothing') : f('full.answers', { n: answers })}
                  onOpen={() =>
                    navigate(
                      fullPath(
                        handle,
                        { at: 'part', part: own[0]?.name ?? '', where: [], field: null },
                        true,
                      ),
                    )
                  }
                />
              );
            })}
          </Rows>
        </Card>
      )}
    </>
  );
}
