/** Owns the proof that compose.yaml fits the endpoint's settings and itself, as far as that can be seen without Docker. Must never start a container. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/server/settings.ts';
import { must } from '../crypto/setup.ts';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(resolve(root, 'compose.yaml'), 'utf8');

type Tree = { [key: string]: Tree | string };

/** The part of YAML that the file uses: mappings by indentation, anchors, block texts; lists and flow values stay texts. */
function parse(source: string): Tree {
  const top: Tree = {};
  const open: { readonly indent: number; readonly tree: Tree }[] = [];
  const anchors = new Map<string, Tree>();
  let block: { readonly indent: number; readonly tree: Tree; readonly key: string } | null = null;
  for (const line of source.split('\n')) {
    const indent = line.search(/\S/);
    if (block !== null && (indent < 0 || indent > block.indent)) {
      block.tree[block.key] += `${line.trim()}\n`;
      continue;
    }
    block = null;
    if (indent < 0 || line[indent] === '#') continue;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const tree = open.at(-1)?.tree ?? top;
    const item = /^\s*- (.+)$/.exec(line)?.[1];
    if (item !== undefined) {
      tree[item] = '';
      continue;
    }
    const [, key = '', value = ''] = /^\s*([\w.<-]+):(?: (.*))?$/.exec(line) ?? [];
    if (key === '') throw new Error(`not read: ${line}`);
    if (Object.hasOwn(tree, key)) throw new Error(`twice: ${line}`);
    if (value.startsWith('|')) {
      tree[key] = '';
      block = { indent, tree, key };
    } else if (value.startsWith('*')) {
      Object.assign(tree, anchors.get(value.slice(1)) ?? { missing: value });
    } else if (value === '' || value.startsWith('&')) {
      const below: Tree = {};
      tree[key] = below;
      if (value !== '') anchors.set(value.slice(1), below);
      open.push({ indent, tree: below });
    } else tree[key] = value;
  }
  return top;
}

const file = parse(text);
const at = (...path: readonly string[]): Tree | string => {
  let found: Tree | string | undefined = file;
  for (const key of path) found = typeof found === 'object' ? found[key] : undefined;
  if (found === undefined) throw new Error(`${path.join('.')} is not in compose.yaml`);
  return found;
};
const textsAt = (...path: readonly string[]): Record<string, string> => at(...path) as Record<string, string>;
/** What stands for the variables of `.env`. */
const filled = (value: string): string =>
  value.replace(/\$\{(\w+):\?\}/g, (_, name: string) =>
    name.endsWith('_URL') ? 'https://report.example.org' : `value-of-${name}`,
  );

const endpoint = Object.fromEntries(
  Object.entries(textsAt('services', 'endpoint-1', 'environment')).map(([name, value]) => [
    name,
    filled(value),
  ]),
);

describe('compose.yaml', () => {
  it('sets only variables that the endpoint reads, to values that it takes', () => {
    const read = new Set<string>();
    const env = new Proxy(endpoint, {
      get: (target, name) => {
        read.add(String(name));
        return target[String(name)];
      },
    });
    const settings = must(parseSettings(env));
    expect(Object.keys(endpoint).filter((name) => !read.has(name))).toEqual([]);
    expect(settings.databaseUrl).toContain('@database/tumar');
    expect(settings.s3).toMatchObject({ endpoint: 'http://store:3900', bucket: 'tumar', region: 'garage' });
    // Another process on the same engines: nothing differs but the port outside.
    expect(at('services', 'endpoint-2', 'environment')).toEqual(at('services', 'endpoint-1', 'environment'));
    for (const ports of [1, 2].map((i) => String(at('services', `endpoint-${i}`, 'ports'))))
      for (const [, outside, inside] of ports.matchAll(/"127\.0\.0\.1:(\d+):(\d+)"/g))
        expect([Number(outside) > 0, [settings.port, settings.deskPort].includes(Number(inside))]).toEqual([
          true,
          true,
        ]);
  });

  it('gives engines the names and keys that the endpoint uses', () => {
    const database = textsAt('services', 'database', 'environment');
    const url = new URL(endpoint['DATABASE_URL'] ?? '');
    expect([url.username, url.password, url.hostname, url.pathname]).toEqual([
      database['POSTGRES_USER'],
      filled(database['POSTGRES_PASSWORD'] ?? ''),
      'database',
      `/${database['POSTGRES_DB']}`,
    ]);
    const store = textsAt('services', 'store', 'environment');
    expect([
      filled(store['GARAGE_DEFAULT_ACCESS_KEY'] ?? ''),
      filled(store['GARAGE_DEFAULT_SECRET_KEY'] ?? ''),
      store['GARAGE_DEFAULT_BUCKET'],
    ]).toEqual([endpoint['S3_ACCESS_KEY_ID'], endpoint['S3_SECRET_ACCESS_KEY'], endpoint['S3_BUCKET']]);
    const garage = readFileSync(resolve(root, 'docs/operating/garage.toml'), 'utf8');
    expect(garage).toContain(`s3_region = "${endpoint['S3_REGION']}"`);
    expect(garage).toMatch(new RegExp(`api_bind_addr = ".*:${new URL(endpoint['S3_ENDPOINT'] ?? '').port}"`));
  });

  it('names no service, volume, file or variable that is not there', () => {
    const services = Object.keys(at('services'));
    expect(Object.keys(at('x-endpoint', 'depends_on')).filter((name) => !services.includes(name))).toEqual(
      [],
    );
    const mounts = ['database', 'store'].flatMap((name) => {
      const volumes = at('services', name, 'volumes');
      const items = typeof volumes === 'string' ? [volumes.replace(/[[\]"]/g, '')] : Object.keys(volumes);
      return items.map((item) => item.split(':')[0] ?? '');
    });
    for (const mount of mounts)
      expect([mount, mount.startsWith('.') ? existsSync(resolve(root, mount)) : true]).toEqual([mount, true]);
    expect(mounts.filter((mount) => !mount.startsWith('.')).sort()).toEqual(
      Object.keys(at('volumes')).sort(),
    );
    const head = text.slice(0, text.indexOf('\nx-endpoint'));
    const [said, used] = [
      [...head.matchAll(/(?:\\n|['\s])([A-Z][A-Z0-9_]+)=/g)].map(([, name]) => name),
      [...text.matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name),
    ];
    expect([...new Set(said)].sort()).toEqual([...new Set(used)].sort());
  });
});
