/** Owns `tumar status`: what is proved about each report. Must never show more than its weakest parcel has proved. */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Result } from '../../domain/result.ts';
import { boardAfter } from '../../outbox/receipts.ts';
import { toHex } from '../../wire/bytes.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from '../io.ts';
import { EXIT_HELP, refuse, report } from '../outcome.ts';
import { nodeClock, nodeSend, withLock } from '../platform.ts';
import { lockPath, type PhoneReport, type PhoneState, readPhone, sealedPath, writePhone } from './phone.ts';

const HELP = `tumar status --state DIR [--offline] [--json]

A line a report: its short code and its state: Waiting · Sending 45% · Sent · Stored · Received · Refused.
Stored: the endpoint's signature over every part was verified. Received: a coordinator holds the report and each
attachment whole; only then are the sealed files removed here.

  --offline  show what is known here, without asking the board

${EXIT_HELP}`;

/** The word for the least that is proved. */
export function stateWord({ received, parcels }: PhoneReport): string {
  if (received) return 'Received';
  const names = parcels.map(({ stage }) => stage.name);
  if (names.includes('refused')) return 'Refused';
  if (names.every((name) => name === 'stored')) return 'Stored';
  if (names.every((name) => name === 'stored' || name === 'sent')) return 'Sent';
  if (names.every((name) => name === 'queued')) return 'Waiting';
  const total = parcels.reduce((sum, { size }) => sum + size, 0);
  const sent = parcels.reduce((sum, { stage, size }) => {
    if (stage.name === 'sending') return sum + stage.bytes;
    return stage.name === 'queued' ? sum : sum + size;
  }, 0);
  return `Sending ${Math.floor((100 * sent) / total)}%`;
}

/** Marks what the board proves. [REP7] [EP8] */
async function askBoard(state: PhoneState): Promise<Result<PhoneState, string>> {
  const deps = { clock: nodeClock, send: nodeSend };
  let fault: Result<PhoneState, string> = { ok: false, code: 'offline' };
  for (const endpoint of state.endpoints) {
    // Whole, from the start: nobody sees which record is looked for.
    const board = await boardAfter(deps, endpoint, state.org, 0);
    if (!board.ok) {
      fault = board;
      continue;
    }
    const records = new Set(board.value.records.map(toHex));
    const reports = state.reports.map((each) => ({
      ...each,
      read: each.read || records.has(each.expected.read),
      received: each.received || records.has(each.expected.complete),
    }));
    return { ok: true, value: { ...state, reports } };
  }
  return fault;
}

export function runStatus(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values } = parseArgs({
      args,
      options: {
        state: { type: 'string' },
        offline: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    if (values.state === undefined) throw new Unusable('status needs --state DIR');
    const folder = resolve(io.cwd, values.state);
    const json = values.json ?? false;
    return withLock(lockPath(folder), async () => {
      const held = await readPhone(folder);
      if (!held.ok) return refuse(io, json, held);
      const asked = values.offline ? held : await askBoard(held.value);
      const state = asked.ok ? asked.value : held.value;
      if (asked.ok) await writePhone(folder, state);
      for (const { received, parcels } of state.reports) {
        if (!received) continue;
        for (const { handle } of parcels) await rm(sealedPath(folder, handle), { force: true });
      }
      const shown = state.reports.map((each) => ({
        id: each.id,
        code: each.code,
        state: stateWord(each),
        read: each.read,
      }));
      if (asked.ok || !json) {
        await report(
          io,
          json,
          { reports: shown },
          shown.map((each) => `${each.code}  ${each.state}`),
        );
      }
      return asked.ok ? EXIT.done : refuse(io, json, asked);
    });
  });
}
