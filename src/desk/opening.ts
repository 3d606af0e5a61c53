/** Owns what the desk's worker does: collect, open, verify, acknowledge, invite. Must never know a page, and never keep a plaintext. */
import { safetyHash } from '../crypto/ack.ts';
import { parseOwnLists } from '../domain/ownLists.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { createInbox, type Inbox, type ReportRow, type ReportView } from '../inbox/inbox.ts';
import { addInvite, confirmHello, createInvite } from '../inbox/invites.ts';
import { encodeMember, type MemberState } from '../inbox/member.ts';
import { createCharter, foundOrganisation } from '../inbox/organisation.ts';
import type { Copies, InboxDeps, ParcelRow } from '../inbox/ports.ts';
import type { ManifestChangeOf } from '../inbox/publishing.ts';
import { rehearseRecovery } from '../inbox/rehearse.ts';
import { createSession, type Session } from '../inbox/session.ts';
import { StoreFault } from '../store/fault.ts';
import type { Bytes } from '../wire/bytes.ts';
import { parseStoreMark, STORE_HEADER } from '../wire/endpointApi.ts';
import { withForm, withoutForm } from '../wire/ownForms.ts';
import type { ReportLine } from '../wire/payload.ts';
import { createCard } from './card.ts';
import { changedLists, effective } from './forms/ownLists.ts';
import type { OpenedReport, Opener, OpenerEvent, Published, Save } from './openerMessages.ts';
import { createParcelRows, type ParcelRows } from './parcelRows.ts';
import type { Decode } from './report/preview.ts';
import { previewOf } from './report/preview.ts';
import { teamOf } from './teamView.ts';
import { createUpkeep } from './upkeep.ts';

export type OpeningDeps = InboxDeps & {
  readonly copies: Copies;
  readonly decode: Decode;
  /** See `KeptCopies.trust`. */
  readonly trust: (parcels: Iterable<string>) => void;
  readonly tell: (event: OpenerEvent) => void;
  /** Durable when it answers `ok`. */
  readonly save: (what: Save) => Promise<Result<true>>;
};

