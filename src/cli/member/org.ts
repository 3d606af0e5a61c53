/** Owns `tumar org`, and of it setup, invite and confirm: the member's side of an organisation. Must never print a secret but the invite asked for. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { safetyHash } from '../../crypto/ack.ts';
import { pinOf } from '../../crypto/manifestCheck.ts';
import { ok } from '../../domain/result.ts';
import { confirmHello, createInvite } from '../../inbox/invites.ts';
import { encodeMember, manifestOf, parseMember, signedOf } from '../../inbox/member.ts';
import { createCharter, foundingRequest, foundOrganisation } from '../../inbox/organisation.ts';
import type { InboxDeps } from '../../inbox/ports.ts';
import { createSession } from '../../inbox/session.ts';
import { isEndpointUrl } from '../../wire/shape.ts';
import { HELLO_WORDS, SAFETY_WORDS } from '../../wire/wordNumbers.ts';
import { loadSafetyWords, parseSafetyWords, safetyWords } from '../../wire/words/words.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from '../io.ts';
import { EXIT_HELP, isWaiting, refuse, report } from '../outcome.ts';
import { readTextIfThere, withLock, writeDurably } from '../platform.ts';
import { readMember, writeMember } from './memberFile.ts';
import { networkDeps } from './networkDeps.ts';
import { mirror, publishNext, revoke } from './orgUpkeep.ts';

const HELP = `tumar org setup --url URL --code CODE --name NAME --out DIR [--pseudonym NAME] [--json]
tumar org invite --member FILE [--lang en|ru] [--json]
tumar org confirm --member FILE WORDS… [--json]
tumar org publish --member FILE [--json]
tumar org mirror --member FILE --url URL [--code CODE] [--json]
tumar org revoke --member FILE ID [--json]

setup    founds an organisation at the endpoint URL with a one-time set-up CODE; writes DIR/member.json (the keys to
         work with), DIR/recovery.json (opens everything: keep it apart, offline) and DIR/manifest.json with its signature.
         Keys that are there are never overwritten; where the answer was lost, the same command finishes with them.
invite   registers an invite for one device, 7 days; prints the code alone on a line, and to standard error the ten
         safety words that the device will show.
confirm  confirms the device that shows these four WORDS; run "tumar inbox" first, so that its hello is here.
publish  signs and publishes the organisation's next settings: later dates, reading keys for 90 days ahead. A publishing that
         was cut off is finished first.
mirror   adds the endpoint URL with one of its set-up codes, and publishes it; without a CODE, another address of an
         endpoint that is known.
revoke   takes back the invite ID (as "invite --json" named it), and the device that came with it.

${EXIT_HELP}`;

const WAIT_MS = 1_000;
const TRIES = 3;

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
      case 'publish':
        return publishNext(io, json, need('member'));
      case 'mirror':
        return mirror(io, json, need('member'), {
          endpoint: need('url').replace(/\/+$/, ''),
          code: (values.code ?? '').trim(),
        });
      case 'revoke':
        return revoke(io, json, need('member'), rest[0] ?? '');
      default:
        throw new Unusable('org takes setup, invite, confirm, publish, mirror or revoke (see --help)');
    }
  });
}

type Setup = { endpoint: string; code: string; name: string; out: string; pseudonym: string };

const MOST_NAME = 200;

/**
 * Keys that are here without a manifest: the answer to an earlier founding never came. The organisation may exist with
 * exactly these keys, so the same request is made again.
 */
async function resumed(deps: InboxDeps, memberPath: string, ask: Setup) {
  const text = await readTextIfThere(memberPath);
  if (text === undefined) return undefined;
  const member = parseMember(text);
  if (!member.ok || member.value.endpoint !== ask.endpoint)
    throw new Unusable(`${memberPath} is there already`);
  return { member: member.value, request: foundingRequest(deps, member.value, ask.code) };
}

async function setup(io: CliIo, json: boolean, ask: Setup): Promise<number> {
  if (!isEndpointUrl(ask.endpoint)) throw new Unusable(`${ask.endpoint} is not an endpoint's address`);
  if (ask.name.trim() === '' || ask.name.length > MOST_NAME)
    throw new Unusable(`--name takes 1 to ${MOST_NAME} letters`);
  const folder = resolve(io.cwd, ask.out);
  const [memberPath, recoveryPath, manifestPath] = ['member.json', 'recovery.json', 'manifest.json'].map(
    (name) => join(folder, name),
  ) as [string, string, string];
  const isThere = async (path: string): Promise<boolean> =>
    (await stat(path).catch(() => undefined)) !== undefined;
  if (await isThere(manifestPath)) throw new Unusable(`${manifestPath} is there already`);
  const deps = await networkDeps();
  const begun = await resumed(deps, memberPath, ask);
  if (begun === undefined && (await isThere(recoveryPath)))
    throw new Unusable(`${recoveryPath} is there already`);
  const charter = begun === undefined ? await createCharter(deps, ask) : ok(begun);
  if (!charter.ok) return refuse(io, json, charter);
  const { member } = charter.value;
  if ('recovery' in charter.value) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // The keys rest on disk before anybody can seal to them.
    await writeDurably(recoveryPath, encodeMember(charter.value.recovery));
    await writeDurably(memberPath, encodeMember(member));
  }
  let founded = await foundOrganisation(deps, charter.value);
  let tries = 1;
  for (; !founded.ok && founded.code === 'offline' && tries < TRIES; tries += 1) {
    await deps.clock.sleep(WAIT_MS);
    founded = await foundOrganisation(deps, charter.value);
  }
  if (!founded.ok) {
    // Only a plain no at the first try means that nobody has a manifest with these keys.
    if (begun === undefined && tries === 1 && !isWaiting(founded.code)) {
      await rm(memberPath, { force: true });
      await rm(recoveryPath, { force: true });
    }
    return refuse(io, json, founded);
  }
  // For stock minisign, and for "tumar verify".
  const signed = signedOf(member);
  await writeDurably(`${manifestPath}.minisig`, signed.signatures.join(''));
  await writeDurably(manifestPath, signed.manifest);
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
