/** Owns the inbox on the page: its lines, what is saved of them, and how fetching stands. Must never hold a key or an opened report. */
import { ok, type Result } from '../domain/result.ts';
import type { Cursor, ParcelRow } from '../inbox/ports.ts';
import { createObservable, type Observable } from '../ui/observable.ts';
import type { VaultCore } from '../vault/api.ts';
import { utf8 } from '../wire/bytes.ts';
import { type Card, parseCard } from './card.ts';
import { CARDS, CURSOR_ITEM, MEMBER_RECORD, PARCELS } from './deskRecords.ts';
import type { CardPatch, OpenerEvent, Quarantined, Save, Standing, TeamView } from './openerMessages.ts';
import { parseCursor, parseRow } from './parcelRows.ts';

/** How fetching stands. `trouble`: why the last try ended early; what is here stays readable. */
export type Fetching = {
  readonly running: boolean;
  readonly done: number;
  readonly all: number;
  /** The file that is coming in right now, when it is a large one. */
  readonly file: { readonly done: number; readonly all: number } | null;
  /** Epoch milliseconds of the last complete look. */
  readonly checkedAt: number | null;
  readonly trouble: string | null;
};

const QUIET: Fetching = { running: false, done: 0, all: 0, file: null, checkedAt: null, trouble: null };
const WELL: Standing = { usage: null, away: [], publishing: null };
const PAGE = 500;
const REST_MS = 100;
/** Smaller files come faster than a bar can be read. */
const LARGE = 2_097_152;

export type Known = {
  readonly rows: readonly ParcelRow[];
  readonly cursor: Cursor | null;
  readonly cites: readonly (readonly [string, readonly string[]])[];
};

export type Mailbox = {
  /** For drawing: follows `all` within a moment. */
  readonly cards: Observable<readonly Card[]>;
  /** As it stands now. */
  all(): readonly Card[];
  get(parcel: string): Card | undefined;
  readonly team: Observable<TeamView | null>;
  readonly quarantine: Observable<readonly Quarantined[]>;
  readonly standing: Observable<Standing>;
  readonly fetching: Observable<Fetching>;
  load(): Promise<Result<Known>>;
  save(what: Save): Promise<Result<true>>;
  hear(event: OpenerEvent): void;
  change(parcel: string, patch: Partial<Pick<Card, 'unread' | 'opened' | 'handled'>>): Promise<Result<true>>;
  fetch(now: Partial<Fetching>): void;
  /** Waits until every line is saved. */
  settle(): Promise<void>;
  clear(): void;
};

