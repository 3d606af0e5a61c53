/** Owns which call does what in the vault's worker, after parsing its arguments. Must never touch a global of the worker. */
import { err, ok, type Result } from '../domain/result.ts';
import type { VaultCode } from './api.ts';
import { captureWith } from './capture/captureRecordings.ts';
import { MOST_ITEMS } from './collections.ts';
import { attach, previewAttachment, removeAttachment } from './drafts/attach.ts';
import { withOpen } from './drafts/drafts.ts';
import { finishDraft } from './drafts/finishDraft.ts';
import { hashOf } from './drafts/reading.ts';
import type { Engine } from './engine.ts';
import { currentManifest, hello, joinData, markEnrolled, offerManifest, putInvite } from './join.ts';
import {
  applyBoard,
  boardCursor,
  dropTrace,
  offerAgain,
  replyKey,
  settleReceipt,
  traceById,
  traces,
} from './ledger/traces.ts';
import {
  asBytes,
  asCaptureRequest,
  asCount,
  asCursor,
  asFinishRequest,
  asHandle,
  asItems,
  asLanguage,
  asName,
  asNames,
  asParcel,
  asReadable,
  asText,
  asTokenKey,
  asTokenReply,
  type Call,
} from './messages.ts';
import { caught, type Open } from './room.ts';
import {
  delayTokens,
  keepTokens,
  orderTokens,
  otherTicket,
  plainTicket,
  skipTokens,
  ticketForOther,
  tokensDue,
} from './tokens/wallet.ts';
import { setWipeKeeps, startOver, wipe } from './wiping.ts';
import { wordsOpen } from './words/foreignWords.ts';
import { changeWords, setCoercedWords, setDuressWords, wordsSet } from './words/openingWords.ts';

type Outcome = Promise<Result<unknown, VaultCode>> | Result<unknown, VaultCode>;
type Context = {
  readonly engine: Engine;
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};
/** undefined = the arguments are not what the method takes. */
type Handler = (context: Context, args: readonly unknown[]) => Outcome | undefined;

const MOST_WORDS = 1024;
const MOST_TEXT = 4_194_304;

/** One argument that must parse. */
const one =
  <A>(parse: (value: unknown) => A | undefined, run: (context: Context, a: A) => Outcome): Handler =>
  (context, args) => {
    const a = parse(args[0]);
    return a === undefined ? undefined : run(context, a);
  };

const two =
  <A, B>(
    first: (value: unknown) => A | undefined,
    second: (value: unknown) => B | undefined,
    run: (context: Context, a: A, b: B) => Outcome,
  ): Handler =>
  (context, args) => {
    const [a, b] = [first(args[0]), second(args[1])];
    return a === undefined || b === undefined ? undefined : run(context, a, b);
  };

const words = (value: unknown): string | undefined => asText(value, MOST_WORDS);
const wordsOrNone = (value: unknown): { readonly words: string | null } | undefined => {
  if (value === null) return { words: null };
  const given = words(value);
  return given === undefined ? undefined : { words: given };
};
const asBoolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const text = (value: unknown): string | undefined => asText(value, MOST_TEXT);
const id = (value: unknown): string | undefined => asText(value, 64);
const names = (value: unknown): readonly string[] | undefined => asNames(value, MOST_ITEMS);
const items = (value: unknown) => asItems(value, MOST_ITEMS);

const opened = <T>(engine: Engine, work: (open: Open) => Promise<Result<T, VaultCode>>): Outcome =>
  withOpen(engine.room, work);

