/** Owns the life of the desk: set up, locked, open; and every step between. Must never draw, and never keep words or keys. */
import { instant } from '../domain/day.ts';
import { type Clock, dayOf } from '../domain/ports.ts';
import { assertNever, err, ok, type Result } from '../domain/result.ts';
import { encodeMember, type MemberState, parseMember, parseRecovery } from '../inbox/member.ts';
import { createObservable, type Observable } from '../ui/observable.ts';
import type { Incident, VaultCore, VaultStatus } from '../vault/api.ts';
import { utf8 } from '../wire/bytes.ts';
import { HELLO_WORDS } from '../wire/wordNumbers.ts';
import { loadSafetyWords, parseSafetyWords } from '../wire/words/words.ts';
import {
  type DeskNotes,
  encodeFounding,
  encodeNotes,
  FOUNDING_RECORD,
  type Founding,
  MEMBER_RECORD,
  NO_NOTES,
  NOTES_RECORD,
  parseFounding,
  parseNotes,
} from './deskRecords.ts';
import type { ListChange } from './forms/ownLists.ts';
import { type FileHandled, fileHandled, NOT_HANDLED, openedFirst } from './handled.ts';
import type { Mailbox } from './mailbox.ts';
import type { OpenerClient } from './openerClient.ts';
import type { FormChange, MonitorView, NewInvite, OpenedReport, Published } from './openerMessages.ts';
import type { Preview } from './report/preview.ts';

export type Plan = {
  readonly code: string;
  readonly name: string;
  readonly pseudonym: string;
  readonly endpoint: string;
};

type Busy = { readonly busy: boolean; readonly trouble: string | null };

export type Life =
  | { readonly at: 'starting' }
  | { readonly at: 'unsupported'; readonly code: string }
  | ({ readonly at: 'otherTab' } & Busy)
  | { readonly at: 'damaged' }
  /** Nothing was created here yet. */
  | ({ readonly at: 'fresh' } & Busy)
  | ({ readonly at: 'locked' } & Busy)
  /** Unlocked, but there is no organisation yet; `made` once its keys are. */
  | ({ readonly at: 'founding'; readonly made: (Founding & { readonly member: MemberState }) | null } & Busy)
  | { readonly at: 'open' };

function lifeOf(state: VaultStatus['state']): Life {
  switch (state) {
    case 'none':
      return { at: 'fresh', busy: false, trouble: null };
    case 'locked':
    case 'unlocked':
      return { at: 'locked', busy: false, trouble: null };
    case 'otherTab':
      return { at: 'otherTab', busy: false, trouble: null };
    case 'damaged':
      return { at: 'damaged' };
    default:
      return assertNever(state);
  }
}

export type Session = {
  readonly life: Observable<Life>;
  readonly notes: Observable<DeskNotes>;
  /** What happened to the storage since the desk was started; to be told once. */
  readonly incidents: Observable<readonly Incident[]>;
  start(): Promise<void>;
  takeOver(): Promise<void>;
  /** A new vault under these words, then the keys of a new organisation. */
  setUp(words: string, plan: Plan): Promise<void>;
  makeKeys(plan: Plan): Promise<void>;
  /** The recovery file as it was saved, read back. */
  checkRecovery(file: string): Promise<void>;
  /** Publishes the organisation; with another set-up code when the first was wrong. */
  publish(code?: string): Promise<void>;
  openKeyFile(file: string, words: string): Promise<void>;
  unlock(words: string): Promise<void>;
  lock(): Promise<void>;
  changeWords(old: string, next: string): Promise<Result<true>>;
  collect(): Promise<void>;
  /** Opens a report. It counts as read when it is before somebody's eyes, see `read`: not when it stands beside another. */
  peek(parcel: string): Promise<Result<OpenedReport>>;
  /** These are before somebody's eyes now. */
  read(parcels: readonly string[]): Promise<void>;
  /** Publishes `read` (and `complete` when all is here) for what was opened; what cannot be sent now is sent later. */
  acknowledge(): Promise<void>;
  preview(parcel: string, at: number): Promise<Result<Preview>>;
  extract(parcel: string, at: number): Promise<Result<Blob>>;
  invite(codename: string): Promise<Result<NewInvite>>;
  /** Takes an invite back, with the phone that came with it. */
  revoke(invite: string): Promise<Result<{ readonly devices: number }>>;
  /** Signs and publishes the organisation's settings anew. */
  publishSettings(): Promise<Result<true>>;
  /** The same with these forms of the organisation's own, and no others. */
  publishForm(change: FormChange): Promise<Result<Published>>;
  /** The same with these changes to the organisation's own regions and agencies. */
  publishLists(changes: readonly ListChange[]): Promise<Result<Published>>;
  addMirror(ask: { readonly endpoint: string; readonly code: string }): Promise<Result<true>>;
  confirm(words: string): Promise<Result<{ readonly invite: string; readonly alarm: MonitorView['alarm'] }>>;
};

