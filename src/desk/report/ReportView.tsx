/** Owns how an opened report is laid out: head, glance, doubts, account, attachments, everything else. Trusts none of it. */
import { Siren, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { textAt } from '../../domain/report.ts';
import { check } from '../../domain/rules/check.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { Badge, Banner } from '../../ui/Banner.tsx';
import { Disclosure } from '../../ui/Card.tsx';
import { InertText } from '../../ui/Words.tsx';
import { type Card, headlineOf } from '../card.ts';
import { describeInstant, isPast } from '../dates.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { glanceOf, summaryNow } from '../glance.ts';
import { monitorName, typeLabel } from '../labels.ts';
import type { OpenedReport } from '../openerMessages.ts';
import { Attachments } from './Attachments.tsx';
import { CaptureBanner, CaptureLinks } from './Captures.tsx';
import { Conflict } from './Conflict.tsx';
import { ConsentPanel } from './ConsentPanel.tsx';
import { isCaptureCard } from './captures.ts';
import { Findings } from './Findings.tsx';
import { AboutReport, ArrivedBanner, ChangedBanner, HistoryPanel } from './History.tsx';
import { PaperNumbers } from './PaperNumbers.tsx';
import styles from './Report.module.css';
import { Lines, Prose, SectionCard } from './ReportSections.tsx';
import { sectionsOf } from './reportLines.ts';
import { parted, toldBeside } from './technical.ts';
import { VerifyPanel } from './VerifyPanel.tsx';
import { useArrivedFocus, useVersions } from './versions.ts';

export function ReportView({
  card,
  report,
  onWhole,
}: {
  readonly card: Card;
  readonly report: OpenedReport;
  /** Whether everything is on the page that belongs to it. */
  readonly onWhole: (whole: boolean) => void;
}) {
  const t = useT();
  const { session, mailbox, today } = useDesk();
  const team = useObserved(mailbox.team);
  const notes = useObserved(session.notes);
  const { verification } = report;
  const following = useVersions(card, report);
  const { found: versions, loading } = following;
  useEffect(() => onWhole(!loading), [loading, onWhole]);
  const focus = useArrivedFocus(following);
  const [original, setOriginal] = useState(false);
  const fields = (original ? undefined : versions?.versions.at(-1)?.fields) ?? report.fields;
  // As it stands now, not as it was when it came.
  const headline = useMemo(() => headlineOf(fields), [fields]);
  const summary = summaryNow(fields, report.fields);
  const forms = team?.ownForms;
  const sections = useMemo(
    () => sectionsOf(fields, report.unknown, t, forms),
    [fields, report.unknown, t, forms],
  );
  const findings = useMemo(() => check(fields, today()), [fields, today]);
  const glance = useMemo(() => glanceOf(fields, headline, t), [fields, headline, t]);
  const deadline = headline.deadline;
  // Who, where and how urgent: nobody was asked, and six cells that say so tell nothing.
  const capture = isCaptureCard(card);
  const made = capture ? textAt(fields, 'created_at') : null;
  const told = useMemo(() => toldBeside(fields, verification.attachments), [fields, verification]);
  const { sections: said, technical } = useMemo(() => parted(sections, told), [sections, told]);
  const account = said.find(({ id }) => id === 'account');
  const rest = said.filter(({ id }) => id !== 'account');
  return (
    <>
      <header className={styles.head}>
        <h1>{typeLabel(headline, t, card.kind)}</h1>
        <div className={styles.meta}>
          {headline.shortCode === null ? null : <InertText text={headline.shortCode} />}
          <span>
            {t('item.monitor')}: <InertText text={monitorName(card.author, team, notes, t)} />
          </span>
          <span>
            {t('item.arrived')}: {formatDay(card.day)}
          </span>
          {made === null ? null : (
            <span>
              {t('capture.made')}: <InertText text={describeInstant(made) ?? made} />
            </span>
          )}
          {headline.urgency === 'u0' || headline.urgency === 'u1' ? null : (
            <Badge tone="danger" icon={<Siren size={14} />}>
              {t(headline.urgency === 'u3' ? 'desk.emergency' : 'inbox.urgent')}
              {deadline === null
                ? ''
                : ` · ${t(isPast(deadline, today()) ? 'desk.passed' : 'desk.until', { time: describeInstant(deadline) ?? formatDay(deadline) })}`}
            </Badge>
          )}
          {fields['fictional'] === true ? <Badge tone="plain">{t('part.fictional')}</Badge> : null}
        </div>
        {summary === '' ? null : (
          <p className={styles.summary}>
            <InertText text={summary} />
          </p>
        )}
      </header>
      {verification.conflicts.length === 0 ? null : <Conflict card={card} fields={fields} />}
      {verification.author.verdict === 'fork' || verification.author.verdict === 'badTag' ? (
        <Banner tone="danger" icon={<TriangleAlert size={20} />}>
          {t(verification.author.verdict === 'fork' ? 'verify.author.fork' : 'verify.author.wrong')}
        </Banner>
      ) : null}
      <AboutReport card={card} />
      <ArrivedBanner following={following} />
      {versions === null ? null : (
        <div ref={focus.top} className={styles.changed} tabIndex={-1}>
          <ChangedBanner versions={versions} original={original} onOriginal={setOriginal} />
        </div>
      )}
      {capture ? <CaptureBanner /> : null}
      {capture || card.about !== null ? null : (
        <section className={styles.glance} aria-label={t('item.glance')}>
          {glance.map(({ id, label, value, note }) => (
            <div key={id} className={styles.cell}>
              <span className={styles.cellLabel}>{label}</span>
              <span className={styles.cellValue}>
                <InertText text={value} />
              </span>
              {note === '' ? null : (
                <span className={styles.cellNote}>
                  <InertText text={note} />
                </span>
              )}
            </div>
          ))}
        </section>
      )}
      <div className={styles.columns}>
        <div className={styles.stack}>
          {account === undefined ? null : <Prose section={account} />}
          <CaptureLinks card={card} />
          <Attachments
            parcel={card.parcel}
            attachments={verification.attachments}
            fields={fields}
            day={verification.day}
            handled={card.handled}
          />
          {rest.map((section) =>
            section.id === 'about' ? (
              <Disclosure key={section.id} summary={t('section.about')}>
                <SectionCard section={section} bare />
              </Disclosure>
            ) : (
              <SectionCard key={section.id} section={section} />
            ),
          )}
          {technical.length === 0 ? null : (
            <div data-screen-only>
              <Disclosure summary={t('section.technical')}>
                <Lines lines={technical} />
              </Disclosure>
            </div>
          )}
          <PaperNumbers fields={fields} verification={verification} />
        </div>
        <div className={styles.aside}>
          <VerifyPanel verification={verification} openedAt={card.handled.openedAt} />
          {versions === null ? null : <HistoryPanel versions={versions} titleRef={focus.history} />}
          {card.about === null ? <ConsentPanel fields={fields} /> : null}
          <Findings findings={findings} fields={fields} />
        </div>
      </div>
    </>
  );
}
