/** Owns the steps between a desk's states: set up, opened, locked, taken over. Must never draw, and never keep words or keys. */
import { type Clock, dayOf } from '../domain/ports.ts';
import type { Result } from '../domain/result.ts';
import { encodeMember, parseMember } from '../inbox/member.ts';
import { createObservable, type Observable } from '../ui/observable.ts';
import type { Incident, VaultCore, VaultStatus } from '../vault/api.ts';
import { utf8 } from '../wire/bytes.ts';
import { HELLO_WORDS } from '../wire/wordNumbers.ts';
import { loadSafetyWords, parseSafetyWords } from '../wire/words/words.ts';
import {
  type DeskNotes,
  encodeNotes,
  FOUNDING_RECORD,
  MEMBER_RECORD,
  NO_NOTES,
  NOTES_RECORD,
  parseFounding,
  parseNotes,
} from './deskRecords.ts';
import type { ListChange } from './forms/ownLists.ts';
import { createFounding } from './founding.ts';
import { createLifeLine, type Life, lifeOf, type Plan } from './life.ts';
import type { Mailbox } from './mailbox.ts';
import type { OpenerClient } from './openerClient.ts';
import type { FormChange, MonitorView, NewInvite, OpenedReport, Published } from './openerMessages.ts';
import { createReading } from './reading.ts';
import type { Preview } from './report/preview.ts';

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
  const line = createLifeLine();
  const { life, busy, trouble } = line;
  const notes = createObservable<DeskNotes>(NO_NOTES);
  const incidents = createObservable<readonly Incident[]>([]);
  /** Counts up with every lock: what began before it may not change what comes after. */
  let epoch = 0;

  const note = (status: VaultStatus): void => {
    if (status.incidents.length > 0) incidents.set(status.incidents);
  };
  const settle = (status: VaultStatus): void => {
    note(status);
    life.set(lifeOf(status.state));
  };

  const reading = createReading({
    ...{ opener, mailbox, clock },
    isOpen: () => life.get().at === 'open',
    epoch: () => epoch,
  });
  const founding = createFounding({
    ...{ ...line, vault, opener, clock, enter },
    changeNotes: (change) => saveNotes({ ...notes.get(), ...change }),
  });

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
      const left = parseFounding(begun.value);
      if (!left.ok) return trouble('damaged');
      const made = { ...left.value, member: member.value };
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
    void reading.collect();
  }

  async function saveNotes(next: DeskNotes): Promise<Result<true>> {
    const put = await vault.putRecord(NOTES_RECORD, encodeNotes(next));
    if (put.ok) notes.set(next);
    return put;
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
      await founding.makeKeys(plan);
    },
    ...founding,
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
    ...reading,
    peek: (parcel) => opener.view(parcel),
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
      await reading.collect();
      return opener.confirm(numbers.value);
    },
  };
}
