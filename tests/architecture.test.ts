/** Owns the proof that the house is as ARCHITECTURE says: who imports whom, and the words nobody may write. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** Room → rooms it may import, and npm packages (a trailing * is a prefix). `node:` modules are listed as packages. */
const table: Record<string, { rooms: string[]; npm: string[] }> = {
  domain: { rooms: [], npm: [] },
  wire: { rooms: ['domain'], npm: ['@scure/base'] },
  i18n: { rooms: ['domain'], npm: [] },
  crypto: { rooms: ['domain', 'wire'], npm: ['libsodium-wrappers', 'hash-wasm', '@noble/curves'] },
  store: { rooms: ['domain', 'wire'], npm: ['dexie'] },
  vault: { rooms: ['domain', 'wire', 'crypto', 'store'], npm: ['libsodium-wrappers', 'hash-wasm'] },
  outbox: { rooms: ['domain', 'wire'], npm: [] },
  inbox: { rooms: ['domain', 'wire', 'crypto'], npm: [] },
  ui: { rooms: ['i18n', 'domain'], npm: ['react', 'lean-qr'] },
  sw: { rooms: ['domain', 'wire', 'store', 'outbox'], npm: ['workbox-*'] },
  monitor: {
    rooms: ['domain', 'wire', 'i18n', 'crypto', 'vault', 'store', 'outbox', 'ui'],
    npm: ['react', 'react-dom', 'wouter', 'workbox-window', 'lucide-react', 'qr', 'virtual:*'],
  },
  desk: {
    rooms: ['domain', 'wire', 'i18n', 'crypto', 'vault', 'store', 'inbox', 'ui', 'xlsform'],
    npm: ['react', 'react-dom', 'wouter', 'lucide-react', 'virtua'],
  },
  server: {
    rooms: ['domain', 'wire', 'crypto'],
    npm: ['node:*', 'hono', '@hono/node-server', 'kysely', 'pg', 'aws4fetch'],
  },
  xlsform: { rooms: ['domain'], npm: ['fflate', 'saxes'] },
  cli: {
    rooms: ['domain', 'wire', 'crypto', 'outbox', 'inbox', 'i18n', 'xlsform'],
    npm: ['node:*', 'pofile'],
  },
};

/** Single files that a room may not, or only, import from another room. */
const monitorNever = ['crypto/open.ts', 'crypto/openReport.ts'];
const serverOnly = ['crypto/minisign.ts', 'crypto/sodium.ts', 'crypto/manifestCheck.ts', 'crypto/voprf.ts'];

const forbidden: { rooms: string[]; pattern: RegExp; why: string }[] = [
  {
    rooms: ['domain', 'wire'],
    pattern: /Date\.now|new Date\(\)|Math\.random/,
    why: 'no clock or dice in the pure rooms',
  },
  {
    rooms: [
      'domain',
      'wire',
      'i18n',
      'crypto',
      'store',
      'vault',
      'outbox',
      'inbox',
      'ui',
      'xlsform',
      'sw',
      'monitor',
      'desk',
    ],
    pattern: /console\./,
    why: 'nothing is logged on a device',
  },
  {
    rooms: Object.keys(table),
    pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=/,
    why: 'no markup from strings',
  },
  { rooms: Object.keys(table), pattern: /^\s*(export\s+)?(const\s+)?enum\s/m, why: 'no enum' },
  { rooms: Object.keys(table), pattern: /\bMath\.random\b/, why: 'chance comes in as a port' },
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return /\.(ts|tsx|mjs)$/.test(name) && !name.endsWith('.d.ts') ? [path] : [];
  });
}

const code = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');

/** Static and dynamic imports, re-exports, and `new URL('./x', import.meta.url)` of workers. */
function importsOf(text: string): string[] {
  const found: string[] = [];
  for (const pattern of [
    /(?:^|[\s;])(?:import|export)\s+(?:type\s+)?(?:[^'";]*?\sfrom\s*)?'([^']+)'/g,
    /import\(\s*'([^']+)'/g,
    /new URL\(\s*'(\.[^']+)'/g,
  ])
    for (const match of text.matchAll(pattern)) if (match[1] !== undefined) found.push(match[1]);
  return found;
}

const files = filesBelow(src);
const roomOf = (path: string) => relative(src, path).split(sep)[0] ?? '';
const matches = (name: string, allowed: string) =>
  allowed.endsWith('*')
    ? name.startsWith(allowed.slice(0, -1))
    : name === allowed || name.startsWith(`${allowed}/`);

describe('the house', () => {
  it('was looked at as a whole', () => {
    expect(files.length).toBeGreaterThan(60);
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(table).sort());
  });

  it('imports only downwards, as the table says', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const room = roomOf(file);
      const rules = table[room];
      if (rules === undefined) continue;
      for (const name of importsOf(code(file))) {
        const place = `${relative(src, file)} → ${name}`;
        if (!name.startsWith('.')) {
          if (
            file.endsWith('.mjs')
              ? !name.startsWith('node:')
              : !rules.npm.some((allowed) => matches(name, allowed))
          )
            wrong.push(place);
          continue;
        }
        const target = resolve(dirname(file), name);
        const to = roomOf(target);
        const inside = relative(src, target).split(sep).join('/');
        if (target.startsWith(src) && to !== room && !rules.rooms.includes(to)) wrong.push(place);
        if (!target.startsWith(src)) wrong.push(place);
        if (room === 'server' && to === 'crypto' && !serverOnly.includes(inside)) wrong.push(place);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('S2 keeps code that opens sealed files out of everything the monitor loads', () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const name of importsOf(code(file)))
        if (name.startsWith('.') && /\.tsx?$/.test(name)) visit(resolve(dirname(file), name));
    };
    visit(join(src, 'monitor/main.tsx'));
    visit(join(src, 'vault/worker.ts'));
    visit(join(src, 'sw/sw.ts'));
    const reached = [...seen].map((file) => relative(src, file).split(sep).join('/'));
    expect(reached.length).toBeGreaterThan(30);
    expect(
      reached.filter((file) => monitorNever.includes(file) || /^(inbox|desk|server|cli)\//.test(file)),
    ).toEqual([]);
  });

  it('does not use the forbidden words', () => {
    const wrong = files.flatMap((file) =>
      forbidden
        .filter(({ rooms, pattern }) => rooms.includes(roomOf(file)) && pattern.test(code(file)))
        .map(({ why }) => `${relative(src, file)}: ${why}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps files small, owned and named for what they do', () => {
    const wrong = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const lines = text.split('\n').length;
      const first = text.startsWith('#!') ? text.split('\n')[1] : text.split('\n')[0];
      const name = relative(src, file);
      return [
        ...(lines > 401 ? [`${name}: ${lines} lines`] : []),
        ...(/^(\/\*\*?|\/\/) /.test(first ?? '') ? [] : [`${name}: no first line that says what it owns`]),
        ...(/(^|\/)(utils|helpers|common|services|types|constants|manager|index)(\/|\.ts)/.test(name) &&
        !name.startsWith('i18n')
          ? [`${name}: named for a technical kind`]
          : []),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the crypto room small enough to audit', () => {
    const lines = files
      .filter((file) => roomOf(file) === 'crypto')
      .reduce(
        (sum, file) =>
          sum +
          code(file)
            .split('\n')
            .filter((line) => line.trim() !== '').length,
        0,
      );
    expect(lines).toBeGreaterThan(200);
    // 1,250 until there were tokens: their blind evaluation, batches and tickets are 100 more; a signer made ready once, 10.
    expect(lines).toBeLessThanOrEqual(1_360);
  });
});
