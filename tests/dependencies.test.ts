/** Owns what may be said about the dependencies: exact, locked, explained, and without scripts of their own. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

type Lock = {
  packages: Record<
    string,
    { resolved?: string; integrity?: string; hasInstallScript?: boolean; license?: string; link?: boolean }
  >;
};
const lock = JSON.parse(read('package-lock.json')) as Lock;
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const own = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>;
const asked = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };

it('asks for exact versions', () => {
  expect(Object.keys(asked).length).toBeGreaterThan(30);
  expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('locks every package by its hash, and names no download address', () => {
  expect(installed.length).toBeGreaterThan(300);
  expect(installed.filter(([, entry]) => entry.integrity === undefined && entry.link !== true)).toEqual([]);
  expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});

it('passes the lockfile linter', () => {
  const lint = join(root, 'node_modules/lockfile-lint/bin/lockfile-lint.js');
  const said = execFileSync(
    process.execPath,
    [lint, '--path', 'package-lock.json', '--type', 'npm', '--validate-https', '--allowed-hosts', 'npm'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  expect(said).toContain('No issues detected');
});

it('runs no install script of anybody', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
});

it('carries only licences that go with Apache-2.0', () => {
  const fine =
    /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|Unlicense|CC0-1\.0|CC-BY-4\.0|BlueOak-1\.0\.0|Python-2\.0|MPL-2\.0|(\(.*\)))$/;
  const others = installed
    .filter(
      ([, entry]) =>
        entry.link !== true &&
        !(entry.license ?? 'none')
          .replace(/[()]/g, '')
          .split(' OR ')
          .some((licence) => fine.test(licence)),
    )
    .map(([path, entry]) => `${path.replace(/^.*node_modules\//, '')}: ${entry.license ?? 'none'}`);
  // Checked by hand: the licence stands in the package, only its field in package.json is missing.
  expect(others).toEqual(['combine-errors: none']);
});

it('explains each in a decision', () => {
  const decision = read('docs/decisions/002-dependencies.md');
  const unexplained = Object.keys(asked).filter(
    (name) => !decision.includes(name) && !name.startsWith('@types/') && !/^workbox-|^node-linux-/.test(name),
  );
  expect(unexplained).toEqual([]);
});
