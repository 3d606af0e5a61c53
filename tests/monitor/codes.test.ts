/** Proves that every code that can reach a person is told with a sentence of its own, in every language. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOST_CAPTURED_FILES } from '../../src/domain/capture.ts';
import { type ErrorCode, errorNumbers } from '../../src/i18n/errorNumbers.ts';
import { errorText } from '../../src/i18n/errorText.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { spokenLanguages } from '../../src/i18n/plural.ts';
import { SETTLED, toldCode, toldOfIncident, toldOfJoining, toldOfSending } from '../../src/monitor/codes.ts';
import { MOST_FILES } from '../../src/monitor/composing.ts';
import { ENDPOINT_STATUS } from '../../src/wire/endpointApi.ts';

const source = (path: string): string =>
  readFileSync(resolve(import.meta.dirname, '../../src', path), 'utf8');

/** The members of an exported union of texts, as they stand in a source file: types are gone when a test runs. */
function membersOf(path: string, name: string): readonly string[] {
  const text = source(path).replace(/\/\*\*[\s\S]*?\*\//g, '');
  const union = new RegExp(`export type ${name} =([^;]*);`).exec(text)?.[1] ?? '';
  return [...union.matchAll(/'(\w+)'/g)].map((match) => match[1] ?? '');
}

/** Codes that code under a folder of the app makes itself. */
const madeIn = (path: string): readonly string[] =>
  [...source(path).matchAll(/(?:err|failed|trouble: |settle\(err)\(?'(\w+)'/g)].map(
    (match) => match[1] ?? '',
  );

const unions: readonly (readonly [
  name: string,
  codes: readonly string[],
  least: number,
  told: (code: string) => string,
])[] = [
  ['the vault', membersOf('vault/api.ts', 'VaultCode'), 30, toldCode],
  ['the postman, while something waits', membersOf('outbox/ports.ts', 'WaitCode'), 12, toldOfSending],
  ['the line', membersOf('outbox/exchange.ts', 'LineCode'), 4, toldCode],
  ['the doors of an endpoint', [...Object.keys(ENDPOINT_STATUS), 'endpointFault'], 35, toldOfJoining],
  [
    'a parcel that was refused',
    [...Object.keys(ENDPOINT_STATUS), 'noEndpoint', 'http418'],
    35,
    toldOfSending,
  ],
  [
    'a browser that lacks something',
    membersOf('monitor/support.ts', 'Unsupported'),
    3,
    (code) => (code === 'noStorage' ? 'noServiceWorker' : code),
  ],
  ['joining', [...madeIn('monitor/invitation.ts'), ...madeIn('monitor/qrCode.ts')], 4, (code) => code],
  ['attaching', madeIn('monitor/composing.ts'), 4, toldCode],
  ['finishing', ['incomplete'], 1, toldCode],
  ['reading a draft', madeIn('domain/draft.ts'), 4, toldCode],
];

it('the reading of unions sees doc comments, single and many members', () => {
  expect(membersOf('vault/api.ts', 'VaultCode')).toContain('keystoreDamagedBoth');
  expect(membersOf('vault/views.ts', 'ParcelState')).toEqual([
    'queued',
    'sending',
    'sent',
    'refused',
    'stored',
    'received',
  ]);
  expect(madeIn('monitor/composing.ts')).toEqual(
    expect.arrayContaining(['tooManyFiles', 'tooLarge', 'quota', 'saveFailed']),
  );
});

it.each(spokenLanguages)(
  'in %s the number of files is the one that fits: of a report, and of a capture',
  async (lang) => {
    const t = (await loadMonitorWords(lang)) as unknown as Parameters<typeof errorText>[0];
    expect(errorText(t, 'tooManyFiles').what).toContain(String(MOST_FILES));
    expect(errorText(t, 'captureFull').what).toContain(String(MOST_CAPTURED_FILES));
  },
);

describe.each(unions)('codes of %s', (_, codes, least, told) => {
  it('are all found', () => {
    expect(new Set(codes).size).toBeGreaterThanOrEqual(least);
  });

  it('each have sentences of their own', () => {
    const missing = codes.filter(
      (code) => told(code) === 'unexpected' || !Object.hasOwn(errorNumbers, told(code)),
    );
    expect(missing).toEqual([]);
  });
});

it('what the vault noticed by itself is told, each in its own words', async () => {
  const t = await loadMonitorWords('en');
  for (const one of SETTLED) expect(t(`incident.${one}`)).toMatch(/\.$/);
  expect([...Object.keys(toldOfIncident), ...SETTLED].sort()).toEqual(
    [...membersOf('vault/api.ts', 'Incident')].sort(),
  );
  expect(new Set(Object.values(toldOfIncident)).size).toBe(Object.keys(toldOfIncident).length);
});

it('a code that screens name in their source is one that has sentences', () => {
  const named = ['joining/Join', 'joining/ChooseWords', 'screens/Elsewhere', 'joining/InviteForm'].flatMap(
    (screen) => [...source(`monitor/${screen}.tsx`).matchAll(/code="(\w+)"/g)].map((match) => match[1] ?? ''),
  );
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((code) => !Object.hasOwn(errorNumbers, code))).toEqual([]);
});

it('what only the vault can mean is not told as something of the network', async () => {
  const t = await loadMonitorWords('en');
  const said = (code: ErrorCode): string => errorText(t, code).what;
  expect(said(toldCode('vaultFull'))).toMatch(/no place left/);
  expect(said(toldCode('notFound'))).toMatch(/no longer here/);
  expect(said(toldOfJoining('notFound'))).toMatch(/invite/);
  expect(said(toldCode('fileUnreadable'))).not.toBe(said(toldOfSending('fileUnreadable')));
  expect(toldCode('storageBlocked', 'timeout')).toBe('storageBlocked');
  for (const detail of ['upgraded', 'newer']) expect(toldCode('storageBlocked', detail)).toBe('oldTab');
  expect(toldCode('storageFailed', 'argon2')).toBe('workerLost');
  expect(toldCode('toString')).toBe('unexpected');
});
