/** Owns typing a region or an agency, new or to be called something else. Must never publish it. */
import { useState } from 'react';
import { sayIn } from '../../domain/form/answers.ts';
import { LONGEST_NAME, type OwnListName } from '../../domain/ownCodes.ts';
import type { OwnEntry, OwnLists } from '../../domain/ownLists.ts';
import { find } from '../../domain/vocabulary.ts';
import { languageNames } from '../../i18n/plural.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Code, InertText } from '../../ui/Words.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import styles from '../team/Monitors.module.css';
import {
  entryFrom,
  LONGEST_ABBR,
  localOf,
  sameName,
  type TypedEntry,
  type TypedFault,
  type TypedField,
  typedFrom,
} from './ownListsTyped.ts';

const draw = (n: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(n));
const isLanguage = (code: string | null): code is keyof typeof languageNames =>
  code !== null && Object.hasOwn(languageNames, code);

export function ListEntry(props: {
  readonly list: OwnListName;
  readonly country: string;
  /** Null: a new one. */
  readonly before: OwnEntry | null;
  /** In force, with what is not published yet. */
  readonly lists: OwnLists;
  readonly onDone: (entry: OwnEntry | null) => void;
}) {
  const t = useT();
  const lang = useObserved(useDesk().language);
  const { list, before, lists, country } = props;
  const [typed, setTyped] = useState<TypedEntry>(() =>
    before === null
      ? { list, country, en: '', ru: '', local: '', abbr: '', iso: '' }
      : typedFrom(list, before),
  );
  const [fault, setFault] = useState<TypedFault | null>(null);
  const regions = list === 'regions';
  const set = (field: keyof TypedEntry) => (value: string) => {
    setFault(null);
    setTyped((now) => ({ ...now, [field]: value }));
  };
  const example = `${typed.country}-${regions ? '10' : ''}`;
  const wrong = (field: TypedField) => (fault?.field === field ? { text: faultText(fault) } : undefined);
  const faultText = ({ code, taken = '', field }: TypedFault): string => {
    switch (code) {
      case 'tooLong':
        return t('lists.fault.tooLong', { n: field === 'abbr' ? LONGEST_ABBR : LONGEST_NAME });
      case 'isoForm':
        return t('lists.fault.isoForm', { example });
      case 'isoTaken': {
        const own = lists.regions.added.find((one) => one.code === taken);
        return t('lists.fault.isoTaken', { name: find('regions', taken)?.[lang] ?? sayIn(own?.names, lang) });
      }
      default:
        return t(`lists.fault.${code}`);
    }
  };
  const save = (): void => {
    const made = entryFrom(typed, { lists, rng: draw, ...(before === null ? {} : { before }) });
    if (made.ok) props.onDone(made.value);
    else setFault(made.fault);
  };
  const same = sameName(typed, lists, before?.code);
  const local = localOf(typed.country);
  const text = (field: TypedField, label: string, more: object = {}) => (
    <TextField
      label={label}
      value={typed[field]}
      onChange={set(field)}
      onEnter={save}
      error={wrong(field)}
      {...more}
    />
  );
  const title = before !== null ? 'lists.changeNames' : regions ? 'lists.addRegion' : 'lists.addAgency';
  return (
    <Card title={t(title)}>
      <Stack gap={4}>
        {before === null ? null : <Code>{before.code}</Code>}
        {text('en', t('lists.en'), { hint: t('lists.oneIsEnough'), autoFocus: true, lang: 'en' })}
        {text('ru', t('lists.ru'), { lang: 'ru' })}
        {isLanguage(local)
          ? text('local', t('lists.local'), {
              note: t('lists.optional'),
              hint: languageNames[local],
              lang: local,
            })
          : null}
        {regions ? null : text('abbr', t('lists.abbr'), { note: t('lists.optional') })}
        {regions && before === null
          ? text('iso', t('lists.iso'), {
              note: t('lists.optional'),
              hint: t('lists.isoHint', { example }),
              mono: true,
              capitals: 'none',
            })
          : null}
        {same === null ? null : (
          <Banner tone="attention" announce>
            <InertText text={t('lists.sameName', { name: same.name })} />
          </Banner>
        )}
        <div className={styles.actions}>
          <Button kind="quiet" onClick={() => props.onDone(null)}>
            {t('action.cancel')}
          </Button>
          <Button kind="primary" onClick={save}>
            {t(before === null ? 'lists.put' : 'lists.take')}
          </Button>
        </div>
      </Stack>
    </Card>
  );
}
