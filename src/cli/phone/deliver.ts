/** Owns `tumar deliver`: sealed files, whoever sealed them, carried to an endpoint. Must never need to open one. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSodium, type Sodium } from '../../crypto/sodium.ts';
import { ok, type Result } from '../../domain/result.ts';
import { toHex } from '../../wire/bytes.ts';
import { parseInvite } from '../../wire/invite.ts';
import { isEndpointUrl, isHex } from '../../wire/shape.ts';
import { visible } from '../files/visible.ts';
import { type CliIo, EXIT, guarded, patienceOf, say, Unusable } from '../io.ts';
import { EXIT_HELP, EXIT_WAITING, isWaiting, refuse, report, sentenceOf } from '../outcome.ts';
import { nodeClock, nodeSend } from '../platform.ts';
import { type Delivered, type Destination, deliverFiles } from './deliverFiles.ts';
import { bytesIn, readPhone } from './phone.ts';
import { refreshManifest, type Trust } from './phoneManifest.ts';

const HELP = `tumar deliver (--state DIR | --invite CODE | --url URL --org ID) [--wait SECONDS] [--json] FILE…

Carries sealed FILEs to an organisation's endpoint, whoever sealed them and however they came here. They stay where they
are. A file that is there already, by another way or from an earlier run, is not sent again: it is one report.

  --state DIR     as the device that was joined there, with its ticket
  --invite CODE   to the organisation of this invite, which is not used up (with - it is read from standard input)
  --url, --org    to this endpoint; its word is not checked against a manifest, and the answer says so
  --wait SECONDS  how long to keep trying (default 60)

Without --state there is no ticket: whether an endpoint takes such files is up to whoever runs it.

${EXIT_HELP}`;

export function runDeliver(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        state: { type: 'string' },
        invite: { type: 'string' },
        url: { type: 'string' },
        org: { type: 'string' },
        wait: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    if (positionals.length === 0) throw new Unusable('deliver needs at least one FILE');
    const patience = patienceOf(values.wait, 60);
    const json = values.json ?? false;
    const sodium = await createSodium();
    const found = await destination(sodium, io, values);
    if (!found.ok) return refuse(io, json, found);
    const files = positionals.map((name) => ({ name, path: resolve(io.cwd, name) }));
    const delivered = await deliverFiles({ sodium, to: found.value, files, patience });
    return tell(io, json, delivered);
  });
}

type Where = {
  readonly state?: string | undefined;
  readonly invite?: string | undefined;
  readonly url?: string | undefined;
  readonly org?: string | undefined;
};

async function destination(sodium: Sodium, io: CliIo, where: Where): Promise<Result<Destination, string>> {
  const ways = [where.state, where.invite, where.url].filter((way) => way !== undefined);
  if (ways.length !== 1 || (where.url === undefined) !== (where.org === undefined))
    throw new Unusable('deliver needs --state DIR, or --invite CODE, or --url URL with --org ID');
  if (where.state !== undefined) {
    const held = await readPhone(resolve(io.cwd, where.state));
    if (!held.ok) return held;
    const known = await manifestOf(sodium, io, held.value);
    return known.ok ? ok({ ...known.value, credential: bytesIn(held.value.credential) }) : known;
  }
  if (where.invite !== undefined) {
    const invite = parseInvite(where.invite === '-' ? await readAll(io) : where.invite);
    if (!invite.ok) return invite;
    const { org, pin, readKey, endpoints } = invite.value;
    return manifestOf(sodium, io, { org, pin, readKey: toHex(readKey), endpoints, signed: null });
  }
  const url = (where.url ?? '').replace(/\/+$/, '');
  if (!isEndpointUrl(url)) throw new Unusable('--url takes the address of an endpoint');
  if (!isHex(where.org, 16)) throw new Unusable('--org takes 32 hex digits');
  return ok({ org: where.org, endpoints: [url], signed: null, credential: null });
}

/** The newest manifest if it can be had; without a connection the one from before does, or the endpoints of the invite. */
async function manifestOf(sodium: Sodium, io: CliIo, trust: Trust): Promise<Result<Destination, string>> {
  const fresh = await refreshManifest({ sodium, clock: nodeClock, send: nodeSend }, trust);
  if (!fresh.ok && !isWaiting(fresh.code)) {
    // What cannot be believed is refused aloud; without any manifest there is nobody to deliver to. [MAN4]
    if (trust.signed === null) return fresh;
    await say(io.stderr, `tumar: ${fresh.code}: ${sentenceOf(fresh.code)}\n`);
  }
  const { org, endpoints, signed } = fresh.ok ? fresh.value : trust;
  return ok({ org, endpoints, signed, credential: null });
}

async function readAll(io: CliIo): Promise<string> {
  let text = '';
  for await (const piece of io.stdin) text += String(piece);
  return text;
}

async function tell(io: CliIo, json: boolean, delivered: readonly Delivered[]): Promise<number> {
  const lines = delivered.map(({ name: given, outcome }) => {
    const name = visible(given);
    if (outcome.state === 'stored')
      return `${name}  Stored${outcome.checked ? '' : '  (the endpoint says so; no manifest to check it with)'}`;
    if (outcome.state === 'waiting') return `${name}  Waiting`;
    return `${name}  Refused  ${outcome.code}: ${sentenceOf(outcome.code)}`;
  });
  const files = delivered.map(({ name, parcel, outcome }) => ({ file: name, parcel, ...outcome }));
  await report(io, json, { files }, lines);
  const codes = delivered.flatMap(({ outcome }) => (outcome.state === 'refused' ? [outcome.code] : []));
  if (codes.some((code) => code !== 'fileUnreadable')) return EXIT.refused;
  if (codes.length > 0) return EXIT.unusable;
  return delivered.every(({ outcome }) => outcome.state === 'stored') ? EXIT.done : EXIT_WAITING;
}