const handlers: Readonly<Record<string, Handler>> = {
  status: ({ engine }) => engine.status(),
  create: one(words, ({ engine }, a) => engine.create(a)),
  unlock: one(words, ({ engine }, a) => engine.unlock(a)),
  wordsOpen: one(words, ({ engine: { room } }, a) =>
    caught(async () => ok(await wordsOpen(room, async (name) => (await room.disk.fixed(name)).read(), a))),
  ),
  lock: async ({ engine }) => ok(await engine.lock()),
  changeWords: two(words, words, ({ engine }, a, b) => changeWords(engine.room, a, b)),
  setDuressWords: one(wordsOrNone, ({ engine }, { words: a }) => setDuressWords(engine.room, a)),
  setCoercedWords: one(wordsOrNone, ({ engine }, { words: a }) => setCoercedWords(engine.room, a)),
  wordsSet: ({ engine }) => wordsSet(engine.room),
  wipe: ({ engine }) => wipe(engine.room),
  startOver: ({ engine }) => startOver(engine.room),
  setWipeKeeps: one(asBoolean, ({ engine }, keep) => setWipeKeeps(engine.room, keep)),

  putRecord: two(asName, asBytes, ({ engine }, name, bytes) =>
    opened(engine, async ({ records }) => {
      const saved = await records.put('named', name, bytes);
      return saved.ok ? ok(true) : saved;
    }),
  ),
  getRecord: one(asName, ({ engine }, name) => opened(engine, ({ records }) => records.get('named', name))),
  listRecords: ({ engine }) =>
    opened(engine, async ({ records }) => ok(records.list('named').map(({ name }) => name))),
  deleteRecord: one(asName, ({ engine }, name) =>
    opened(engine, async ({ records }) => {
      await records.erase([{ kind: 'named', name }]);
      return ok(true);
    }),
  ),
  putItems: two(asName, items, ({ engine }, set, all) =>
    opened(engine, ({ collections }) => collections.put(set, all)),
  ),
  getItems: two(asName, names, ({ engine }, set, all) =>
    opened(engine, ({ collections }) => collections.get(set, all)),
  ),
  pageItems: ({ engine }, [set, after, limit]) => {
    const name = asName(set);
    const from = after === null ? null : asHandle(after);
    if (name === undefined || from === undefined || typeof limit !== 'number') return undefined;
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ITEMS) return undefined;
    return opened(engine, ({ collections }) => collections.page(name, from, limit));
  },
  deleteItems: two(asName, names, ({ engine }, set, all) =>
    opened(engine, ({ collections }) => collections.delete(set, all)),
  ),
  eraseCollection: one(asName, ({ engine }, set) =>
    opened(engine, async ({ collections }) => {
      await collections.erase(set);
      return ok(true);
    }),
  ),
  keepBegin: ({ engine }) => engine.keptFiles.begin(),
  keepWrite: ({ engine }, [handle, at, bytes]) => {
    const [a, b] = [asHandle(handle), asBytes(bytes)];
    return a === undefined || b === undefined || typeof at !== 'number' || !Number.isSafeInteger(at)
      ? undefined
      : engine.keptFiles.write(a, at, b);
  },
  keepEnd: one(asHandle, ({ engine }, handle) => engine.keptFiles.end(handle)),
  deleteSealed: one(asHandle, ({ engine }, handle) => engine.keptFiles.remove(handle)),

  putInvite: one(text, ({ engine }, a) => putInvite(engine.room, a)),
  joinData: ({ engine }) => joinData(engine.room),
  markEnrolled: ({ engine }) => markEnrolled(engine.room),
  offerManifest: one(asBytes, ({ engine }, box) => offerManifest(engine.room, box)),
  manifest: ({ engine }) => currentManifest(engine.room),
  tokensDue: ({ engine }) => tokensDue(engine.room),
  delayTokens: one(asCount, ({ engine }, until) => delayTokens(engine.room, until)),
  orderTokens: one(asTokenKey, ({ engine }, info) => orderTokens(engine.room, info)),
  keepTokens: one(asTokenReply, ({ engine }, reply) => keepTokens(engine.room, reply)),
  skipTokens: ({ engine }) => skipTokens(engine.room),
  credentialTicket: one(asParcel, ({ engine }, parcel) => plainTicket(engine.room, parcel)),
  otherTicket: one(asParcel, ({ engine }, parcel) => otherTicket(engine.room, parcel)),
  ticketFor: one(asParcel, ({ engine }, parcel) => ticketForOther(engine.room, parcel)),
  hello: ({ engine }) => hello(engine.room),

  saveDraft: two(id, text, ({ engine }, a, b) => engine.drafts.save(a, b)),
  loadDraft: one(id, ({ engine }, a) => engine.drafts.load(a)),
  listDrafts: ({ engine }) => engine.drafts.list(),
  discardDraft: one(id, ({ engine }, a) => engine.drafts.discard(a)),
  restoreDraft: one(id, ({ engine }, a) => engine.drafts.restore(a)),
  attach: ({ engine, progress, signal }, [draft, attachment, file, name, type]) => {
    const [a, b, c, d] = [id(draft), id(attachment), asText(name, 1024), asText(type)];
    const given = asReadable(file);
    if (a === undefined || b === undefined || c === undefined || d === undefined || given === undefined)
      return undefined;
    return attach(engine.room, { draft: a, attachment: b, file: given, name: c, type: d }, progress, signal);
  },
  recordBegin: ({ engine }, [draft, attachment, name, type]) => {
    const [a, b, c, d] = [id(draft), id(attachment), asText(name, 1024), asText(type)];
    if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
    return engine.recordings.begin(a, b, { name: c, type: d });
  },
  recordAdd: two(id, asBytes, ({ engine }, a, piece) => engine.recordings.add(a, piece)),
  recordEnd: one(id, ({ engine }, a) => engine.recordings.end(a)),
  recordSettle: one(id, ({ engine }, a) => engine.recordings.settle(a)),
  hashOf: ({ progress, signal }, [file]) => {
    const given = asReadable(file);
    return given === undefined ? undefined : hashOf(given, progress, signal);
  },
  setAside: ({ engine }, [draft, attachment, aside]) => {
    const [a, b] = [id(draft), id(attachment)];
    if (a === undefined || b === undefined || typeof aside !== 'boolean') return undefined;
    return engine.drafts.setAside(a, b, aside);
  },
  removeAttachment: two(id, id, ({ engine }, a, b) => removeAttachment(engine.room, a, b)),
  previewAttachment: two(id, id, ({ engine, progress }, a, b) =>
    previewAttachment(engine.room, a, b, progress),
  ),
  capture: ({ engine, progress, signal }, [request]) => {
    const asked = asCaptureRequest(request);
    return asked === undefined ? undefined : captureWith(engine, asked, progress, signal);
  },
  captureBegin: ({ engine }, [recording, name, type, own]) => {
    const [a, b, c] = [id(recording), asText(name, 1024), asText(type)];
    if (a === undefined || b === undefined || c === undefined || typeof own !== 'boolean') return undefined;
    return engine.captures.begin(a, { name: b, type: c, own });
  },
  captureAdd: two(id, asBytes, ({ engine }, a, piece) => engine.captures.add(a, piece)),
  captureEnd: one(id, ({ engine }, a) => engine.captures.end(a)),
  captureDrop: one(id, ({ engine }, a) => engine.captures.drop(a)),
  captureRescue: one(asLanguage, ({ engine, progress, signal }, lang) =>
    engine.captures.rescue(lang, progress, signal),
  ),
  finish: one(asFinishRequest, async ({ engine, progress }, request) => {
    const done = await finishDraft(engine.room, request, progress);
    return done.ok ? traceById(engine.room, done.value) : done;
  }),
  traces: ({ engine }) => traces(engine.room),
  dropTrace: one(id, ({ engine }, a) => dropTrace(engine.room, a)),
  replyKey: one(id, ({ engine }, a) => replyKey(engine.room, a)),
  settleReceipt: ({ engine }, [handle, receipt, signature]) => {
    const [a, b, c] = [asHandle(handle), asBytes(receipt), asText(signature, 2048)];
    return a === undefined || b === undefined || c === undefined
      ? undefined
      : settleReceipt(engine.room, a, { receipt: b, signature: c });
  },
  offerAgain: ({ engine }, [report]) => {
    const one = report === null ? null : id(report);
    return one === undefined ? undefined : offerAgain(engine.room, one);
  },
  boardCursor: ({ engine }) => boardCursor(engine.room),
  applyBoard: two(asBytes, asCursor, ({ engine }, records, cursor) =>
    applyBoard(engine.room, records, cursor),
  ),
};

/** Runs one call. `badRequest`: no such method, or arguments of the wrong kind. */
export async function serve(context: Context, call: Call): Promise<Result<unknown, VaultCode>> {
  const handler = Object.hasOwn(handlers, call.method) ? handlers[call.method] : undefined;
  return (await handler?.(context, call.args)) ?? err('badRequest', call.method.slice(0, 40));
}
