/** Owns what the page and the worker that opens reports say to each other. Must never hold state. */
import type { Definition } from '../domain/form/definition.ts';
import type { OwnLists } from '../domain/ownLists.ts';
import type { JsonObject } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import type { MemberState } from '../inbox/member.ts';
import type { Charter } from '../inbox/organisation.ts';
import type { Cursor, ParcelRow } from '../inbox/ports.ts';
import type { Verification } from '../inbox/verification.ts';
import type { Usage } from '../wire/endpointApi.ts';
import { isCount, isObject } from '../wire/shape.ts';
import type { Acknowledged, Card } from './card.ts';
import type { ListChange } from './forms/ownLists.ts';
import type { Preview } from './report/preview.ts';

/** A device as the desk shows it; its keys stay in the worker. */
export type MonitorView = {
  readonly chain: string;
  readonly invite: string;
  readonly confirmed: boolean;
  readonly alarm: 'none' | 'unknownInvite' | 'secondHello';
  readonly since: string;
  /** Reports that came, and numbers that did not. */
  readonly came: number;
  readonly gaps: number;
};

export type TeamView = {
  readonly org: string;
  readonly name: string;
  readonly pseudonym: string;
  readonly endpoint: string;
  readonly manifest: {
    readonly version: number;
    readonly sha256: string;
    readonly pin: string;
    readonly issued: string;
    readonly expires: string;
    readonly readers: number;
  };
  readonly members: readonly { readonly pseudonym: string; readonly you: boolean }[];
  /** Where phones deliver, in the order in which they try. */
  readonly endpoints: readonly string[];
  /** Last day for which there is a key of its own; after it reports go to the standing key. */
  readonly keysTill: string | null;
  /** This desk can sign settings; `pending`: the next ones are signed and not published yet. */
  readonly signs: boolean;
  readonly pending: boolean;
  readonly tokens: boolean;
  /** The organisation's own forms in force, as they were published. [MAN8] */
  readonly ownForms: readonly JsonObject[];
  /** Regions and agencies that it added to ours, and those that are not offered. [MAN9] */
  readonly ownLists: OwnLists;
  readonly invites: readonly {
    readonly id: string;
    readonly lastDay: string;
    readonly revoked?: string;
  }[];
  readonly monitors: readonly MonitorView[];
};

/** A report as a screen gets it: everything it said, without the keys to answer it. */
export type OpenedReport = {
  readonly form: string;
  readonly fields: JsonObject;
  /** Members of line 1 that this version does not know. [REP1] */
  readonly unknown: JsonObject;
  readonly verification: Verification;
};

export type NewInvite = {
  readonly text: string;
  readonly id: string;
  readonly lastDay: string;
  /** Hash whose first bits are the ten safety words. [INV2] */
  readonly safety: Uint8Array<ArrayBuffer>;
};

/** To be kept in the vault, all of it or nothing, before the worker goes on. */
export type Save = {
  readonly member: string | null;
  readonly rows: readonly ParcelRow[];
  readonly cursor: Cursor | null;
};

export type CardPatch = {
  readonly parcel: string;
  readonly arrived?: number;
  readonly acknowledged?: Acknowledged;
  readonly author?: Card['author'];
  readonly day?: string;
  readonly sequence?: number;
};

export type OpenerEvent =
  | { readonly event: 'card'; readonly card: Card }
  | { readonly event: 'patch'; readonly patch: CardPatch }
  | { readonly event: 'team'; readonly team: TeamView }
  /** How much room the organisation has where it has least, mirrors that do not answer, and why settings could not be published. */
  | ({ readonly event: 'standing' } & Standing)
  | { readonly event: 'quarantine'; readonly parcels: readonly Quarantined[] }
  /** Parcels dealt with, of those that the endpoint has. */
  | { readonly event: 'collected'; readonly done: number; readonly all: number }
  /** Bytes of the parcel that is being fetched. */
  | {
      readonly event: 'fetched';
      readonly parcel: string;
      readonly done: number;
      readonly all: number | null;
    };

export type Standing = {
  readonly usage: Usage | null;
  readonly away: readonly string[];
  readonly publishing: string | null;
};

export type Quarantined = {
  readonly parcel: string;
  readonly code: string;
  readonly size: number;
  readonly day: string;
};

