/** Owns building the two apps when something they are made of changed. Must run on bare Node ≥ 20, without dependencies. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const dist = join(root, 'dist');
const stamp = join(dist, '.stamp');
const APPS = ['monitor', 'desk'];
/** Rooms that run from source and are in neither app. */
const NOT_IN_APPS = ['src/server', 'src/cli'].map((name) => name.split('/').join(sep));
const COMPRESSIBLE = ['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.wasm', '.txt'];
/** Variables that change what is built. */
const BUILD_SETTINGS = [
  'TUMAR_APP_NAME',
  'TUMAR_APP_COLOUR',
  'TUMAR_APP_DARK_COLOUR',
  'TUMAR_FRONT',
  'TUMAR_DOOR',
  'TUMAR_SHARE',
  'TUMAR_FACE',
];
const SMALLEST = 512;

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((item) => {
      const path = join(folder, item.name);
      return item.isDirectory() ? filesBelow(path) : [path];
    });
}

/** One hash over everything that the apps are made of. */
function fingerprint() {
  const top = readdirSync(root).filter((name) =>
    /\.html$|^vite\.config\.|^package(-lock)?\.json$/.test(name),
  );
  const face = process.env.TUMAR_FACE === undefined ? [] : filesBelow(resolve(process.env.TUMAR_FACE));
  const inside = [...filesBelow(join(root, 'src')), ...filesBelow(join(root, 'public')), ...face].filter(
    (path) => !NOT_IN_APPS.some((room) => relative(root, path).startsWith(room)),
  );
  const hash = createHash('sha256');
  for (const name of BUILD_SETTINGS) hash.update(`${name}=${process.env[name] ?? ''}\0`);
  for (const path of [...top.sort().map((name) => join(root, name)), ...inside]) {
    hash.update(`${relative(root, path)}\0${statSync(path).size}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Compressed once here, so that the server never has to. */
function compress(folder) {
  for (const path of filesBelow(folder)) {
    if (!COMPRESSIBLE.includes(extname(path)) || statSync(path).size < SMALLEST) continue;
    const bytes = readFileSync(path);
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    const shorter = [
      ['.br', brotliCompressSync(bytes, { params })],
      ['.gz', gzipSync(bytes, { level: 9 })],
    ].filter(([, small]) => small.length < bytes.length);
    for (const [suffix, small] of shorter) writeFileSync(path + suffix, small);
  }
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * Writes down every file of an app with its SHA-256, as sha256sum does: `files.txt` for people, and for the phone the
 * same under the name of its entry script, so that a page never compares itself with another version's list.
 */
function listFiles(folder) {
  const lines = filesBelow(folder)
    .map((path) => [relative(folder, path).split(sep).join('/'), path])
    .filter(([name]) => !/\.(br|gz)$/.test(name))
    .map(([name, path]) => `${sha256(readFileSync(path))}  ${name}\n`);
  const list = lines.join('');
  const entry = /src="\/assets\/([\w-]+)\.js"/.exec(readFileSync(join(folder, 'index.html'), 'utf8'));
  writeFileSync(join(folder, 'files.txt'), list);
  if (entry !== null && existsSync(join(folder, 'later')))
    writeFileSync(join(folder, 'later', `${entry[1]}.txt`), list);
}

/** The first 66 bits of a hash as six words of a list: what the phone shows under About. */
function wordsOfHash(hash, file) {
  const [, text = ''] = /['"`]([^'"`]{1000,})['"`]/.exec(readFileSync(join(root, file), 'utf8')) ?? [];
  const words = text.split(' ');
  const bits = BigInt(`0x${hash}`).toString(2).padStart(256, '0');
  return [0, 1, 2, 3, 4, 5]
    .map((at) => words[Number.parseInt(bits.slice(at * 11, at * 11 + 11), 2)])
    .join(' ');
}

function tellVersion() {
  const hash = sha256(readFileSync(join(dist, 'monitor', 'files.txt')));
  process.stdout.write(`The phone's app: ${hash}\n`);
  for (const lang of ['en', 'ru'])
    process.stdout.write(`  ${lang}: ${wordsOfHash(hash, `src/wire/words/${lang}2048.ts`)}\n`);
}

const due = fingerprint();
const complete = APPS.every((app) => existsSync(join(dist, app, 'files.txt')));
if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === due) {
  tellVersion();
  process.exit(0);
}

rmSync(stamp, { force: true });
// Vite wants a newer Node than this script: the one that the lockfile brings, where it does.
const bundled = join(root, 'node_modules/.bin/node');
const node = existsSync(bundled) ? bundled : process.execPath;
for (const app of APPS) {
  process.stdout.write(`Building the ${app} …\n`);
  const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--mode', app, '--logLevel', 'warn'];
  if (spawnSync(node, args, { cwd: root, stdio: 'inherit' }).status !== 0) {
    process.stderr.write(`The ${app} could not be built: see above.\n`);
    process.exit(1);
  }
  listFiles(join(dist, app));
  compress(join(dist, app));
}
mkdirSync(dist, { recursive: true });
writeFileSync(stamp, due);
tellVersion();
