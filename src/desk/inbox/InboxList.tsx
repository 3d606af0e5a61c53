/** Owns the list pane: search, filters, rows that stay smooth at 100,000, how fetching stands, what was set aside. */
import {
  CircleCheck,
  CircleHelp,
  Keyboard,
  Paperclip,
  RefreshCw,
  SearchX,
  Siren,
  TriangleAlert,
  Undo2,
  UserPlus,
  WifiOff,
} from 'lucide-react';
import { type Ref, useMemo } from 'react';
import { VList } from 'virtua';
import { useLocation } from 'wouter';
import { answerWord } from '../../domain/answerWords.ts';
import { countryLabel } from '../../domain/vocabulary.ts';
import { sizeParts } from '../../i18n/numbers.ts';
import { Badge, Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Disclosure, EmptyState } from '../../ui/Card.tsx';
import { classNames } from '../../ui/classNames.ts';
import { Progress } from '../../ui/Progress.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Code, InertText, VisuallyHidden } from '../../ui/Words.tsx';
import type { Card } from '../card.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { authorOf, monitorName, placeLabel, typeLabel, whenLabel } from '../labels.ts';
import { type LaterMarks, laterMarks } from '../laterMarks.ts';
import { StandingBanners } from '../screens/Standing.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import styles from './Inbox.module.css';
import { type Filter, isUrgent, NO_FILTER } from './shortlist.ts';

export function InboxList(props: {
  readonly cards: readonly Card[];
  readonly shown: readonly Card[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly current: string | null;
  readonly onOpen: (parcel: string) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly onKeys: () => void;
  /** No report is beside it whose title would head the page. */
  readonly heads: boolean;
}) {
  const t = useT();
  const { session, mailbox } = useDesk();
  const [, go] = useLocation();
  const fetching = useObserved(mailbox.fetching);
  const quarantine = useObserved(mailbox.quarantine);
  const incidents = useObserved(session.incidents);
  const { cards, shown, filter, onFilter } = props;
  const marks = useMemo(() => laterMarks(cards), [cards]);
  const countries = [...new Set(cards.flatMap(({ headline }) => headline.country ?? []))].sort();
  return (
    <div className={styles.side} data-screen-only>
      {props.heads ? (
        <h1>
          <VisuallyHidden>{t('desk.inbox')}</VisuallyHidden>
        </h1>
      ) : null}
      <div className={styles.tools}>
        <div className={styles.search}>
          <TextField
            label={t('inbox.search')}
            labelHidden
            placeholder={t('inbox.search')}
            type="search"
            value={filter.text}
            onChange={(text) => onFilter({ ...filter, text })}
            capitals="none"
            ref={props.searchRef}
          />
          <IconButton
            icon={<RefreshCw size={18} />}
            label={t('inbox.check')}
            labelHidden
            busy={fetching.running}
            onClick={() => void session.collect()}
          />
        </div>
        <div className={styles.filters}>
          <button
            type="button"
            className={styles.filter}
            aria-pressed={filter.unread}
            onClick={() => onFilter({ ...filter, unread: !filter.unread })}
          >
            {t('inbox.filter.unread')}
          </button>
          <button
            type="button"
            className={styles.filter}
            aria-pressed={filter.urgent}
            onClick={() => onFilter({ ...filter, urgent: !filter.urgent })}
          >
            {t('inbox.filter.urgent')}
          </button>
          {countries.length < 2 ? null : (
            <select
              className={styles.country}
              aria-label={t('inbox.filter.country')}
              value={filter.country}
              autoComplete="off"
              onChange={(event) => onFilter({ ...filter, country: event.target.value })}
            >
              <option value="">{t('inbox.filter.country')}</option>
              {countries.map((country) => (
                <option key={country} value={country}>
                  {countryLabel(country, t.lang)}
                </option>
              ))}
            </select>
          )}
          <span className={styles.shown} role="status">
            {cards.length === 0 ? null : t('inbox.shown', { shown: shown.length, all: cards.length })}
          </span>
        </div>
      </div>
      <div className={styles.notices}>
        {incidents.includes('keystoreRepaired') ? <Trouble code="keystoreDamagedOne" /> : null}
        {fetching.trouble === null ? null : fetching.trouble === 'offline' ? (
          <Banner tone="attention" icon={<WifiOff size={18} />} announce>
            {t('inbox.offline')}
          </Banner>
        ) : (
          <Trouble
            code={fetching.trouble}
            actions={
              <Button small onClick={() => void session.collect()}>
                {t('action.retry')}
              </Button>
            }
          />
        )}
        <StandingBanners />
        <FetchingBar />
      </div>
      {shown.length > 0 ? (
        <VList className={styles.list} data={[...shown]} role="list" aria-label={t('inbox.list')}>
          {(card) => (
            // biome-ignore lint/a11y/useSemanticElements: the virtual list lays out its own elements
            <div key={card.parcel} role="listitem">
              <ListRow
                card={card}
                marks={marks}
                current={card.parcel === props.current}
                onOpen={() => props.onOpen(card.parcel)}
              />
            </div>
          )}
        </VList>
      ) : (
        <div className={classNames(styles.list, styles.empty)}>
          {cards.length === 0 ? (
            <EmptyState
              icon={<UserPlus size={26} />}
              title={t('inbox.empty.title')}
              action={
                <Button kind="primary" onClick={() => go('/monitors')}>
                  {t('inbox.empty.invite')}
                </Button>
              }
            >
              {t('inbox.empty.text')}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<SearchX size={26} />}
              title={t('inbox.noMatch.title')}
              action={<Button onClick={() => onFilter(NO_FILTER)}>{t('action.clear')}</Button>}
            >
              {t('inbox.noMatch.text')}
            </EmptyState>
          )}
        </div>
      )}
      {quarantine.length === 0 ? null : (
        <div className={styles.quarantine}>
          <Disclosure summary={`${t('inbox.quarantine')} · ${quarantine.length}`}>
            <p>{t('inbox.quarantineHint', { n: quarantine.length })}</p>
            <ul aria-label={t('inbox.quarantine')}>
              {quarantine.map(({ parcel, code, day, size }) => (
                <li key={parcel} className={styles.quarantined}>
                  <Code>{`${parcel.slice(0, 12)}…`}</Code>
                  <span>{day}</span>
                  <span>{sizeText(t, size)}</span>
                  <Badge tone="attention">{code}</Badge>
                </li>
              ))}
            </ul>
          </Disclosure>
        </div>
      )}
      <div className={styles.foot}>
        <CheckedAt />
        <IconButton small icon={<Keyboard size={16} />} label={t('desk.help')} onClick={props.onKeys} />
      </div>
    </div>
  );
}

