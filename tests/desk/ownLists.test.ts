/** Proves that changes to the organisation's own lists are gathered, published together, and lose nothing that was published. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openManifestBox } from '../../src/crypto/manifestBox.ts';
import {
  applied,
  canTakeOut,
  changedLists,
  effective,
  type ListChange,
  ownCount,
  rowsOf,
  withChange,
  withoutChanges,
} from '../../src/desk/forms/ownLists.ts';
import {
  entryFrom,
  localOf,
  sameName,
  type TypedEntry,
  typedFrom,
} from '../../src/desk/forms/ownListsTyped.ts';
import { isOwnCode } from '../../src/domain/ownCodes.ts';
import { NO_LISTS, type OwnEntry, type OwnLists, parseOwnLists } from '../../src/domain/ownLists.ts';
import { options } from '../../src/domain/vocabulary.ts';
import { encodeMember } from '../../src/inbox/member.ts';
import { parseHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { parseManifest } from '../../src/wire/manifest.ts';
import { must, sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { createDesk } from '../inbox/desk.ts';
import { createParty, until } from './party.ts';

const patrol: OwnEntry = { code: 'own.patrol01', names: { en: 'Patrol' }, country: 'KG' };
const valley: OwnEntry = { code: 'TJ-X01', names: { en: 'Valley' }, country: 'TJ' };
const inForce: OwnLists = {
  regions: { added: [valley], withdrawn: ['TJ-DU'] },
  perpetrators: { added: [patrol], withdrawn: [] },
};
const renamed: ListChange = {
  kind: 'entry',
  list: 'perpetrators',
  entry: { ...patrol, names: { en: 'Night patrol' } },
};
const offer = (list: 'regions' | 'perpetrators', code: string, offered: boolean): ListChange => ({
  kind: 'offer',
  list,
  code,
  offered,
});

const typed = (given: Partial<TypedEntry>): TypedEntry => ({
  list: 'regions',
  country: 'KZ',
  en: '',
  ru: '',
  local: '',
  abbr: '',
  iso: '',
  ...given,
});
const make = (given: Partial<TypedEntry>, lists = NO_LISTS, before?: OwnEntry) =>
  entryFrom(typed(given), { lists, rng: realRng, ...(before === undefined ? {} : { before }) });
const made = (...given: Parameters<typeof make>): OwnEntry => {
  const entry = make(...given);
  if (!entry.ok) throw new Error(entry.fault.code);
  return entry.value;
};
const faultOf = (...given: Parameters<typeof make>) => {
  const entry = make(...given);
  return entry.ok ? null : entry.fault;
};

describe('[MAN9] changes that wait', () => {
  it('what is taken out and offered again is no change, and the last word about a code counts', () => {
    const out = withChange([], offer('regions', 'KZ-10', false));
    expect(effective(inForce, out)).toHaveLength(1);
    expect(effective(inForce, withChange(out, offer('regions', 'KZ-10', true)))).toEqual([]);
    expect(effective(inForce, withChange(out, offer('regions', 'TJ-DU', false)))).toEqual(out);
    const back = { ...renamed, entry: patrol };
    expect(effective(inForce, withChange([renamed], back))).toEqual([]);
    expect(withoutChanges([renamed, ...out], 'perpetrators', patrol.code)).toEqual(out);
  });

  it('an entry keeps its place and its names when it is taken out', () => {
    const second = { ...patrol, code: 'own.second' };
    const changes = [renamed, offer('perpetrators', patrol.code, false)];
    const lists = { ...inForce, perpetrators: { added: [patrol, second], withdrawn: [] } };
    const after = applied(lists, changes).perpetrators;
    expect(after.added.map(({ names }) => names['en'])).toEqual(['Night patrol', 'Patrol']);
    expect(after.withdrawn).toEqual([patrol.code]);
    expect(ownCount(applied(inForce, changes))).toBe(2);
  });

  it('shows every entry of a country with what becomes of it; “unknown” and “other” stay', () => {
    const entry = { code: 'own.new', names: { ru: 'Новое' } };
    const changes = [
      offer('regions', 'TJ-DU', true),
      { kind: 'entry', list: 'perpetrators', entry },
    ] as const;
    const regions = rowsOf('regions', 'TJ', inForce, changes);
    expect(regions.find(({ code }) => code === 'TJ-DU')).toMatchObject({
      offered: true,
      unpublished: 'changed',
    });
    expect(regions.at(-1)).toMatchObject({ code: 'TJ-X01', own: true, offered: true, unpublished: 'no' });
    expect(rowsOf('regions', 'TJ', inForce, []).find(({ code }) => code === 'TJ-DU')?.offered).toBe(false);
    const everywhere = rowsOf('perpetrators', '', inForce, changes);
    expect(everywhere.at(-1)).toMatchObject({ code: 'own.new', unpublished: 'new' });
    expect(everywhere.filter(({ code }) => !canTakeOut(code)).map(({ code }) => code)).toEqual([
      'other',
      'unknown',
    ]);
    const kyrgyz = rowsOf('perpetrators', 'KG', inForce, changes);
    expect(kyrgyz.at(-1)?.code).toBe('own.patrol01');
    expect(kyrgyz.every(({ country }) => country === 'KG')).toBe(true);
  });

  it('loses no entry and no word of a newer desk, and says when it is too much', () => {
    const newer = {
      regions: {
        added: [
          { code: 'TJ-X09', kind: 'of a newer desk' },
          { ...valley, since: 2027 },
        ],
      },
    };
    const names = { en: 'Valley', tg: 'Водӣ' };
    const changes: ListChange[] = [{ kind: 'entry', list: 'regions', entry: { ...valley, names } }];
    expect(must(changedLists(newer, changes))).toEqual({
      regions: {
        added: [
          { code: 'TJ-X09', kind: 'of a newer desk' },
          { ...valley, names, since: 2027 },
        ],
        withdrawn: [],
      },
      perpetrators: { added: [], withdrawn: [] },
    });
    const many = Array.from(
      { length: 301 },
      (_, at): ListChange => ({
        kind: 'entry',
        list: 'perpetrators',
        entry: { ...patrol, code: `own.a${at}` },
      }),
    );
    expect(changedLists(undefined, many)).toEqual({ ok: false, code: 'listsTooLarge' });
    expect(changedLists(undefined, many.slice(1)).ok).toBe(true);
  });

  it('whatever is changed, what a phone reads is what the page showed', () => {
    const change = fc.oneof(
      fc
        .record({
          list: fc.constantFrom('regions' as const, 'perpetrators' as const),
          code: fc.constantFrom('TJ-X01', 'TJ-DU', 'own.patrol01', 'police'),
          offered: fc.boolean(),
        })
        .map(({ list, code, offered }) => offer(list, code, offered)),
      fc.constantFrom('A', 'B', 'C').map(
        (en): ListChange => ({
          kind: 'entry',
          list: 'perpetrators',
          entry: { ...patrol, names: { en } },
        }),
      ),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (all) => {
        let changes: readonly ListChange[] = [];
        for (const one of all) changes = withChange(changes, one);
        const json = must(changedLists(JSON.parse(JSON.stringify(inForce)), changes));
        const shown = applied(inForce, effective(inForce, changes));
        expect(parseOwnLists(JSON.parse(JSON.stringify(json)))).toEqual(shown);
        for (const list of ['regions', 'perpetrators'] as const)
          for (const { code } of inForce[list].added)
            expect(shown[list].added.map((one) => one.code)).toContain(code);
      }),
    );
  });
});

describe('[MAN9] an entry that was typed', () => {
  it('a region takes the code that was typed, however, else the next free one', () => {
    const with1 = { ...NO_LISTS, regions: { added: [made({ en: 'A' })], withdrawn: [] } };
    expect(with1.regions.added[0]).toEqual({ code: 'KZ-X01', names: { en: 'A' }, country: 'KZ' });
    expect(made({ en: 'B' }, with1).code).toBe('KZ-X02');
    for (const iso of ['KZ-99', 'kz-99', ' 99 ', 'kz 99', 'KZ–99'])
      expect(made({ en: 'C', iso }).code).toBe('KZ-99');
    expect(faultOf({ en: 'D', iso: 'KZ-9999' })).toEqual({ field: 'iso', code: 'isoForm' });
    expect(faultOf({ en: 'D', iso: 'RU-MOW' })).toEqual({ field: 'iso', code: 'isoForm' });
    expect(faultOf({ en: 'D', iso: 'UZ-99' })).toEqual({ field: 'iso', code: 'isoCountry' });
    expect(faultOf({ en: 'D', iso: '10' })).toEqual({ field: 'iso', code: 'isoTaken', taken: 'KZ-10' });
    expect(faultOf({ en: 'D', iso: 'X01' }, with1)).toEqual({
      field: 'iso',
      code: 'isoTaken',
      taken: 'KZ-X01',
    });
    const full = Array.from({ length: 99 }, (_, at) => ({
      ...valley,
      code: `KZ-X${String(at + 1).padStart(2, '0')}`,
    }));
    const none = { ...NO_LISTS, regions: { added: full, withdrawn: [] } };
    expect(faultOf({ en: 'E' }, none)).toEqual({ field: 'iso', code: 'noneFree' });
  });

  it('an agency gets a code that nothing has', () => {
    const agency = made({ list: 'perpetrators', country: '', ru: ' Новая   служба ', abbr: ' НС ' });
    expect(agency).toEqual({
      code: expect.stringMatching(/^own\.[a-z0-9]{8}$/),
      names: { ru: 'Новая служба' },
      abbr: 'НС',
    });
    // The first eight letters drawn are taken; bytes that would make some letters likelier are passed over.
    const drawn = [new Uint8Array(16).fill(255), new Uint8Array(16), new Uint8Array(16).fill(37)];
    const taken = {
      ...NO_LISTS,
      perpetrators: { added: [{ ...patrol, code: 'own.aaaaaaaa' }], withdrawn: [] },
    };
    const entry = entryFrom(typed({ list: 'perpetrators', en: 'A' }), {
      lists: taken,
      rng: () => drawn.shift() ?? new Uint8Array(16),
    });
    expect(entry.ok && entry.value.code).toBe('own.bbbbbbbb');
  });

  it('needs a name, none too long, and none with characters that cannot be seen', () => {
    expect(faultOf({ local: 'Аймақ' })).toEqual({ field: 'en', code: 'noName' });
    expect(faultOf({ en: 'x'.repeat(161) })).toEqual({ field: 'en', code: 'tooLong' });
    expect(faultOf({ en: 'x'.repeat(160) })).toBeNull();
    expect(faultOf({ en: 'A', ru: 'а\u202eб' })).toEqual({ field: 'ru', code: 'hidden' });
    expect(faultOf({ list: 'perpetrators', en: 'A', abbr: 'x'.repeat(41) })).toEqual({
      field: 'abbr',
      code: 'tooLong',
    });
  });

  it('everything that is made is what a phone reads', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'Я', 'ә', ' ', '\u202e', '1', '-'), maxLength: 12 });
    const countries = options('countries').map(({ code }) => code);
    fc.assert(
      fc.property(
        fc.constantFrom('regions' as const, 'perpetrators' as const),
        fc.constantFrom(...countries),
        fc.record({ en: text, ru: text, local: text, abbr: text, iso: text }),
        (list, country, texts) => {
          const entry = make({ list, country, ...texts });
          if (!entry.ok) return;
          expect(isOwnCode({ ...entry.value, list })).toBe(true);
          const lists = { ...NO_LISTS, [list]: { added: [entry.value], withdrawn: [] } };
          expect(parseOwnLists(JSON.parse(JSON.stringify(lists)))).toEqual(lists);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('changing the names keeps the code, and names in languages that are not asked', () => {
    const before = { ...valley, names: { en: 'Valley', tg: 'Водӣ', ky: 'Өрөөн' } };
    expect(typedFrom('regions', before)).toMatchObject({
      en: 'Valley',
      ru: '',
      local: 'Водӣ',
      country: 'TJ',
    });
    const change = { ...typedFrom('regions', before), en: '', ru: 'Долина', local: '' };
    expect(made(change, inForce, before)).toEqual({ ...valley, names: { ru: 'Долина', ky: 'Өрөөн' } });
    expect(localOf('')).toBeNull();
  });

  it('warns of a name that is there already, folded, in that country or everywhere; never stops', () => {
    const same = (given: Partial<TypedEntry>, but?: string) => sameName(typed(given), inForce, but)?.code;
    expect(same({ en: 'abai  REGION' })).toBe('KZ-10');
    expect(same({ local: 'абай облысы' })).toBe('KZ-10');
    expect(same({ country: 'TJ', en: 'Abai Region' })).toBeUndefined();
    expect(same({ country: 'TJ', en: 'valley' })).toBe('TJ-X01');
    expect(same({ country: 'TJ', en: 'valley' }, 'TJ-X01')).toBeUndefined();
    expect(same({ list: 'perpetrators', country: 'KZ', en: 'police' })).toBe('police');
    expect(same({ list: 'perpetrators', country: 'KG', en: 'PATROL' })).toBe('own.patrol01');
    expect(same({ list: 'perpetrators', country: 'UZ', en: 'PATROL' })).toBeUndefined();
    expect(same({ list: 'perpetrators', country: '', en: 'PATROL' })).toBe('own.patrol01');
    expect(same({})).toBeUndefined();
  });
});

it('[MAN9] [MAN7] what was signed and could not be sent goes out by itself, and takes nothing along when more is published', async () => {
  const desk = await createDesk();
  let away = false;
  const real = desk.endpoint.fetch.bind(desk.endpoint);
  const endpoint: typeof desk.endpoint = {
    ...desk.endpoint,
    fetch: async (request: Request) => {
      if (away && request.method === 'POST' && request.url.includes('manifest')) throw new TypeError('away');
      return real(request);
    },
  };
  const party = await createParty({ endpoint });
  await party.session.openKeyFile(encodeMember(desk.founded), 'ember willow canyon saddle brisk');
  await until(party.session.life, ({ at }) => at === 'open');
  await until(party.mailbox.fetching, ({ running, checkedAt }) => !running && checkedAt !== null);
  const added = () => party.mailbox.team.get()?.ownLists.perpetrators.added.map(({ code }) => code);
  const agency = (code: string): ListChange => ({
    kind: 'entry',
    list: 'perpetrators',
    entry: { ...patrol, code },
  });
  away = true;
  expect(await party.session.publishLists([agency('own.aaaa')])).toEqual({ ok: true, value: 'signed' });
  expect(added()).toEqual([]);
  // Still away: what is signed already is not signed again with something else.
  expect(await party.session.publishLists([agency('own.bbbb')])).toMatchObject({ ok: false });
  away = false;
  expect(await party.session.publishLists([agency('own.bbbb')])).toEqual({ ok: true, value: 'published' });
  expect(added()).toEqual(['own.aaaa', 'own.bbbb']);
  const version = () => party.mailbox.team.get()?.manifest.version;
  expect(version()).toBe(3);
  expect(await party.session.publishLists([agency('own.bbbb')])).toEqual({ ok: true, value: 'published' });
  expect(version()).toBe(3);
});

it('[MAN9] [EP3] changes go out together in one version, stay in those after, and add up', async () => {
  const desk = await createDesk();
  const party = await createParty({ endpoint: desk.endpoint });
  await party.session.openKeyFile(encodeMember(desk.founded), 'ember willow canyon saddle brisk');
  await until(party.session.life, ({ at }) => at === 'open');
  await until(party.mailbox.fetching, ({ running, checkedAt }) => !running && checkedAt !== null);
  const team = () => party.mailbox.team.get();
  expect(team()?.ownLists).toEqual(NO_LISTS);
  const first: ListChange[] = [
    { kind: 'entry', list: 'regions', entry: valley },
    { kind: 'entry', list: 'perpetrators', entry: patrol },
    offer('perpetrators', 'kg.gsin', false),
  ];
  must(await party.session.publishLists(first));
  expect(team()?.manifest.version).toBe(2);
  must(await party.session.publishLists([offer('perpetrators', patrol.code, false)]));
  must(await party.session.publishSettings());
  const lists = {
    regions: { added: [valley], withdrawn: [] },
    perpetrators: { added: [patrol], withdrawn: ['kg.gsin', patrol.code] },
  };
  expect([team()?.manifest.version, team()?.ownLists]).toEqual([4, lists]);

  // What a phone fetches, opens with its read key, and reads.
  const { org, readKey } = desk.founded;
  const reply = await desk.endpoint.fetch(new Request(desk.endpoint.url + paths.manifest(org)));
  const box = new Uint8Array(await reply.arrayBuffer());
  const opened = must(openManifestBox(sodium, { readKey: must(parseHex(readKey)), org, box }));
  expect(parseOwnLists(must(parseManifest(opened.manifest)).ownLists)).toEqual(lists);

  const many = Array.from(
    { length: 300 },
    (_, at): ListChange => ({
      kind: 'entry',
      list: 'perpetrators',
      entry: { ...patrol, code: `own.b${at}` },
    }),
  );
  expect(await party.session.publishLists(many)).toMatchObject({ ok: false, code: 'listsTooLarge' });
  expect(team()?.manifest.version).toBe(4);
});