export function createSession(deps: {
  readonly vault: VaultCore;
  readonly opener: OpenerClient;
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  /** A code when this browser lacks something, else null. */
  readonly missing: string | null;
}): Session {
  const { vault, opener, mailbox, clock } = deps;
  const life = createObservable<Life>({ at: 'starting' });
  const notes = createObservable<DeskNotes>(NO_NOTES);
  const incidents = createObservable<readonly Incident[]>([]);
  /** Counts up with every lock: what began before it may not change what comes after. */
  let epoch = 0;

  const busy = (): void => {
    const now = life.get();
    if ('busy' in now) life.set({ ...now, busy: true, trouble: null });
  };
  const trouble = (code: string): void => {
    const now = life.get();
    if ('busy' in now) life.set({ ...now, busy: false, trouble: code });
  };

  const note = (status: VaultStatus): void => {
    if (status.incidents.length > 0) incidents.set(status.incidents);
  };
  const settle = (status: VaultStatus): void => {
    note(status);
    life.set(lifeOf(status.state));
  };

  /** After words opened the vault: on with the founding, or into the inbox. */
  async function enter(): Promise<void> {
    const mine = epoch;
    const kept = await vault.getRecord(NOTES_RECORD);
    const parsed = kept.ok ? parseNotes(kept.value) : kept;
    notes.set(parsed.ok ? parsed.value : NO_NOTES);
    const stored = await vault.getRecord(MEMBER_RECORD);
    if (!stored.ok && stored.code !== 'notFound') return trouble(stored.code);
    // The keystore is here but the browser lost the database: this is no desk that was never set up.
    if (!stored.ok && incidents.get().includes('databaseRecreated'))
      return life.set({ at: 'unsupported', code: 'storageLost' });
    if (!stored.ok) return life.set({ at: 'founding', made: null, busy: false, trouble: null });
    const member = parseMember(stored.value);
    if (!member.ok) return trouble('damaged');
    const begun = await vault.getRecord(FOUNDING_RECORD);
    if (begun.ok) {
      const founding = parseFounding(begun.value);
      if (!founding.ok) return trouble('damaged');
      const made = { ...founding.value, member: member.value };
      return life.set({ at: 'founding', made, busy: false, trouble: null });
    }
    const known = await mailbox.load();
    if (!known.ok) return trouble(known.code);
    if (mine !== epoch) return;
    const started = await opener.start({ ...known.value, member: member.value });
    if (mine !== epoch) return;
    if (!started.ok) {
      await vault.lock();
      return life.set({ at: 'locked', busy: false, trouble: started.code });
    }
    life.set({ at: 'open' });
    void collect();
  }

  async function makeKeys(plan: Plan): Promise<void> {
    busy();
    const charter = await opener.charter(plan);
    if (!charter.ok) return trouble(charter.code);
    const { member, recovery, request } = charter.value;
    const founding: Founding = { recovery, request: request as Founding['request'], checked: false };
    // The keys rest here before anybody can seal to them; the member's record first, for without it the rest is nothing.
    const kept = await vault.putRecord(FOUNDING_RECORD, encodeFounding(founding));
    const put = kept.ok ? await vault.putRecord(MEMBER_RECORD, utf8(encodeMember(member))) : kept;
    if (!put.ok) return trouble(put.code);
    life.set({ at: 'founding', made: { ...founding, member }, busy: false, trouble: null });
  }

  async function publish(code?: string): Promise<void> {
    const now = life.get();
    if (now.at !== 'founding' || now.made === null || !now.made.checked) return;
    busy();
    const { member, recovery } = now.made;
    const request = code === undefined ? now.made.request : { ...now.made.request, code };
    const made = { ...now.made, request };
    if (code !== undefined) await vault.putRecord(FOUNDING_RECORD, encodeFounding(made));
    life.set({ at: 'founding', made, busy: true, trouble: null });
    const founded = await opener.found({ member, recovery, request });
    if (!founded.ok) return trouble(founded.code);
    const saved = await saveNotes({ ...notes.get(), recoveryChecked: dayOf(clock.now()) });
    // The recovery identity must not stay on this device.
    const gone = saved.ok ? await vault.deleteRecord(FOUNDING_RECORD) : saved;
    if (!gone.ok) return trouble(gone.code);
    await enter();
  }

  async function saveNotes(next: DeskNotes): Promise<Result<true>> {
    const put = await vault.putRecord(NOTES_RECORD, encodeNotes(next));
    if (put.ok) notes.set(next);
    return put;
  }

  async function collect(): Promise<void> {
    const mine = epoch;
    if (life.get().at !== 'open' || mailbox.fetching.get().running) return;
    mailbox.fetch({ running: true, done: 0, all: 0, file: null });
    const done = await opener.collect();
    if (mine !== epoch) return;
    mailbox.fetch(
      done.ok
        ? { running: false, file: null, trouble: null, checkedAt: clock.now() }
        : { running: false, file: null, trouble: done.code },
    );
    await mailbox.settle();
    if (mine === epoch) await acknowledge();
  }

  async function acknowledge(): Promise<void> {
    const mine = epoch;
    const due = mailbox
      .all()
      .filter(
        ({ opened, acknowledged, arrived, contents }) =>
          opened && (acknowledged === 'nothing' || (acknowledged === 'read' && arrived === contents.length)),
      )
      .map(({ parcel }) => parcel);
    if (due.length === 0) return;
    const done = await opener.acknowledge(due);
    if (mine === epoch && !done.ok) mailbox.fetch({ trouble: done.code });
  }

  async function read(parcels: readonly string[]): Promise<void> {
    const at = instant(clock.now());
    for (const parcel of parcels) {
      const handled = openedFirst(mailbox.get(parcel)?.handled ?? NOT_HANDLED, at);
      await mailbox.change(parcel, { opened: true, unread: false, handled });
    }
    void acknowledge();
  }

  /** `at`: the place of the file in its report. */
  async function noteFile(parcel: string, at: number, step: keyof FileHandled): Promise<void> {
    const card = mailbox.get(parcel);
    const content = card?.contents[at];
    if (card === undefined || content === undefined) return;
    const handled = fileHandled(card.handled, content, step, instant(clock.now()));
    if (handled !== card.handled) await mailbox.change(parcel, { handled });
  }

  async function lock(): Promise<void> {
    if (life.get().at !== 'open' && life.get().at !== 'founding') return;
    epoch += 1;
    opener.end();
    // The screen goes first; what is still to be saved of its lines is saved behind it.
    life.set({ at: 'locked', busy: true, trouble: null });
    await mailbox.settle();
    mailbox.clear();
    notes.set(NO_NOTES);
    await vault.lock();
    life.set({ at: 'locked', busy: false, trouble: null });
  }

  vault.listen((told) => {
    if (told.event !== 'takenOver') return;
    epoch += 1;
    opener.end();
    mailbox.clear();
    life.set({ at: 'otherTab', busy: false, trouble: null });
  });

  return {
    life,
    notes,
    incidents,
    async start() {
      if (deps.missing !== null) return life.set({ at: 'unsupported', code: deps.missing });
      const status = await vault.status();
      if (status.ok) settle(status.value);
      else life.set({ at: 'unsupported', code: status.code });
    },
    async takeOver() {
      busy();
      const status = await vault.takeOver();
      if (status.ok) settle(status.value);
      else trouble(status.code);
    },
    async setUp(words, plan) {
      busy();
      const created = await vault.create(words);
      if (!created.ok) return trouble(created.code);
      life.set({ at: 'founding', made: null, busy: true, trouble: null });
      await makeKeys(plan);
    },
    makeKeys,
    async checkRecovery(file) {
      const now = life.get();
      if (now.at !== 'founding' || now.made === null) return;
      busy();
      const good = await opener.rehearse(now.made.member, file);
      if (!good.ok) return trouble(good.code);
      const made = { ...now.made, checked: true };
      const put = await vault.putRecord(FOUNDING_RECORD, encodeFounding(made));
      if (!put.ok) return trouble(put.code);
      life.set({ at: 'founding', made, busy: false, trouble: null });
      await publish();
    },
    publish,
    async openKeyFile(file, words) {
      busy();
      const member = parseMember(file);
      if (!member.ok) return trouble(member.code);
      const created = await vault.create(words);
      if (!created.ok) return trouble(created.code);
      const put = await vault.putRecord(MEMBER_RECORD, utf8(encodeMember(member.value)));
      if (!put.ok) return trouble(put.code);
      await enter();
    },
    async unlock(words) {
      busy();
      const opened = await vault.unlock(words);
      if (!opened.ok) return trouble(opened.code);
      note(opened.value);
      await enter();
    },
    lock,
    changeWords: (old, next) => vault.changeWords(old, next),
    collect,
    peek: (parcel) => opener.view(parcel),
    read,
    acknowledge,
    async preview(parcel, at) {
      const shown = await opener.preview(parcel, at);
      if (shown.ok && shown.value.kind !== 'none') await noteFile(parcel, at, 'shown');
      return shown;
    },
    async extract(parcel, at) {
      const taken = await opener.extract(parcel, at);
      if (taken.ok) await noteFile(parcel, at, 'saved');
      return taken;
    },
    async invite(codename) {
      const made = await opener.invite();
      if (!made.ok) return made;
      const { id } = made.value;
      const named = { invite: id, name: codename, made: dayOf(clock.now()) };
      const now = notes.get();
      const saved = await saveNotes({ ...now, codenames: [...now.codenames, named] });
      return saved.ok ? made : saved;
    },
    revoke: (invite) => opener.revoke(invite),
    publishSettings: () => opener.publish(),
    publishForm: (change) => opener.publishForm(change),
    publishLists: (changes) => opener.publishLists(changes),
    addMirror: (ask) => opener.addMirror(ask),
    async confirm(words) {
      const lists = [await loadSafetyWords('en'), await loadSafetyWords('ru')];
      const numbers = parseSafetyWords(words, HELLO_WORDS, lists);
      if (!numbers.ok) return numbers;
      const first = await opener.confirm(numbers.value);
      if (first.ok || first.code !== 'wordsUnknown') return first;
      // The phone may have said hello a moment ago.
      await collect();
      return opener.confirm(numbers.value);
    },
  };
}

/** A key file's organisation, before it is kept. `recoveryGiven`: a recovery file. `memberMalformed`: neither. */
export function readKeyFile(file: string): Result<{ readonly pseudonym: string; readonly endpoint: string }> {
  const member = parseMember(file);
  if (member.ok) return ok({ pseudonym: member.value.pseudonym, endpoint: member.value.endpoint });
  return err(parseRecovery(file).ok ? 'recoveryGiven' : 'memberMalformed');
}
