/** Owns `tumar verify`: a manifest or a receipt checked from files alone. Must never use the network. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pinOf, verifyManifest } from '../../crypto/manifestCheck.ts';
import { createSodium } from '../../crypto/sodium.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { concat } from '../../wire/bytes.ts';
import { parseSigned, type SignedManifest } from '../../wire/manifest.ts';
import { parseReceipt, parseReceiptReply, type SignedReceipt } from '../../wire/receipt.ts';
import { isObject, parseJsonObject } from '../../wire/shape.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from '../io.ts';
import { refuse, report } from '../outcome.ts';
import { checkReceipt } from '../phone/phoneOutbox.ts';
import { readTextIfThere } from '../platform.ts';

const HELP = `tumar verify manifest FILE [--pin HASH] [--json]
tumar verify receipt FILE --manifest FILE [--pin HASH] [--json]

Checks signatures without the network. FILE is the signed JSON with its minisign signature in FILE.minisig (several
signatures follow each other), or JSON that holds both ("manifest" and "signatures", "receipt" and "signature", member.json).

  --pin HASH        64 hex digits that "org setup" printed: the roots must be these
  --manifest FILE   the manifest that names the endpoint's receipt key
  --json            print the outcome as JSON

Exit code: 0 verified, 1 refused, 2 wrong arguments or a file cannot be read.
`;

export function runVerify(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        pin: { type: 'string' },
        manifest: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const [what, file, ...more] = positionals;
    if ((what !== 'manifest' && what !== 'receipt') || file === undefined || more.length > 0) {
      throw new Unusable('verify takes "manifest FILE" or "receipt FILE" (see --help)');
    }
    const { pin } = values;
    if (pin !== undefined && !/^[0-9a-f]{64}$/.test(pin)) throw new Unusable('--pin takes 64 hex digits');
    const json = values.json ?? false;
    if (what === 'manifest') return verifyManifestFile(io, json, resolve(io.cwd, file), pin);
    if (values.manifest === undefined) throw new Unusable('verify receipt needs --manifest FILE');
    return verifyReceiptFile(io, json, resolve(io.cwd, file), resolve(io.cwd, values.manifest), pin);
  });
}

const SIGNATURE = /untrusted comment: .*\r?\n.+\r?\ntrusted comment: .*\r?\n.+\r?\n?/g;

/** The texts in FILE.minisig, one for each signature. */
async function signaturesBeside(path: string): Promise<readonly string[]> {
  return ((await readTextIfThere(`${path}.minisig`)) ?? '').match(SIGNATURE) ?? [];
}

async function readSignedManifest(path: string): Promise<Result<SignedManifest, 'manifestMalformed'>> {
  const bytes = concat(await readFile(path));
  const value = parseJsonObject(bytes);
  const nested = isObject(value?.['signed']) ? value['signed'] : value;
  const held = parseSigned(nested);
  return held.ok ? held : ok({ manifest: bytes, signatures: await signaturesBeside(path) });
}

async function verifyManifestFile(
  io: CliIo,
  json: boolean,
  path: string,
  pin: string | undefined,
): Promise<number> {
  const signed = await readSignedManifest(path);
  if (!signed.ok) return refuse(io, json, signed);
  const verified = await verifyManifest(await createSodium(), signed.value, { pin });
  if (!verified.ok) return refuse(io, json, verified);
  const { manifest, hash } = verified.value;
  const ownPin = await pinOf(manifest.roots, manifest.threshold);
  const { org, name, version, issued, expires } = manifest;
  return report(io, json, { org, name, version, hash, pin: ownPin, issued, expires }, [
    `Manifest ${version} of ${name}, ${issued} to ${expires}`,
    `Hash  ${hash}`,
    `Pin   ${ownPin}${pin === undefined ? '   (compare it with the one you know: no --pin was given)' : ''}`,
  ]);
}

async function verifyReceiptFile(
  io: CliIo,
  json: boolean,
  path: string,
  manifestPath: string,
  pin: string | undefined,
): Promise<number> {
  const sodium = await createSodium();
  const signed = await readSignedManifest(manifestPath);
  if (!signed.ok) return refuse(io, json, signed);
  const verified = await verifyManifest(sodium, signed.value, { pin });
  if (!verified.ok) return refuse(io, json, verified);
  const reply = await readSignedReceipt(path);
  if (!reply.ok) return refuse(io, json, reply);
  const receipt = parseReceipt(reply.value.receipt);
  if (!receipt.ok) return refuse(io, json, receipt);
  const { manifest } = verified.value;
  if (receipt.value.org !== manifest.org) return refuse(io, json, err('manifestForeign'));
  const checked = checkReceipt(sodium, manifest, receipt.value, reply.value);
  if (!checked.ok) return refuse(io, json, err(checked.detail ?? checked.code));
  const { parcel, size, day, sequence, epoch } = checked.value;
  return report(io, json, { ...checked.value }, [
    `Stored ${day} as number ${sequence} of store ${epoch}: ${size} bytes`,
    `Parcel ${parcel}`,
  ]);
}

async function readSignedReceipt(path: string): Promise<Result<SignedReceipt, 'receiptMalformed'>> {
  const bytes = concat(await readFile(path));
  const reply = parseReceiptReply(parseJsonObject(bytes));
  if (reply.ok) return reply;
  const [signature] = await signaturesBeside(path);
  return signature === undefined
    ? err('receiptMalformed', 'no signature')
    : ok({ receipt: bytes, signature });
}
