/** Owns the rows of one list in one country: what it is called, whether phones offer it, what can be done with it. Must never change it. */
import { Building2, MapPin } from 'lucide-react';
import { sayIn } from '../../domain/form/answers.ts';
import type { OwnListName } from '../../domain/ownCodes.ts';
import type { OwnEntry, OwnLists } from '../../domain/ownLists.ts';
import { Badge } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { InertText } from '../../ui/Words.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { applied, canTakeOut, type ListChange, type ListRow, rowsOf } from './ownLists.ts';

/** Null: this desk changes nothing. */
export type ListActs = {
  readonly offer: (code: string, offered: boolean) => void;
  /** Of an entry that was not published yet. */
  readonly drop: (code: string) => void;
  readonly change: (before: OwnEntry) => void;
} | null;

export function ListRows(props: {
  readonly list: OwnListName;
  readonly country: string;
  readonly inForce: OwnLists;
  readonly changes: readonly ListChange[];
  readonly acts: ListActs;
}) {
  const t = useT();
  const { list, country, inForce, changes, acts } = props;
  const rows = rowsOf(list, country, inForce, changes);
  const { added } = applied(inForce, changes)[list];
  const title = t(list === 'regions' ? 'lists.regions' : 'lists.agencies');
  if (rows.length === 0) return <p>{t('lists.nothing')}</p>;
  return (
    <Card title={title} flush>
      <Rows label={title}>
        {rows.map((row) => (
          <OneRow
            key={row.code}
            list={list}
            row={row}
            entry={added.find(({ code }) => code === row.code)}
            acts={acts}
          />
        ))}
      </Rows>
    </Card>
  );
}

function OneRow(props: {
  readonly list: OwnListName;
  readonly row: ListRow;
  readonly entry: OwnEntry | undefined;
  readonly acts: ListActs;
}) {
  const t = useT();
  const lang = useObserved(useDesk().language);
  const { row } = props;
  const name = sayIn(row.names, lang);
  const others = [...new Set(Object.values(row.names))].filter((other) => other !== name);
  // The code of an agency of theirs was drawn: it tells nobody anything.
  const code = row.own && props.list === 'perpetrators' ? '' : row.code;
  const detail = [row.abbr ?? '', ...(row.own ? others : []), code].filter((text) => text !== '');
  return (
    <Row
      icon={props.list === 'regions' ? <MapPin size={18} /> : <Building2 size={18} />}
      title={row.own ? <InertText text={name} /> : name}
      detail={
        <>
          <InertText text={detail.join(' · ')} />{' '}
          {row.own && row.unpublished !== 'new' ? <Badge tone="plain">{t('lists.own')}</Badge> : null}{' '}
          {row.offered ? null : <Badge tone="attention">{t('lists.out')}</Badge>}{' '}
          {row.unpublished === 'no' ? null : <Badge tone="info">{t('lists.new')}</Badge>}
        </>
      }
      end={<RowActs row={row} name={name} entry={props.entry} acts={props.acts} />}
    />
  );
}

function RowActs(props: {
  readonly row: ListRow;
  readonly name: string;
  readonly entry: OwnEntry | undefined;
  readonly acts: ListActs;
}) {
  const t = useT();
  const { row, name, entry, acts } = props;
  if (!canTakeOut(row.code)) return <span>{t('lists.always')}</span>;
  if (acts === null) return null;
  return (
    <>
      {entry === undefined ? null : (
        <Button
          small
          kind="quiet"
          aria-label={t('lists.renameOf', { name })}
          onClick={() => acts.change(entry)}
        >
          {t('lists.rename')}
        </Button>
      )}
      {row.unpublished === 'new' ? (
        <Button
          small
          kind="quiet"
          aria-label={t('lists.dropOf', { name })}
          onClick={() => acts.drop(row.code)}
        >
          {t('lists.drop')}
        </Button>
      ) : (
        <Button
          small
          kind="quiet"
          aria-label={t(row.offered ? 'lists.takeOutOf' : 'lists.offerOf', { name })}
          onClick={() => acts.offer(row.code, !row.offered)}
        >
          {t(row.offered ? 'lists.takeOut' : 'lists.offer')}
        </Button>
      )}
    </>
  );
}
