/** Owns `tumar org setup|invite|confirm`: the member's side of an organisation. Must never print a secret but the invite asked for. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { safetyHash } from '../crypto/ack.ts';
import { pinOf } from '../crypto/manifestCheck.ts';
import { createSodium } from '../crypto/sodium.ts';
import { confirmHello, createInvite } from '../inbox/invites.ts';
import { encodeMember, manifestOf, signedOf } from '../inbox/member.ts';
import { createCharter, foundOrganisation } from '../inbox/organisation.ts';
import type { InboxDeps } from '../inbox/ports.ts';
import { createSession } from '../inbox/session.ts';
import { isEndpointUrl } from '../wire/shape.ts';
import { HELLO_WORDS, SAFETY_WORDS } from '../wire/wordNumbers.ts';
import { loadSafetyWords, parseSafetyWords, safetyWords } from '../wire/words/words.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from './io.ts';
import { readMember, writeMember } from './memberFile.ts';
import { EXIT_HELP, refuse, report } from './outcome.ts';
import { nodeClock, nodeRng, nodeSend, withLock, writeDurably } from './platform.ts';

const HELP = `tumar org setup --url URL --code CODE --name NAME --out DIR [--pseudonym NAME] [--json]
tumar org invite --member FILE [--lang en|ru] [--json]
tumar org confirm --member FILE WORDS… [--json]

setup    founds an organisation at the endpoint URL with a one-time set-up CODE; writes DIR/member.json (the keys to
         work with), DIR/recovery.json (opens everything: keep it apart, offline) and DIR/manifest.json with its signature.
         Keys that are there are never overwritten.
invite   registers an invite for one device, 7 days; prints the code alone on a line, and to standard error the ten
         safety words that the device will show.
confirm  confirms the device that shows these four WORDS; run "tumar inbox" first, so that its hello is here.

${EXIT_HELP}`;

const WAIT_MS = 1_000;
const TRIES = 3;

export const networkDeps = async (): Promise<InboxDeps> => ({
  sodium: await createSodium(),
  rng: nodeRng,
  clock: nodeClock,
  send: nodeSend,
});

export function runOrg(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        code: { type: 'string' },
        name: { type: 'string' },
        out: { type: 'string' },
        pseudonym: { type: 'string' },
        member: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [action, ...rest] = positionals;
    const json = values.json ?? false;
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const need = (name: 'url' | 'code' | 'name' | 'out' | 'member'): string => {
      const value = values[name];
      if (value === undefined) throw new Unusable(`org ${action} needs --${name}`);
      return value;
    };
    switch (action) {
      case 'setup':
        return setup(io, json, {
          endpoint: need('url').replace(/\/+$/, ''),
          code: need('code').trim(),
          name: need('name'),
          out: need('out'),
          pseudonym: values.pseudonym ?? 'Coordinator',
        });
      case 'invite':
        return invite(io, json, need('member'), values.lang === 'ru' ? 'ru' : 'en');
      case 'confirm':
        return confirm(io, json, need('member'), rest.join(' '));
      default:
        throw new Unusable('org takes setup, invite or confirm (see --help)');
    }
  });
}

type Setup = { endpoint: string; code: string; name: string; out: string; pseudonym: string };

async function setup(io: CliIo, json: boolean, ask: Setup): Promise<number> {
  if (!isEndpointUrl(ask.endpoint)) throw new Unusable(`${ask.endpoint} is not an endpoint's address`);
  const folder = resolve(io.cwd, ask.out);
  const [memberPath, recoveryPath] = [join(folder, 'member.json'), join(folder, 'recovery.json')];
  for (const path of [memberPath, recoveryPath]) {
    if ((await stat(path).catch(() => undefined)) !== undefined)
      throw new Unusable(`${path} is there already`);
  }
  const deps = await networkDeps();
  const charter = await createCharter(deps, ask);
  if (!charter.ok) return refuse(io, json, charter);
  const { member, recovery } = charter.value;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The keys rest on disk before anybody can seal to them.
  await writeDurably(memberPath, encodeMember(member));
  await writeDurably(recoveryPath, encodeMember(recovery));
  let founded = await foundOrganisation(deps, charter.value);
  for (let tries = 1; !founded.ok && founded.code === 'offline' && tries < TRIES; tries += 1) {
    await deps.clock.sleep(WAIT_MS);
    founded = await foundOrganisation(deps, charter.value);
  }
  if (!founded.ok) {
    await rm(memberPath, { force: true });
    await rm(recoveryPath, { force: true });
    return refuse(io, json, founded);
  }
  // For stock minisign, and for "tumar verify".
  const signed = signedOf(member);
  await writeDurably(join(folder, 'manifest.json'), signed.manifest);
  await writeDurably(join(folder, 'manifest.json.minisig'), signed.signatures.join(''));
  const manifest = manifestOf(member);
  const pin = await pinOf(manifest.roots, manifest.threshold);
  return report(io, json, { org: member.org, pin, member: memberPath, recovery: recoveryPath }, [
    `Organisation  ${member.org}`,
    `Pin           ${pin}`,
    `Your keys     ${memberPath}`,
    `Recovery      ${recoveryPath}   (opens everything: keep it apart, offline)`,
  ]);
}

async function invite(io: CliIo, json: boolean, name: string, lang: 'en' | 'ru'): Promise<number> {
  return withLock(resolve(io.cwd, `${name}.lock`), async () => {
    const member = await readMember(io, name);
    if (!member.ok) return refuse(io, json, member);
    const deps = await networkDeps();
    const created = await createInvite(deps, createSession(deps, member.value), member.value);
    if (!created.ok) return refuse(io, json, created);
    await writeMember(io, name, created.value.member);
    const { text, id, invite } = created.value;
    const words = safetyWords(await safetyHash(invite), SAFETY_WORDS, await loadSafetyWords(lang));
    if (!json)
      await say(io.stderr, `Valid until ${invite.lastDay}. The device will show: ${words.join(' ')}\n`);
    return report(io, json, { invite: text, id, lastDay: invite.lastDay, words }, [text]);
  });
}

async function confirm(io: CliIo, json: boolean, name: string, typed: string): Promise<number> {
  return withLock(resolve(io.cwd, `${name}.lock`), async () => {
    const member = await readMember(io, name);
    if (!member.ok) return refuse(io, json, member);
    const lists = [await loadSafetyWords('en'), await loadSafetyWords('ru')];
    const numbers = parseSafetyWords(typed, HELLO_WORDS, lists);
    if (!numbers.ok) return refuse(io, json, numbers);
    const confirmed = confirmHello(member.value, numbers.value);
    if (!confirmed.ok) return refuse(io, json, confirmed);
    await writeMember(io, name, confirmed.value.member);
    const { chain, invite, alarm } = confirmed.value.monitor;
    const warning =
      alarm === 'none' ? [] : [`Careful: ${alarm}. Ask the person how the invite was handed over.`];
    return report(io, json, { confirmed: chain.chain, invite, alarm }, [
      `Confirmed ${chain.chain}`,
      ...warning,
    ]);
  });
}
