/** Owns installing the servers that `npm run test:engines` runs against. Must never install anything but from Debian, as root. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const say = (line) => process.stdout.write(`${line}\n`);

const postgres = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql').map((name) => `/usr/lib/postgresql/${name}/bin`)
  : [];
const folders = [
  ...postgres,
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/bin',
  '/usr/bin',
  '/usr/local/sbin',
  '/usr/sbin',
];
const has = (name) => folders.some((folder) => existsSync(join(folder, name)));

/** Program → Debian's package. */
const NEEDED = {
  postgres: 'postgresql',
  initdb: 'postgresql',
  'swift-proxy-server': 'swift-proxy',
  'swift-account-server': 'swift-account',
  'swift-container-server': 'swift-container',
  'swift-object-server': 'swift-object',
  nginx: 'nginx-light',
  tor: 'tor',
  openssl: 'openssl',
  minisign: 'minisign',
  strace: 'strace',
};
const missing = () => Object.keys(NEEDED).filter((name) => !has(name));

function installFromDebian(packages) {
  say(`Installing from Debian: ${packages.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (command, args) => spawnSync(command, args, { env, stdio: 'inherit' }).status === 0;
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  return run('apt-get', ['update', '-q']) && run('apt-get', install);
}

const lacking = missing();
if (lacking.length > 0 && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
  installFromDebian([...new Set(lacking.map((name) => NEEDED[name]))]);
}
const still = missing();
if (still.length > 0) {
  const packages = [...new Set(still.map((name) => NEEDED[name]))];
  process.stderr.write(
    `These tests need ${still.join(', ')}. On Debian: apt install ${packages.join(' ')} (no service has to run).\n`,
  );
  process.exit(1);
}