/** A form published in the place of the one with its id, or taken out. */
export type FormChange = { readonly put: Definition } | { readonly takeOut: string };
/** `signed`: it goes out as soon as the endpoint can be reached. */
export type Published = 'published' | 'signed';

/** What the worker can be asked; every answer is a result, `detail` never an exception's text. */
export type Opener = {
  /** Once, after unlocking. `cites`: the attachments that each known report announces. */
  start(known: {
    readonly member: MemberState;
    readonly rows: readonly ParcelRow[];
    readonly cursor: Cursor | null;
    readonly cites: readonly (readonly [parcel: string, contents: readonly string[]])[];
  }): Promise<Result<true>>;
  collect(): Promise<Result<{ readonly fresh: number }>>;
  view(parcel: string): Promise<Result<OpenedReport>>;
  /** Publishes what can be said of these reports now. */
  acknowledge(parcels: readonly string[]): Promise<Result<{ readonly published: number }>>;
  preview(parcel: string, at: number): Promise<Result<Preview>>;
  /** The true bytes of an attachment, whatever they are. */
  extract(parcel: string, at: number): Promise<Result<Blob>>;
  invite(): Promise<Result<NewInvite>>;
  confirm(
    words: readonly number[],
  ): Promise<Result<{ readonly invite: string; readonly alarm: MonitorView['alarm'] }>>;
  /** Takes an invite back, with the phone that came with it; how many phones that were. */
  revoke(invite: string): Promise<Result<{ readonly devices: number }>>;
  /** Signs and publishes the organisation's settings anew. */
  publish(): Promise<Result<true>>;
  /** The same with one form of the organisation's own more, or less. [MAN8] */
  publishForm(change: FormChange): Promise<Result<Published>>;
  /** The same with these changes to its own regions and agencies. [MAN9] */
  publishLists(changes: readonly ListChange[]): Promise<Result<Published>>;
  addMirror(ask: { readonly endpoint: string; readonly code: string }): Promise<Result<true>>;
  charter(ask: {
    readonly code: string;
    readonly name: string;
    readonly pseudonym: string;
    readonly endpoint: string;
  }): Promise<Result<Charter>>;
  found(charter: Charter): Promise<Result<true>>;
  rehearse(member: MemberState, file: string): Promise<Result<true>>;
};
export type OpenerMethod = keyof Opener;

const METHODS: ReadonlySet<string> = new Set<OpenerMethod>([
  'start',
  'collect',
  'view',
  'acknowledge',
  'preview',
  'extract',
  'invite',
  'confirm',
  'revoke',
  'publish',
  'publishForm',
  'publishLists',
  'addMirror',
  'charter',
  'found',
  'rehearse',
]);

export type ToWorker =
  | { readonly call: number; readonly method: OpenerMethod; readonly args: readonly unknown[] }
  | { readonly saved: number; readonly result: Result<true> };

export type FromWorker =
  | { readonly answer: number; readonly result: Result<unknown> }
  | { readonly save: number; readonly what: Save }
  | { readonly told: OpenerEvent };

const isResult = (value: unknown): value is Result<unknown> =>
  isObject(value) && (value['ok'] === true || (value['ok'] === false && typeof value['code'] === 'string'));

/** A message at the worker's door; undefined for anything else. */
export function parseToWorker(value: unknown): ToWorker | undefined {
  if (!isObject(value)) return undefined;
  const { call, method, args, saved, result } = value;
  if (isCount(call) && typeof method === 'string' && METHODS.has(method) && Array.isArray(args))
    return { call, method: method as OpenerMethod, args };
  return isCount(saved) && isResult(result) ? { saved, result: result as Result<true> } : undefined;
}

/** A message at the page's door. What it holds is typed by the method: both ends are one build. */
export function parseFromWorker(value: unknown): FromWorker | undefined {
  if (!isObject(value)) return undefined;
  const { answer, result, save, what, told } = value;
  if (isCount(answer) && isResult(result)) return { answer, result };
  if (isCount(save) && isObject(what)) return { save, what: what as unknown as Save };
  if (isObject(told) && typeof told['event'] === 'string') return { told: told as unknown as OpenerEvent };
  return undefined;
}
