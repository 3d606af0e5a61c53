/** Owns `tumar send`: a report and its files sealed, queued and sent. Must never send a report that is not sealed and noted. */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { credentialTicket } from '../../crypto/ack.ts';
import { type SealedAttachment, sealReport } from '../../crypto/sealReport.ts';
import { createSodium, type Sodium } from '../../crypto/sodium.ts';
import { localRef } from '../../domain/localRef.ts';
import { dayOf } from '../../domain/ports.ts';
import { objectAt, textAt } from '../../domain/report.ts';
import { ok, type Result } from '../../domain/result.ts';
import { ORDERS } from '../../outbox/ports.ts';
import { toHex } from '../../wire/bytes.ts';
import { isUuid } from '../../wire/payload.ts';
import { readReportFile } from '../files/reportFile.ts';
import { type CliIo, EXIT, guarded, patienceOf, say, Unusable } from '../io.ts';
import { EXIT_HELP, EXIT_WAITING, refuse, report, sentenceOf } from '../outcome.ts';
import { nodeClock, nodeRng, nodeSend, withLock, writeDurably } from '../platform.ts';
import {
  bytesIn,
  chainOf,
  lockPath,
  type PhoneParcel,
  type PhoneReport,
  type PhoneState,
  readPhone,
  sealedPath,
  writePhone,
} from './phone.ts';
import { currentManifest, refreshManifest } from './phoneManifest.ts';
import { drainPhone, offerAgain, type PhoneStore } from './phoneOutbox.ts';
import { createPhoneStore } from './phoneStore.ts';
import { sealAttachment } from './sealAttachment.ts';
import { stateWord } from './status.ts';

const HELP = `tumar send --state DIR [--anonymous] [--wait SECONDS] [--json] [REPORT.json [FILE…]]

Seals REPORT.json (fields as "tumar check" reads them) and each FILE to the organisation, and sends them: text first.
Without a connection all stays sealed in DIR and goes with the next "tumar send --state DIR". Evidence in the report
refers to a FILE by evidence[].file.name.

  --anonymous     without the proof of which device wrote it
  --wait SECONDS  how long to keep trying (default 20)

${EXIT_HELP}`;

export function runSend(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        state: { type: 'string' },
        anonymous: { type: 'boolean' },
        wait: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    if (values.state === undefined) throw new Unusable('send needs --state DIR');
    const patience = patienceOf(values.wait, 20);
    const folder = resolve(io.cwd, values.state);
    const json = values.json ?? false;
    const [reportFile, ...files] = positionals.map((name) => resolve(io.cwd, name));
    return withLock(lockPath(folder), async () => {
      const held = await readPhone(folder);
      if (!held.ok) return refuse(io, json, held);
      const sodium = await createSodium();
      let state = offerAgain(held.value);
      const fresh = await refreshManifest({ sodium, clock: nodeClock, send: nodeSend }, state);
      // What is here stays good: an old manifest is a reason to say so, never to stop. [MAN6]
      if (fresh.ok) state = fresh.value;
      else if (fresh.code.startsWith('manifest'))
        await say(io.stderr, `tumar: ${fresh.code}: ${sentenceOf(fresh.code)}\n`);
      let finished: PhoneReport | undefined;
      if (reportFile !== undefined) {
        const sealed = await finish({
          sodium,
          folder,
          state,
          reportFile,
          files,
          anonymous: values.anonymous ?? false,
        });
        if (!sealed.ok) return refuse(io, json, sealed);
        ({ state, report: finished } = sealed.value);
      }
      await writePhone(folder, state);
      const store = createPhoneStore(folder, state);
      const shows = !json && 'isTTY' in io.stderr && io.stderr.isTTY === true;
      const progress = (sent: number, total: number): void =>
        void say(io.stderr, `\r${Math.floor((100 * sent) / total)} %   `);
      const summary = await drainPhone({ sodium, folder, store }, patience, shows ? progress : undefined);
      if (shows) await say(io.stderr, '\r');
      return tell(io, json, store, finished?.id, summary.code);
    });
  });
}

