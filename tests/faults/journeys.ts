/** Owns whole journeys: a person at a terminal, a line that keeps dying, senders and endpoints that are killed. Must never use a part that is not the real one. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { jsonOf, tumarIn } from '../cli/terminal.ts';
import { compiled } from '../compiled.ts';
import { sha256Hex, vectorFile } from '../crypto/setup.ts';
import { createDice, type Dice } from '../fakes/clockDice.ts';
import { realRng } from '../fakes/endpoint.ts';
import { startProcess } from '../server/process.ts';
import { openProxy } from './proxy.ts';

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** A link of 256 kbit/s that dies every four seconds on average carries so many bytes a life. */
const BYTES_A_LIFE = (256_000 / 8) * 4;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

type Sample = { readonly key: string; readonly report: Record<string, unknown> };
const { samples } = vectorFile<{ samples: Sample[] }>('sample-reports');
const sample = samples.find(({ key }) => key.startsWith('S3'))?.report ?? {};

const codeOf = (number: number): string =>
  Array.from({ length: 5 }, (_, i) => LETTERS[Math.floor(number / 32 ** i) % 32] ?? 'A').join('');

/** Draws from an exponential distribution. */
const life = (dice: Dice, mean: number): number => -mean * Math.log(1 - dice.next());

export type Journey = {
  readonly reports: number;
  readonly drops: number;
  readonly senders: number;
  readonly endpoints: number;
};

/** `reports` reports with two attachments each; every one has to arrive once, byte for byte, and to be acknowledged. */
export async function travel(seed: number, reports: number): Promise<Journey> {
  const dice = createDice(seed);
  const folder = mkdtempSync(join(scratch, 'tumar-journey-'));
  const data = join(folder, 'data');
  const tumar = tumarIn(folder);
  const done = async (...args: string[]) => {
    const said = await tumar(...args);
    if (said.code !== 0) throw new Error(`tumar ${args[0]}: ${said.code} ${said.err}`);
    return said;
  };
  let port = 0;
  const proxy = await openProxy(() => port);
  const start = async () => {
    const running = await startProcess(data, compiled);
    port = Number(new URL(running.url).port);
    return running;
  };
  const count = { drops: 0, senders: 0, endpoints: 0 };
  let endpoint = await start();
  try {
    await done(
      'org',
      'setup',
      '--url',
      proxy.url,
      '--code',
      endpoint.code,
      '--name',
      'Steppe Watch',
      '--out',
      'org',
    );
    const invite = (await done('org', 'invite', '--member', 'org/member.json')).out.trim();
    await done('join', '--invite', invite, '--state', 'phone');

    // Written and sealed without a connection.
    const up = port;
    port = 0;
    proxy.hangUp();
    const files = new Map<string, string[]>();
    for (let number = 0; number < reports; number += 1) {
      const id = randomUUID();
      const code = codeOf(number + 32 ** 4);
      writeFileSync(join(folder, 'report.json'), JSON.stringify({ ...sample, id, local_ref: code }));
      const hashes = ['one', 'two'].map((name) => {
        const bytes = realRng(1 + dice.below(50_000));
        writeFileSync(join(folder, `${name}.bin`), bytes);
        return sha256Hex(bytes);
      });
      const said = await tumar(
        'send',
        '--state',
        'phone',
        '--wait',
        '0',
        'report.json',
        'one.bin',
        'two.bin',
      );
      expect(said.code).toBe(3);
      files.set(`${code}-${id.slice(0, 8)}`, hashes);
    }
    port = up;

    let left = life(dice, BYTES_A_LIFE);
    proxy.dies = (bytes) => {
      left -= bytes;
      if (left > 0) return false;
      left = life(dice, BYTES_A_LIFE);
      count.drops += 1;
      return true;
    };

    // A sender and the endpoint are killed after some bytes, too: what happens does not hang on how fast this machine is.
    for (;;) {
      count.senders += 1;
      const child = spawn(
        process.execPath,
        ['--no-warnings', main, 'send', '--state', 'phone', '--wait', '600'],
        {
          cwd: folder,
          env: { ...process.env, ...compiled, INIT_CWD: folder },
          stdio: 'ignore',
        },
      );
      const ended = new Promise<number | null>((resolve_) => child.once('exit', resolve_));
      const die = proxy.dies;
      // Blow after blow, until the sender has ended by itself or by one of them.
      for (let alive = true; alive; ) {
        const from = proxy.passed.up;
        const most = life(dice, BYTES_A_LIFE * 6);
        const blow = dice.chance(0.5) ? 'sender' : 'endpoint';
        let blown = false;
        const struck = new Promise<void>((strike) => {
          proxy.dies = (bytes) => {
            if (!blown && proxy.passed.up - from > most) {
              blown = true;
              if (blow === 'sender') child.kill('SIGKILL');
              else strike();
            }
            return die(bytes);
          };
        });
        alive = (await Promise.race([ended, struck.then(() => 'struck' as const)])) === 'struck';
        if (!alive) break;
        port = 0;
        await endpoint.kill();
        count.endpoints += 1;
        endpoint = await start();
      }
      const code = await ended;
      proxy.dies = die;
      if (code === 0) break;
      if (code !== null) throw new Error(`the sender ended with ${code}`);
    }
    proxy.dies = () => false;

    const said = await done('inbox', '--member', 'org/member.json', '--out', 'in', '--ack');
    expect(said.out.trim().split('\n').length).toBe(reports);
    const items = readdirSync(join(folder, 'in')).filter((name) => !name.startsWith('.'));
    expect(items.sort()).toEqual([...files.keys()].sort());
    for (const [item, hashes] of files) {
      const found = readdirSync(join(folder, 'in', item)).filter((name) => name.endsWith('.bin'));
      const held = found.sort().map((name) => sha256Hex(readFileSync(join(folder, 'in', item, name))));
      expect([item, held]).toEqual([item, hashes]);
    }
    // One report, two attachments, and the hello: nothing came twice.
    expect(readdirSync(join(folder, 'in', '.sealed'))).toHaveLength(3 * reports + 1);
    const status = jsonOf(await done('status', '--state', 'phone', '--json'));
    const states = (status['reports'] as { state: string }[]).map(({ state }) => state);
    expect(states).toEqual(states.map(() => 'Received'));
    expect(await endpoint.stop()).toBe(0);
    return { reports, ...count };
  } catch (cause) {
    throw new Error(`seed ${seed}`, { cause });
  } finally {
    await endpoint.kill().catch(() => undefined);
    await proxy.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
