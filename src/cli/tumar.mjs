#!/usr/bin/env node
/** Owns finding a Node that runs the sources. Must run on any Node ≥ 20, and never do a command's work. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// TypeScript runs without a build from 22.18 on.
const own = major > 22 || (major === 22 && minor >= 18);
const bundled = ['', '.exe'].map((end) => here(`../../node_modules/.bin/node${end}`)).find(existsSync);
if (!own && bundled === undefined) {
  process.stderr.write(
    `tumar: Node 24 is needed (this is ${process.version}). Run "npm ci" in the project's folder.\n`,
  );
  process.exit(2);
}
const node = own ? process.execPath : bundled;
const args = ['--no-warnings', here('./main.ts'), ...process.argv.slice(2)];
const env = {
  ...process.env,
  INIT_CWD: process.env.npm_command === undefined ? process.cwd() : (process.env.INIT_CWD ?? process.cwd()),
};
const ended = spawnSync(node, args, { stdio: 'inherit', env });
process.exit(ended.status ?? 2);
