/** Owns a judge who has everything an endpoint has and guesses which of two monitors sent a parcel. Must never be told the answer. */
import { createHmac } from 'node:crypto';
import { blindInput, evaluateInput, type IssuerKey } from '../../src/crypto/voprf.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { ticketInput } from '../../src/wire/inputs.ts';
import {
  parseTokenReply,
  parseTokenRequest,
  parseTokenTicket,
  type TokenRequest,
  tokenInput,
  tokenTicketInput,
} from '../../src/wire/tokens.ts';
import { unhex } from '../crypto/setup.ts';

/** One request and its answer, as the line shows them: no addresses, in the order in which they came. */
export type Exchanged = {
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly reply: string;
};

/** All that an endpoint has: its rows as text, its keys, and all that went over the line. */
export type World = {
  readonly org: string;
  /** Of the two monitors, in no order that says anything: hex. */
  readonly credentials: readonly [string, string];
  readonly holders: readonly [string, string];
  readonly keys: readonly IssuerKey[];
  readonly rows: readonly string[];
  readonly traffic: readonly Exchanged[];
};

export type Upload = { readonly at: number; readonly parcel: string; readonly ticket: string };

type Issued = { readonly at: number; readonly request: TokenRequest; readonly evaluated: readonly string[] };

/** More than 0: the first one sent it; less: the second; 0: no idea. */
type Guesser = (upload: Upload) => number;

const bitsApart = (a: Uint8Array, b: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i += 1)
    for (let x = (a[i] ?? 0) ^ (b[i] ?? 0); x > 0; x &= x - 1) sum += 1;
  return sum;
};

