/** Owns the last look at the full form: what stops, what is worth a look, what is sent. Never seals by itself. */
import { Camera, CircleAlert, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import type { Composing, Unlocked } from '../life.ts';
import { LastLook } from '../screens/LastLook.tsx';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';
import { LaterLetter } from './LaterLetter.tsx';
import { placeOf } from './places.ts';
import { saidIn } from './said.ts';
import { type ToldFinding, toldFindings } from './toldFindings.ts';
import { useMost } from './useMost.ts';

function Findings(props: {
  readonly findings: readonly ToldFinding[];
  readonly kind: 'errors' | 'warnings';
}) {
  const filling = useFilling();
  const { f, go } = filling;
  if (props.findings.length === 0) return null;
  const Picture = props.kind === 'errors' ? TriangleAlert : CircleAlert;
  return (
    <Card flush title={f(`full.${props.kind}`)}>
      <p className={styles.inside}>{f(`full.${props.kind}.lead`)}</p>
      <Rows label={f(`full.${props.kind}`)}>
        {props.findings.map((finding) => {
          const place = placeOf(filling, finding.at);
          return (
            <Row
              key={`${finding.at.join('~')} ${finding.text}`}
              icon={<Picture size={20} />}
              title={finding.text}
              detail={
                finding.text.startsWith(place.title) ? place.detail : `${place.detail} · ${place.title}`
              }
              onOpen={() => go(place.page)}
            />
          );
        })}
      </Rows>
    </Card>
  );
}

type FinishProps = { readonly composing: Composing; readonly life: Unlocked };

const NOT_YET = { empty: false, findings: [], urgency: null };

export function FullFinish({ composing, life }: FinishProps) {
  const filling = useFilling();
  const { t, f, say, sections, go } = filling;
  const { draft } = composing;
  // Looking over all answers takes longer than a press should: the page is there before, and Finish waits for it.
  const looked = useMost(0) > 0;
  const { empty, findings, urgency } = useMemo(
    () => (looked ? toldFindings(draft, filling) : NOT_YET),
    [looked, draft, filling],
  );
  const errors = findings.filter(({ stops }) => stops);
  const warnings = findings.filter(({ stops }) => !stops);

  return (
    <LastLook
      composing={composing}
      life={life}
      ready={looked && errors.length === 0 && !empty}
      onBack={() => go({ at: 'parts' })}
    >
      {empty ? <Banner tone="info">{f('full.later.empty')}</Banner> : null}
      <Findings findings={errors} kind="errors" />
      <Findings findings={warnings} kind="warnings" />
      {draft.about === null || empty ? null : <LaterLetter draft={draft} about={draft.about} />}
      <Card flush title={f('full.summary')}>
        <Rows label={f('full.summary')}>
          {sections.map((section) => {
            const said = looked ? saidIn(filling, section) : [];
            return (
              <Row
                key={section.name}
                title={say(section.label)}
                detail={
                  <span className={styles.said}>
                    {said.length > 0
                      ? said.map((line, index) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: two entries may be called and answered alike
                          <span key={index}>{line}</span>
                        ))
                      : looked
                        ? f('full.nothing')
                        : null}
                  </span>
                }
                onOpen={() => go({ at: 'part', part: section.name, where: [], field: null })}
              />
            );
          })}
          {urgency === null ? null : (
            <Row
              title={t('form.urgent.title')}
              detail={t.label('urgency', urgency)}
              onOpen={() => go({ at: 'part', part: 'consent', where: [], field: 'urgency.level' })}
            />
          )}
          {draft.captures.length === 0 ? null : (
            <Row
              icon={<Camera size={20} />}
              title={t('capture.belongs')}
              detail={<span className={styles.said}>{draft.captures.join(' · ')}</span>}
              onOpen={() => go({ at: 'part', part: 'sources', where: [], field: null })}
            />
          )}
        </Rows>
      </Card>
    </LastLook>
  );
}