/** The vault did not take what must be kept: nothing more may be done before it does. */
class NotSaved extends Error {
  override readonly name = 'NotSaved';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

type Started = {
  inbox: Inbox;
  readonly rows: ParcelRows;
  readonly session: Session;
  readonly cites: Map<string, readonly string[]>;
};

const SAVE_EVERY = 40;
const SAVE_WITHIN_MS = 700;
const KNOWN = new Set([
  'v',
  'kind',
  'id',
  'org',
  'manifest',
  'form',
  'ack',
  'reply',
  'fields',
  'attachments',
  'void',
]);

export function createOpening(deps: OpeningDeps): Opener {
  const { sodium, rng, clock, copies } = deps;
  let member: MemberState | undefined;
  let memberSaved: MemberState | undefined;
  let started: Started | undefined;
  let head = 0;
  let fresh: ParcelRow[] = [];
  let sinceSave = 0;
  let savedAt = 0;

  const current = (): MemberState => {
    if (member === undefined) throw new Error('the worker was not started');
    return member;
  };
  const box = {
    read: async () => current(),
    write: async (next: MemberState) => {
      member = next;
    },
  };

  /** The line, watched for how much the endpoint has. */
  const send = async (request: Request): Promise<Response> => {
    const response = await deps.send(request);
    const mark = parseStoreMark(response.headers.get(STORE_HEADER));
    if (mark !== undefined) head = Math.max(mark.head, 0);
    return response;
  };
  const net: InboxDeps = { sodium, rng, clock, send };

  async function save(): Promise<void> {
    const state = current();
    const { rows, cursor } = started?.rows.unsaved() ?? { rows: [], cursor: undefined };
    const changed = state !== memberSaved;
    if (!changed && rows.length === 0 && cursor === undefined) return;
    const kept = await deps.save({
      member: changed ? encodeMember(state) : null,
      rows,
      cursor: cursor ?? null,
    });
    if (!kept.ok) throw new NotSaved(kept.code);
    memberSaved = state;
    started?.rows.saved(rows, cursor);
    sinceSave = 0;
    savedAt = clock.now();
    if (changed) await tellTeam();
  }

  async function tellTeam(): Promise<void> {
    deps.tell({ event: 'team', team: await teamOf(current()) });
  }

  async function tellQuarantine({ inbox }: Started): Promise<void> {
    const parcels = (await inbox.quarantine()).flatMap(({ parcel, size, day, found }) =>
      found.kind === 'quarantined' ? [{ parcel, size, day, code: found.code }] : [],
    );
    deps.tell({ event: 'quarantine', parcels });
  }

  async function arrivedOf({ rows, cites }: Started, parcel: string): Promise<number> {
    let arrived = 0;
    for (const content of cites.get(parcel) ?? [])
      if ((await rows.withContent(content)).length > 0) arrived += 1;
    return arrived;
  }

  /** A report that has just been judged becomes a line of the inbox; an attachment moves the lines that wait for it. */
  async function showFresh(now: Started): Promise<void> {
    const done = fresh;
    fresh = [];
    for (const row of done) {
      if (row.found.kind === 'attachment') {
        const { content } = row.found;
        for (const [parcel, contents] of now.cites)
          if (contents.includes(content))
            deps.tell({ event: 'patch', patch: { parcel, arrived: await arrivedOf(now, parcel) } });
      }
      if (row.found.kind !== 'report') continue;
      const { found } = row;
      if (now.cites.has(row.parcel)) {
        const { author, acknowledged } = found;
        const { parcel, day, sequence } = row;
        deps.tell({ event: 'patch', patch: { parcel, author, acknowledged, day, sequence } });
        continue;
      }
      // The same report under another header is the same item. [REP5]
      const twins = (await now.rows.withId(found.id)).filter(
        (twin) => twin.found.kind === 'report' && twin.found.line === found.line,
      );
      if (twins.some((twin) => twin.parcel !== row.parcel && now.cites.has(twin.parcel))) continue;
      const viewed = await now.inbox.view(row as ReportRow);
      if (!viewed.ok) continue;
      const card = createCard(row, found, viewed.value.report);
      now.cites.set(row.parcel, card.contents);
      deps.tell({ event: 'card', card: { ...card, arrived: await arrivedOf(now, row.parcel) } });
    }
  }

  async function viewOf(parcel: string): Promise<Result<ReportView, string>> {
    const now = ready();
    const row = await now.rows.get(parcel);
    if (row?.found.kind !== 'report') return err('notFound');
    return now.inbox.view(row as ReportRow);
  }

  const ready = (): Started => {
    if (started === undefined) throw new Error('the worker was not started');
    return started;
  };

  /** Exceptions that are expected become codes; the others are bugs and go on. */
  /** A change of what is in force when its turn comes, which may be newer than what the page showed. */
  const publishing = (change: ManifestChangeOf): Promise<Result<Published>> =>
    guarded(async () => {
      const waiting = current().pending?.sha256;
      const done = await upkeep.publish(change);
      if (done.ok) return ok('published');
      const { pending } = current();
      // Signed with the change, kept, and not sent yet: it goes out by itself.
      return pending !== undefined && pending.sha256 !== waiting ? ok('signed') : done;
    });

  async function guarded<T>(work: () => Promise<Result<T, string>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof NotSaved || error instanceof StoreFault) return err(error.code);
      throw error;
    }
  }

  const upkeep = createUpkeep({
    net,
    current,
    async keep(next) {
      await box.write(next);
      await save();
    },
    renewed() {
      if (started === undefined) return;
      // Keys that were drawn a moment ago open what is sealed from now on.
      const again = createInbox({ ...net, member: current(), box, copies, rows: started.rows });
      if (again.ok) started.inbox = again.value;
    },
  });

  return {
    start: (known) =>
      guarded(async () => {
        member = known.member;
        memberSaved = known.member;
        const rows = createParcelRows(known.rows, known.cursor ?? undefined, {
          changed: (row) => void fresh.push(row),
          async moved() {
            if (started === undefined) return;
            sinceSave += 1;
            const { after } = (await rows.cursor()) ?? { after: 0 };
            deps.tell({ event: 'collected', done: after, all: Math.max(head, after) });
            if (sinceSave < SAVE_EVERY && clock.now() - savedAt < SAVE_WITHIN_MS) return;
            await save();
            await showFresh(started);
          },
        });
        // A row is written only after its copy.
        deps.trust(
          known.rows.filter(({ found }) => found.kind !== 'quarantined').map(({ parcel }) => parcel),
        );
        const inbox = createInbox({ ...net, member: known.member, box, copies, rows });
        if (!inbox.ok) return inbox;
        started = {
          inbox: inbox.value,
          rows,
          session: createSession(net, known.member),
          cites: new Map(known.cites),
        };
        await tellTeam();
        await tellQuarantine(started);
        // A crash between the row and its line: the line is made again.
        for (const row of await rows.all())
          if (row.found.kind === 'report' && !started.cites.has(row.parcel)) fresh.push(row);
        await showFresh(started);
        return ok(true);
      }),

    collect: () =>
      guarded(async () => {
        const now = ready();
        savedAt = clock.now();
        const keep = async (): Promise<void> => {
          await save();
          await showFresh(now);
          await save();
        };
        const collected = await now.inbox.collect(keep);
        await keep();
        await tellQuarantine(now);
        if (!collected.ok) return collected;
        const { usage, away, fresh: count } = collected.value;
        deps.tell({ event: 'standing', usage, away, publishing: await upkeep.look() });
        return ok({ fresh: count });
      }),

    view: (parcel) =>
      guarded(async () => {
        const viewed = await viewOf(parcel);
        if (!viewed.ok) return viewed;
        // What was compared on the way is kept.
        await save();
        await showFresh(ready());
        return ok(openedOf(viewed.value));
      }),

    acknowledge: (parcels) =>
      guarded(async () => {
        const now = ready();
        // Nothing is acknowledged that is not durably here. [REP7]
        await save();
        const views: ReportView[] = [];
        for (const parcel of parcels) {
          const viewed = await viewOf(parcel);
          if (viewed.ok) views.push(viewed.value);
        }
        const done = await now.inbox.acknowledge(views);
        await save();
        await showFresh(now);
        return done;
      }),

    preview: (parcel, at) =>
      guarded(async () => {
        const viewed = await viewOf(parcel);
        if (!viewed.ok) return viewed;
        const attachment = viewed.value.verification.attachments[at];
        if (attachment?.state !== 'matched') return err('notFound');
        const { entry, parcel: from } = attachment;
        return previewOf(entry, (write) => ready().inbox.extract(from, entry, write), deps.decode);
      }),

    extract: (parcel, at) =>
      guarded(async () => {
        const viewed = await viewOf(parcel);
        if (!viewed.ok) return viewed;
        const attachment = viewed.value.verification.attachments[at];
        if (attachment?.state !== 'matched') return err('notFound');
        // Parts of a Blob may be put on disk by the browser, so a gigabyte does not stay in memory.
        const parts: Blob[] = [];
        const done = await ready().inbox.extract(attachment.parcel, attachment.entry, (piece: Bytes) => {
          parts.push(new Blob([piece]));
        });
        return done.ok ? ok(new Blob(parts, { type: 'application/octet-stream' })) : done;
      }),

    invite: () =>
      guarded(async () => {
        const made = await createInvite(net, ready().session, current());
        if (!made.ok) return made;
        const { invite, text, id, issued } = made.value;
        await box.write(addInvite(current(), issued));
        await save();
        return ok({ text, id, lastDay: invite.lastDay, safety: await safetyHash(invite) });
      }),

    confirm: (words) =>
      guarded(async () => {
        const done = confirmHello(current(), words);
        if (!done.ok) return done;
        await box.write(done.value.member);
        await save();
        return ok({ invite: done.value.monitor.invite, alarm: done.value.monitor.alarm });
      }),

    revoke: (invite) => guarded(() => upkeep.revoke(invite)),
    publish: () => guarded(() => upkeep.publish()),
    publishForm: (change) =>
      publishing(({ ownForms = [] }) => {
        const forms =
          'put' in change ? withForm(ownForms, change.put) : ok(withoutForm(ownForms, change.takeOut));
        return forms.ok ? ok({ ownForms: forms.value }) : forms;
      }),
    publishLists: (changes) =>
      publishing(({ ownLists }) => {
        if (effective(parseOwnLists(ownLists), changes).length === 0) return ok(null);
        const lists = changedLists(ownLists, changes);
        return lists.ok ? ok({ ownLists: lists.value }) : lists;
      }),
    addMirror: (ask) => guarded(() => upkeep.addMirror(ask)),
    charter: (ask) => guarded(() => createCharter(net, ask)),
    found: (charter) => guarded(() => foundOrganisation(net, charter)),
    rehearse: (state, file) => guarded(() => rehearseRecovery(net, state, file)),
  };
}

/** What a screen may see of a report: its own keys (`ack`, `reply`) stay here. */
function openedOf({ report, verification }: ReportView): OpenedReport {
  const unknown = Object.fromEntries(Object.entries(report).filter(([key]) => !KNOWN.has(key)));
  const shown: ReportLine = report;
  return {
    form: shown.form,
    fields: shown.fields as OpenedReport['fields'],
    unknown: unknown as OpenedReport['unknown'],
    verification,
  };
}