export function judgeOf(world: World): Readonly<Record<string, Guesser>> {
  const { org, credentials, holders, keys } = world;
  const issuedTo = (who: 0 | 1): readonly Issued[] =>
    world.traffic.flatMap((one, at) => {
      const request =
        one.path.endsWith('/tokens') && one.body !== '' ? parseTokenRequest(JSON.parse(one.body)) : null;
      if (request === null || !request.ok || request.value.holder !== holders[who]) return [];
      const reply = parseTokenReply(JSON.parse(one.reply));
      return reply.ok ? [{ at, request: request.value, evaluated: reply.value.evaluated }] : [];
    });
  const issued = [issuedTo(0), issuedTo(1)] as const;
  const between = (score: (who: 0 | 1) => number): number => score(0) - score(1);
  const elementsOf = (who: 0 | 1): readonly string[] =>
    issued[who].flatMap(({ request, evaluated }) => [...request.blinded, ...evaluated]);
  const known = [new Set(elementsOf(0)), new Set(elementsOf(1))] as const;
  const bytes = [elementsOf(0).map(unhex), elementsOf(1).map(unhex)] as const;

  /** The token's own element and what each key makes of it, as only the issuer can compute them. */
  const elementsIn = ({ ticket }: Upload): readonly string[] => {
    const token = parseTokenTicket(ticket);
    if (token === undefined) return [];
    const input = tokenInput(org, token.nonce);
    const plain = toHex(blindInput(input, (n) => new Uint8Array(n)).blinded);
    return [plain];
  };
  const keyThatMade = ({ ticket, parcel }: Upload): string | undefined => {
    const token = parseTokenTicket(ticket);
    if (token === undefined) return undefined;
    return keys
      .map((key) => ({ key: toHex(key.publicKey), secret: evaluateInput(key, tokenInput(org, token.nonce)) }))
      .find(({ key, secret }) => {
        const mac = createHmac('sha256', secret.subarray(0, 32)).update(tokenTicketInput(org, parcel, key));
        return mac.digest('hex').startsWith(token.mac);
      })?.key;
  };
  const hexIn = ({ ticket }: Upload): Uint8Array => unhex(ticket.replace(/^v\d\./, ''));
  const namesIn = (at: number): string =>
    (world.traffic[at]?.headers ?? []).map(([name, value]) => `${name}:${value}`).join('\n');
  const lastAt = (who: 0 | 1, before: number): number =>
    Math.max(-1, ...issued[who].map(({ at }) => at).filter((at) => at < before));

  return {
    /** A ticket of before is a MAC under one of the credentials. [EP6] */
    credential: (upload) =>
      between((who) => {
        const due = createHmac('sha256', unhex(credentials[who])).update(ticketInput(org, upload.parcel));
        return upload.ticket === `v1.${due.digest('hex')}` ? 1 : 0;
      }),
    /** A token that was asked for without a blind, or with a known one. */
    blind: (upload) => between((who) => (elementsIn(upload).some((one) => known[who].has(one)) ? 1 : 0)),
    /** A token under a key that was used for one of them only. */
    key: (upload) => {
      const key = keyThatMade(upload);
      return between((who) => (issued[who].some(({ request }) => request.key === key) ? 1 : 0));
    },
    /** A row about this parcel or this token that also says something of one of them. */
    rows: (upload) => {
      const about = [upload.parcel, parseTokenTicket(upload.ticket)?.nonce ?? upload.ticket];
      const rows = world.rows.filter((row) => about.some((text) => row.includes(text)));
      const traits = ([0, 1] as const).map((who) => [
        credentials[who],
        holders[who],
        ...elementsOf(who),
        ...issued[who].map(({ request }) => request.mac),
      ]);
      return between((who) => rows.filter((row) => traits[who]!.some((text) => row.includes(text))).length);
    },
    /** Headers that look like those of one of them. */
    headers: (upload) => {
      const lines = new Set(namesIn(upload.at).split('\n'));
      return between(
        (who) =>
          issued[who].filter(
            ({ at }) =>
              namesIn(at)
                .split('\n')
                .filter((line) => lines.has(line)).length > 1,
          ).length / Math.max(1, issued[who].length),
      );
    },
    /** Bytes of the ticket that come near to bytes of what one of them asked for. */
    nearest: (upload) =>
      -between((who) => Math.min(...bytes[who].map((element) => bitsApart(element, hexIn(upload))))),
    average: (upload) =>
      -between(
        (who) =>
          bytes[who].reduce((sum, element) => sum + bitsApart(element, hexIn(upload)), 0) / bytes[who].length,
      ),
    /** Who asked last before it was sent. */
    order: (upload) => between((who) => lastAt(who, upload.at)),
    /** Nothing at all, for comparison. */
    coin: (upload) => bitsApart(hexIn(upload), new Uint8Array(64)) % 2 || -1,
  };
}

/** Share of right guesses, a guesser without an idea being right half the time. `truth[i]`: 0 or 1. */
export function rightShare(guesser: Guesser, uploads: readonly Upload[], truth: readonly (0 | 1)[]): number {
  const points = uploads.map((upload, i): number => {
    const guess = guesser(upload);
    if (guess === 0) return 0.5;
    return (guess > 0 ? 0 : 1) === truth[i] ? 1 : 0;
  });
  return points.reduce((sum, point) => sum + point, 0) / points.length;
}

/**
 * The judge learns on the first half which guesser, and in which sense, serves best, and is judged on the second: so trying many is not
 * mistaken for knowing.
 */
export function learnedShare(
  world: World,
  uploads: readonly Upload[],
  truth: readonly (0 | 1)[],
): { readonly name: string; readonly share: number } {
  const half = Math.floor(uploads.length / 2);
  const learned = Object.entries(judgeOf(world)).flatMap(([name, guesser]) => {
    const opposite: Guesser = (upload) => -guesser(upload);
    return [
      { name, guesser, share: rightShare(guesser, uploads.slice(0, half), truth.slice(0, half)) },
      { name, guesser: opposite, share: rightShare(opposite, uploads.slice(0, half), truth.slice(0, half)) },
    ];
  });
  const best = learned.reduce((a, b) => (b.share > a.share ? b : a));
  return { name: best.name, share: rightShare(best.guesser, uploads.slice(half), truth.slice(half)) };
}
