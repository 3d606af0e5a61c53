/** Owns making a fresh checkout ready: dependencies, and for tests two browsers and minisign. Must run on bare Node ≥ 20. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const stamp = join(root, 'node_modules/.stamp');
const windows = process.platform === 'win32';

const say = (line) => process.stdout.write(`${line}\n`);
function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** True when the command ended well. npm is a script: it runs in the Node that runs this. */
function run(command, args) {
  const npm = process.env.npm_execpath;
  const own = command === 'npm' && npm !== undefined && /\.c?js$/.test(npm);
  const [file, all] = own ? [process.execPath, [npm, ...args]] : [command, args];
  const options = { cwd: root, stdio: 'inherit', shell: windows && !own };
  return spawnSync(file, all, options).status === 0;
}

function installDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const due = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === due) return;
  say('Installing what package-lock.json says (once, about half a minute) …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) {
    fail('npm ci failed: see above. A network connection to the npm registry is needed for this step only.');
  }
  writeFileSync(stamp, due);
}

/** The first of these programs on the PATH, as a full path. */
function find(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const name of names) {
    for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
function findBrowser() {
  const told = process.env.TUMAR_CHROMIUM;
  if (told !== undefined && told !== '') {
    if (!existsSync(told)) fail(`TUMAR_CHROMIUM says ${told}, but there is no such file.`);
    return told;
  }
  return find(BROWSERS) ?? findPlaywrights();
}

function findPlaywrights() {
  const ask = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const path = spawnSync(process.execPath, ['-e', ask], { cwd: root, encoding: 'utf8' }).stdout ?? '';
  return path !== '' && existsSync(path) ? path : undefined;
}

/** Debian's own; another Firefox only when told, since many are wrapped and cannot see the tests' folders. */
function findFirefox() {
  const told = process.env.TUMAR_FIREFOX;
  if (told === undefined || told === '') return find(['firefox-esr']);
  if (!existsSync(told)) fail(`TUMAR_FIREFOX says ${told}, but there is no such file.`);
  return told;
}

const onDebianAsRoot = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && find(['apt-get']);

function installFromDebian(packages) {
  say(`Installing from Debian: ${packages.join(' ')} …`);
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  return run('apt-get', ['update', '-q']) && run('apt-get', install);
}

function prepareTests() {
  const missing = [];
  if (findBrowser() === undefined) missing.push('chromium');
  if (find(['minisign']) === undefined) missing.push('minisign');
  if (missing.length > 0 && onDebianAsRoot()) installFromDebian(missing);
  // By itself: not every relative of Debian has it, and the others must be installed all the same.
  if (findFirefox() === undefined && onDebianAsRoot()) installFromDebian(['firefox-esr']);
  if (findBrowser() === undefined) {
    say('No Chromium found: asking Playwright for its own …');
    run(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']);
  }
  const chromium = findBrowser();
  if (chromium === undefined) {
    fail('The tests need Chromium. Install it, or set TUMAR_CHROMIUM to the path of a Chromium or Chrome.');
  }
  const minisign = find(['minisign']);
  if (minisign === undefined) {
    fail(
      'The tests check signatures with stock minisign. Install it ("apt install minisign", "brew install minisign").',
    );
  }
  const firefox = findFirefox();
  if (firefox === undefined) {
    say(
      'No Firefox ESR found: what it proves is left out. Install firefox-esr, or set TUMAR_FIREFOX to its path.',
    );
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(join(root, '.cache/tools.json'), `${JSON.stringify({ chromium, firefox, minisign })}\n`);
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or newer is needed; this is ${process.version}.`);
installDependencies();
if (process.argv.includes('--browser')) prepareTests();