async function tell(
  io: CliIo,
  json: boolean,
  store: PhoneStore,
  id: string | undefined,
  code: string | null,
): Promise<number> {
  const state = store.read();
  const shown = state.reports.filter((each) => (id === undefined ? !each.received : each.id === id));
  const lines = shown.map((each) => `${each.code}  ${stateWord(each)}`);
  await report(
    io,
    json,
    {
      reports: shown.map((each) => ({ id: each.id, code: each.code, state: stateWord(each) })),
      waiting: code,
    },
    lines,
  );
  const refused = shown.find(({ parcels }) => parcels.some(({ stage }) => stage.name === 'refused'));
  if (refused !== undefined) return EXIT.refused;
  return shown.every(({ parcels }) => parcels.every(({ stage }) => stage.name === 'stored'))
    ? EXIT.done
    : EXIT_WAITING;
}

type Finish = {
  readonly sodium: Sodium;
  readonly folder: string;
  readonly state: PhoneState;
  readonly reportFile: string;
  readonly files: readonly string[];
  readonly anonymous: boolean;
};

/** Everything sealed and durable first; the state that names it, with the next chain key, is the commit. */
async function finish(ask: Finish): Promise<Result<{ state: PhoneState; report: PhoneReport }, string>> {
  const { sodium, folder, state, files } = ask;
  const fields = await readReportFile(ask.reportFile);
  if (!fields.ok) throw new Unusable(`${ask.reportFile}: ${fields.code}`);
  const current = await currentManifest(state);
  if (current === undefined) throw new Unusable(`${folder}: not joined yet; run "tumar join" again`);
  const id = textAt(fields.value, 'id') ?? '';
  if (state.reports.some((each) => each.id === id)) throw new Unusable(`${id} was sent from here already`);
  const day = dayOf(nodeClock.now());
  const attachments: SealedAttachment[] = [];
  const parcels: PhoneParcel[] = [];
  for (const file of files) {
    const about = { sodium, folder, manifest: current.manifest, day, path: file, fields: fields.value };
    const sealed = await sealAttachment(about);
    if (!sealed.ok) return sealed;
    attachments.push(sealed.value.attachment);
    parcels.push(await parcelRow(state, sealed.value.row));
  }
  const sealed = await sealReport({
    sodium,
    rng: nodeRng,
    manifest: current.manifest,
    manifestHash: current.hash,
    day,
    id: isUuid(id) ? id : undefined,
    form: textAt(fields.value, 'form') === 'short' ? 'short/1' : 'full/1',
    fields: fields.value,
    attachments,
    chain: ask.anonymous ? null : chainOf(state),
    voids: [],
  });
  if (!sealed.ok) return sealed;
  const { parcel, expected, nextKey, sealed: bytes } = sealed.value;
  const handle = toHex(nodeRng(16));
  await writeDurably(sealedPath(folder, handle), bytes);
  const urgent = textAt(objectAt(fields.value, 'urgency'), 'level') === 'u3';
  const order = urgent ? ORDERS.urgent : ORDERS.text;
  const text = await parcelRow(state, { handle, parcel, size: bytes.length, order });
  const given = textAt(fields.value, 'local_ref') ?? '';
  const report: PhoneReport = {
    id: sealed.value.id,
    code: /^[A-Z2-9]{5}$/.test(given) ? given : localRef(nodeRng),
    expected,
    read: false,
    received: false,
    parcels: [text, ...parcels],
  };
  const chain =
    nextKey === null ? state.chain : { ...state.chain, n: state.chain.n + 1, key: toHex(nextKey) };
  return ok({ state: { ...state, chain, reports: [...state.reports, report] }, report });
}

async function parcelRow(
  state: PhoneState,
  row: Pick<PhoneParcel, 'handle' | 'parcel' | 'size' | 'order'>,
): Promise<PhoneParcel> {
  return {
    ...row,
    secret: toHex(nodeRng(16)),
    ticket: await credentialTicket(bytesIn(state.credential), state.org, row.parcel),
    stage: { name: 'queued' },
  };
}
