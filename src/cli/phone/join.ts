/** Owns `tumar join`: a device enters an organisation. Must never use an invite twice for two devices. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { credentialTicket, helloHash, inviteId, safetyHash } from '../../crypto/ack.ts';
import { createChain } from '../../crypto/chain.ts';
import { sealHello } from '../../crypto/sealReport.ts';
import { createSodium, type Sodium } from '../../crypto/sodium.ts';
import { dayOf } from '../../domain/ports.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { ORDERS } from '../../outbox/ports.ts';
import { enrol } from '../../outbox/receipts.ts';
import { toHex } from '../../wire/bytes.ts';
import { type Invite, parseInvite } from '../../wire/invite.ts';
import { HELLO_WORDS, SAFETY_WORDS } from '../../wire/wordNumbers.ts';
import { loadSafetyWords, safetyWords } from '../../wire/words/words.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from '../io.ts';
import { EXIT_HELP, refuse, report } from '../outcome.ts';
import { nodeClock, nodeRng, nodeSend, readTextIfThere, withLock, writeDurably } from '../platform.ts';
import {
  bytesIn,
  chainOf,
  lockPath,
  type PhoneState,
  parsePhone,
  phoneManifest,
  sealedPath,
  statePath,
  writePhone,
} from './phone.ts';
import { refreshManifest } from './phoneManifest.ts';
import { drainPhone } from './phoneOutbox.ts';
import { createPhoneStore } from './phoneStore.ts';

const HELP = `tumar join --invite CODE --state DIR [--lang en|ru] [--json]

Uses an invite once and makes DIR (readable by you only) a device of the organisation. Prints the ten safety words to
compare with the coordinator, and the four words to read to them. Running it again with the same CODE goes on where a
broken line stopped it. With --invite - the code is read from standard input, and stands in no list of processes.

What this device sends carries a ticket made from its credential, so an endpoint that looks can tell which device sent it.
The app uses tokens that hide this; here they would lie in DIR beside the credential, readable like everything in it.

${EXIT_HELP}`;

const PATIENCE_MS = 20_000;

export function runJoin(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values } = parseArgs({
      args,
      options: {
        invite: { type: 'string' },
        state: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const { invite: text, state: folder } = values;
    if (text === undefined || folder === undefined)
      throw new Unusable('join needs --invite CODE and --state DIR');
    const json = values.json ?? false;
    const invite = parseInvite(text === '-' ? await readAll(io) : text);
    if (!invite.ok) return refuse(io, json, invite);
    const path = resolve(io.cwd, folder);
    return withLock(lockPath(path), async () => {
      const sodium = await createSodium();
      const joined = await join(sodium, path, invite.value);
      if (!joined.ok) return refuse(io, json, joined);
      const { state, helloWords } = joined.value;
      const words = await loadSafetyWords(values.lang === 'ru' ? 'ru' : 'en');
      const safety = safetyWords(await safetyHash(invite.value), SAFETY_WORDS, words).join(' ');
      const hello = safetyWords(helloWords, HELLO_WORDS, words).join(' ');
      const name = phoneManifest(state)?.manifest.name ?? '';
      const stored = state.hello?.stage.name === 'stored';
      return report(io, json, { org: state.org, name, safety, hello, stored }, [
        `Joined  ${name}`,
        `Compare ${safety}`,
        `Read    ${hello}`,
        stored ? 'The hello is stored.' : 'The hello waits for a connection: run "tumar send" later.',
      ]);
    });
  });
}

/** Far more than an invite is long; the rest is not read. */
const MOST_BYTES = 65_536;

async function readAll(io: CliIo): Promise<string> {
  let text = '';
  for await (const piece of io.stdin) {
    text += String(piece);
    if (text.length > MOST_BYTES) break;
  }
  return text;
}

type Joined = { readonly state: PhoneState; readonly helloWords: Uint8Array };

async function join(sodium: Sodium, folder: string, invite: Invite): Promise<Result<Joined, string>> {
  const begun = await readTextIfThere(statePath(folder));
  const held = begun === undefined ? ok(begin(invite)) : parsePhone(begun);
  if (!held.ok) return held;
  let state = held.value;
  if (state.secret !== toHex(invite.secret))
    throw new Unusable(`${folder} belongs to a device that joined already`);
  if (invite.lastDay < dayOf(nodeClock.now())) return err('inviteExpired');
  // The pair rests on disk before it is used: the same pair may be sent again, another one may not. [EP5]
  await writePhone(folder, state);
  const deps = { sodium, clock: nodeClock, send: nodeSend };
  const fresh = await refreshManifest(deps, state);
  if (!fresh.ok) return fresh;
  state = fresh.value;
  const pair = { secret: toHex(invite.secret), credential: state.credential };
  let enrolled: Result<unknown, string> = err('offline');
  for (const endpoint of state.endpoints) {
    enrolled = await enrol(deps, endpoint, state.org, pair);
    if (enrolled.ok) break;
  }
  if (!enrolled.ok) return enrolled;
  const hello = await helloParcel(sodium, folder, state, invite);
  if (!hello.ok) return hello;
  state = { ...state, secret: null, hello: hello.value };
  await writePhone(folder, state);
  const store = createPhoneStore(folder, state);
  await drainPhone({ sodium, folder, store }, PATIENCE_MS);
  return ok({ state: store.read(), helloWords: await helloHash(state.chain.id, bytesIn(state.chain.key)) });
}

function begin(invite: Invite): PhoneState {
  const chain = createChain(nodeRng);
  return {
    v: 1,
    kind: 'tumar-monitor',
    org: invite.org,
    endpoints: invite.endpoints,
    readKey: toHex(invite.readKey),
    pin: invite.pin,
    credential: toHex(nodeRng(32)),
    secret: toHex(invite.secret),
    chain: { id: chain.id, n: chain.n, key: toHex(chain.key) },
    signed: null,
    hello: null,
    reports: [],
  };
}

async function helloParcel(
  sodium: Sodium,
  folder: string,
  state: PhoneState,
  invite: Invite,
): Promise<Result<NonNullable<PhoneState['hello']>, string>> {
  const held = phoneManifest(state);
  if (held === undefined) return err('manifestMalformed');
  const day = dayOf(nodeClock.now());
  const sealed = await sealHello({
    sodium,
    rng: nodeRng,
    manifest: held.manifest,
    day,
    invite: await inviteId(invite.secret),
    chain: chainOf(state),
  });
  if (!sealed.ok) return sealed;
  const handle = toHex(nodeRng(16));
  const { parcel } = sealed.value;
  await writeDurably(sealedPath(folder, handle), sealed.value.sealed);
  return ok({
    handle,
    parcel,
    secret: toHex(nodeRng(16)),
    size: sealed.value.sealed.length,
    order: ORDERS.hello,
    ticket: await credentialTicket(bytesIn(state.credential), state.org, parcel),
    stage: { name: 'queued' },
  });
}
