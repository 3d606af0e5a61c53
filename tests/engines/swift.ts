/** Owns a real S3 API for tests: OpenStack Swift with s3api, all on this machine. Must never be reachable from another one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Settings } from '../../src/server/blobs/s3Bucket.ts';
import { findProgram, freePort, type Program, run, startProgram, tempFolder, until } from './programs.ts';

export type Swift = {
  /** A new bucket. */
  bucket(): Promise<S3Settings>;
  /** SIGKILL for the server that clients talk to. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const KEY = 'test:tester';
const SECRET = 'testing';

export async function startSwift(): Promise<Swift> {
  const folder = tempFolder('swift');
  const at = (name: string) => join(folder.path, name);
  for (const name of ['etc', 'nodes/d1', 'cache']) mkdirSync(at(name), { recursive: true });
  const ports = {
    proxy: await freePort(),
    account: await freePort(),
    container: await freePort(),
    object: await freePort(),
  };
  const programs = new Map<string, Program>();
  const start = (kind: string): Program => {
    const program = startProgram(findProgram(`swift-${kind}-server`), [at(`etc/${kind}.conf`), '--verbose'], {
      cwd: folder.path,
    });
    programs.set(kind, program);
    return program;
  };

  writeFileSync(at('etc/swift.conf'), '[swift-hash]\nswift_hash_path_suffix = tests\n');
  const makeRing = async (kind: 'account' | 'container' | 'object'): Promise<void> => {
    const builder = at(`etc/${kind}.builder`);
    const ring = findProgram('swift-ring-builder');
    await run(ring, [builder, 'create', '4', '1', '0']);
    await run(ring, [builder, 'add', `r1z1-127.0.0.1:${ports[kind]}/d1`, '1']);
    await run(ring, [builder, 'rebalance']);
    writeFileSync(
      at(`etc/${kind}.conf`),
      `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${ports[kind]}
swift_dir = ${at('etc')}
devices = ${at('nodes')}
mount_check = false
workers = 0
user =
log_level = WARNING
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
`,
    );
  };
  await Promise.all([makeRing('account'), makeRing('container'), makeRing('object')]);
  writeFileSync(
    at('etc/proxy.conf'),
    `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${ports.proxy}
swift_dir = ${at('etc')}
workers = 0
user =
log_level = WARNING
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
# Its token store wants one; with nobody there it goes on without.
memcache_servers = 127.0.0.1:1
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = ${SECRET} .admin
[filter:slo]
use = egg:swift#slo
`,
  );
  for (const kind of ['account', 'container', 'object']) start(kind);
  const endpoint = `http://127.0.0.1:${ports.proxy}`;
  const startProxy = async (): Promise<void> => {
    const proxy = start('proxy');
    await until(proxy, async () => {
      const reply = await fetch(`${endpoint}/healthcheck`);
      if (!reply.ok) throw new Error(String(reply.status));
    });
  };
  await startProxy();
  let buckets = 0;
  return {
    async bucket() {
      const settings = {
        endpoint,
        bucket: `tumar-${++buckets}`,
        region: 'us-east-1',
        keyId: KEY,
        secret: SECRET,
      };
      const proxy = programs.get('proxy');
      if (proxy !== undefined) await until(proxy, () => makeBucket(settings));
      return settings;
    },
    crash: async () => programs.get('proxy')?.end('SIGKILL'),
    start: startProxy,
    async stop() {
      for (const program of programs.values()) await program.end('SIGTERM');
      folder.remove();
    },
  };
}

async function makeBucket({ endpoint, bucket, keyId, secret }: S3Settings): Promise<void> {
  const { AwsClient } = await import('aws4fetch');
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 's3',
    region: 'us-east-1',
    retries: 0,
  });
  const reply = await client.fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
  if (!reply.ok && reply.status !== 409) throw new Error(`${reply.status} ${await reply.text()}`);
}