export function createMailbox(vault: VaultCore): Mailbox {
  const cards = createObservable<readonly Card[]>([]);
  const team = createObservable<TeamView | null>(null);
  const quarantine = createObservable<readonly Quarantined[]>([]);
  const standing = createObservable<Standing>(WELL);
  const fetching = createObservable<Fetching>(QUIET);
  const byParcel = new Map<string, Card>();
  const unsaved = new Map<string, Card>();
  let writing: Promise<Result<true>> = Promise.resolve(ok(true));
  let drawing = false;
  let resting = false;

  /** Many lines in one moment are one drawing, and thousands in a row are ten drawings a second. */
  function draw(): void {
    if (drawing) return;
    drawing = true;
    if (!resting) queueMicrotask(drawNow);
  }

  function drawNow(): void {
    drawing = false;
    resting = true;
    cards.set([...byParcel.values()]);
    setTimeout(() => {
      resting = false;
      if (drawing) drawNow();
    }, REST_MS);
  }

  function keep(card: Card): void {
    byParcel.set(card.parcel, card);
    unsaved.set(card.parcel, card);
    draw();
  }

  async function flush(): Promise<Result<true>> {
    while (unsaved.size > 0) {
      const some = [...unsaved.values()].slice(0, PAGE);
      const items = some.map((card) => ({ name: card.parcel, bytes: utf8(JSON.stringify(card)) }));
      const put = await vault.putItems(CARDS, items);
      if (!put.ok) return put;
      for (const card of some) if (unsaved.get(card.parcel) === card) unsaved.delete(card.parcel);
    }
    return ok(true);
  }

  function write(): Promise<Result<true>> {
    writing = writing.then(flush, flush);
    return writing;
  }

  function patched({ parcel, ...patch }: CardPatch): void {
    const card = byParcel.get(parcel);
    if (card !== undefined) keep({ ...card, ...patch });
  }

  async function pages(
    collection: string,
    each: (name: string, bytes: Uint8Array) => void,
  ): Promise<Result<true>> {
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<VaultCore['pageItems']>> = await vault.pageItems(
        collection,
        after,
        PAGE,
      );
      if (!page.ok) return page;
      for (const { name, bytes } of page.value.items) each(name, bytes);
      after = page.value.next;
    } while (after !== null);
    return ok(true);
  }

  return {
    cards,
    all: () => [...byParcel.values()],
    get: (parcel) => byParcel.get(parcel),
    team,
    quarantine,
    standing,
    fetching,
    async load() {
      const rows: ParcelRow[] = [];
      let cursor: Cursor | null = null;
      // A damaged line or row is left out: its parcel is opened, or fetched, once more.
      const listed = await pages(CARDS, (_name, bytes) => {
        const card = parseCard(bytes);
        if (card.ok) byParcel.set(card.value.parcel, card.value);
      });
      if (!listed.ok) return listed;
      draw();
      const known = await pages(PARCELS, (name, bytes) => {
        if (name === CURSOR_ITEM) {
          const at = parseCursor(bytes);
          if (at.ok) cursor = at.value;
          return;
        }
        const row = parseRow(bytes);
        if (row.ok) rows.push(row.value);
      });
      if (!known.ok) return known;
      return ok({
        rows,
        cursor,
        cites: [...byParcel.values()].map(({ parcel, contents }) => [parcel, contents] as const),
      });
    },
    async save({ member, rows, cursor }) {
      // The chains first: after a crash the worst is a report that counts as seen before.
      if (member !== null) {
        const put = await vault.putRecord(MEMBER_RECORD, utf8(member));
        if (!put.ok) return put;
      }
      const items = rows.map((row) => ({ name: row.parcel, bytes: utf8(JSON.stringify(row)) }));
      if (cursor !== null) items.push({ name: CURSOR_ITEM, bytes: utf8(JSON.stringify(cursor)) });
      for (let at = 0; at < items.length; at += PAGE) {
        const put = await vault.putItems(PARCELS, items.slice(at, at + PAGE));
        if (!put.ok) return put;
      }
      return ok(true);
    },
    hear(told) {
      switch (told.event) {
        case 'card':
          keep(told.card);
          void write();
          break;
        case 'patch':
          patched(told.patch);
          void write();
          break;
        case 'team':
          team.set(told.team);
          break;
        case 'quarantine':
          quarantine.set(told.parcels);
          break;
        case 'standing':
          standing.set({ usage: told.usage, away: told.away, publishing: told.publishing });
          break;
        case 'collected':
          fetching.set({ ...fetching.get(), done: told.done, all: told.all, file: null });
          break;
        case 'fetched':
          if (told.all === null || told.all < LARGE) break;
          fetching.set({ ...fetching.get(), file: { done: told.done, all: told.all } });
          break;
      }
    },
    change(parcel, patch) {
      patched({ parcel, ...patch });
      return write();
    },
    fetch(now) {
      fetching.set({ ...fetching.get(), ...now });
    },
    async settle() {
      await write();
    },
    clear() {
      byParcel.clear();
      unsaved.clear();
      cards.set([]);
      team.set(null);
      quarantine.set([]);
      standing.set(WELL);
      fetching.set(QUIET);
    },
  };
}