function CheckedAt() {
  const t = useT();
  const { checkedAt, running } = useObserved(useDesk().mailbox.fetching);
  if (running) return <span>{t('inbox.checking')}</span>;
  if (checkedAt === null) return <span />;
  const time = new Intl.DateTimeFormat(t.lang === 'ru' ? 'ru-RU' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(checkedAt);
  return <span>{t('inbox.checkedAt', { time })}</span>;
}

function FetchingBar() {
  const t = useT();
  const { running, done, all, file } = useObserved(useDesk().mailbox.fetching);
  if (!running || all === 0 || (done >= all && file === null)) return null;
  const amount =
    file === null
      ? undefined
      : t('work.amount', { done: sizeText(t, file.done), all: sizeText(t, file.all) });
  return (
    <Progress
      label={t('inbox.fetching', { done, all })}
      part={file === null ? done / all : file.done / file.all}
      {...(amount === undefined ? {} : { amount })}
    />
  );
}

const sizeText = (t: ReturnType<typeof useT>, bytes: number): string => {
  const { amount, unit } = sizeParts(bytes);
  return t(`size.${unit}`, { n: amount });
};

function ListRow(props: {
  readonly card: Card;
  readonly marks: LaterMarks;
  readonly current: boolean;
  readonly onOpen: () => void;
}) {
  const t = useT();
  const { session, mailbox } = useDesk();
  const notes = useObserved(session.notes);
  const team = useObserved(mailbox.team);
  const { card } = props;
  const { headline } = card;
  const author = authorOf(card.author, team);
  const name = monitorName(card.author, team, notes, t);
  const place = placeLabel(headline, t.lang);
  const aboutCode = card.about === null ? undefined : props.marks.codes.get(card.about);
  return (
    <button
      type="button"
      className={classNames(styles.row, card.unread && styles.unread, isUrgent(card) && styles.urgent)}
      aria-current={props.current ? 'true' : undefined}
      onClick={props.onOpen}
    >
      <span className={styles.dot}>
        {card.unread ? <VisuallyHidden>{t('inbox.unread')}</VisuallyHidden> : null}
      </span>
      <span className={styles.words}>
        <span className={styles.top}>
          <span className={styles.what}>{typeLabel(headline, t, card.kind)}</span>
        </span>
        <span className={styles.under}>
          {headline.shortCode === null ? null : (
            <span className={styles.code}>
              <InertText text={headline.shortCode} />
            </span>
          )}
          <span className={styles.where}>
            {aboutCode === undefined ? null : <InertText text={`→ ${aboutCode}`} />}
            {[place, whenLabel(headline, t)].filter((part) => part !== '').join(' · ')}
          </span>
        </span>
      </span>
      <span className={styles.marks}>
        <span className={styles.signs}>
          {isUrgent(card) ? (
            <Badge tone="danger" icon={<Siren size={13} />}>
              {t(headline.urgency === 'u3' ? 'desk.emergency' : 'inbox.urgent')}
            </Badge>
          ) : null}
          {props.marks.takenBack.has(card.id) ? (
            <Badge tone="attention" icon={<Undo2 size={13} />}>
              {answerWord('withdraw', t.lang) ?? ''}
            </Badge>
          ) : null}
          {author === 'forced' ? (
            <Badge tone="danger" icon={<TriangleAlert size={13} />}>
              {t('inbox.forced')}
            </Badge>
          ) : null}
          {card.contents.length === 0 ? null : (
            <span className={styles.files} title={t('item.attachments')}>
              <Paperclip size={13} aria-hidden="true" />
              <VisuallyHidden>{t('item.attachments')}: </VisuallyHidden>
              {card.arrived}/{card.contents.length}
            </span>
          )}
        </span>
        <span className={styles.who}>
          <AuthorSign mark={author} />
          <span className={styles.whoName}>
            <InertText text={name} />
          </span>
        </span>
      </span>
    </button>
  );
}

/** A sign and, for who cannot see it, its words. */
export function AuthorSign({ mark }: { readonly mark: ReturnType<typeof authorOf> }) {
  const t = useT();
  const words = t(`mark.${mark}`);
  const icon =
    mark === 'confirmed' ? (
      <CircleCheck size={15} className={styles.good} aria-hidden="true" />
    ) : mark === 'wrong' || mark === 'alarm' || mark === 'forced' ? (
      <TriangleAlert size={15} className={styles.bad} aria-hidden="true" />
    ) : (
      <CircleHelp size={15} className={styles.doubt} aria-hidden="true" />
    );
  return (
    <span title={words}>
      {icon}
      <VisuallyHidden>{words}: </VisuallyHidden>
    </span>
  );
}
