/** Proves the front: what a knock leads to and what it never tells, the place that no address knows, the notebook that really works. */
import { describe, expect, it } from 'vitest';
import { createClipboard } from '../../src/monitor/clipboard.ts';
import { hear } from '../../src/monitor/front/heard.ts';
import { createNotebook, findNotes, restOf, titleOf } from '../../src/monitor/front/notebook.ts';
import { type NoteShelf, openShelf } from '../../src/monitor/front/noteShelf.ts';
import { isOpen } from '../../src/monitor/life.ts';
import { createPlace } from '../../src/monitor/place.ts';
import { seededRng } from '../crypto/setup.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { inviteText, save, WORDS } from '../vault/device.ts';
import { DOOR, FakeHistory, opened, openPhone, type Phone, until } from './phone.ts';

const DOORS = ['open notebook', 'открыть тетрадь'];

async function joinedPhone(): Promise<Phone> {
  const phone = await openPhone();
  await phone.session.create(WORDS, inviteText);
  await phone.session.arrive();
  await opened(phone.session);
  return phone;
}

/** Opening is real work, which takes no virtual time: the clock goes on when it is done. */
async function knock(phone: Phone, text: string, entered = true): Promise<void> {
  const done = phone.session.knock(text, entered);
  // One turn of the event loop: by then it has begun.
  await new Promise<void>((turned) => setImmediate(turned));
  const life = await until(phone.session, (now) => ('busy' in now && now.busy ? null : now));
  if (isOpen(life)) await done;
  else await phone.device.clock.until(done);
}

describe('what a text in the search line may be', () => {
  it.each([
    ['open notebook', 'door'],
    ['  Open   NOTEBOOK. ', 'door'],
    ['Открыть тетрадь', 'door'],
    ['open notebooks', 'nothing'],
    [inviteText, 'invite'],
    [`${inviteText.slice(0, 60)}\n ${inviteText.slice(60)}`, 'invite'],
    [inviteText.slice(0, 120), 'invite'],
    ['join1', 'nothing'],
    [WORDS, 'words'],
    [WORDS.toUpperCase(), 'words'],
    ['қалам гул об санг', 'words'],
    ['milk eggs bread', 'nothing'],
    ['1 2 3 4 5 6', 'nothing'],
    ['a b c d', 'nothing'],
    ['', 'nothing'],
  ])('%j: %s', (text, what) => {
    expect(hear(text, true, DOORS)).toBe(what);
  });

  it('[INV1] acts without Enter on a whole invite alone', () => {
    expect(hear(inviteText, false, DOORS)).toBe('invite');
    for (const text of ['open notebook', WORDS, inviteText.slice(0, 120), `${inviteText}q`])
      expect(hear(text, false, DOORS)).toBe('nothing');
  });
});

describe('the door', () => {
  it('opens by its phrase, and Hide closes it', async () => {
    const phone = await openPhone();
    expect(phone.session.door.get()).toEqual({ at: 'closed' });
    await knock(phone, DOOR);
    expect(phone.session.door.get()).toEqual({ at: 'open', invite: null });
    await phone.session.hide();
    expect(phone.session.door.get()).toEqual({ at: 'closed' });
    expect(phone.session.life.get()).toMatchObject({ at: 'new' });
  });

  it('takes an invite, which is gone from it once the vault has it', async () => {
    const phone = await openPhone();
    await knock(phone, inviteText, false);
    expect(phone.session.door.get()).toEqual({ at: 'open', invite: inviteText });
    await phone.session.create(WORDS, inviteText);
    expect(phone.session.life.get()).toMatchObject({ at: 'joining' });
    expect(phone.session.door.get()).toEqual({ at: 'closed' });
  });

  it('S3 opens the notes by the words; wrong words lead nowhere and take their time', async () => {
    const phone = await joinedPhone();
    await phone.session.hide();
    const before = phone.device.clock.now();
    await knock(phone, 'ember willow canyon saddle wrong');
    expect(phone.device.clock.now() - before).toBeGreaterThanOrEqual(1_000);
    expect(phone.session.life.get()).toMatchObject({ at: 'locked' });
    expect(phone.session.door.get()).toEqual({ at: 'closed' });
    await knock(phone, `  ${WORDS.toUpperCase()}`);
    await opened(phone.session);
  });

  it('S3 takes the same time where there is nothing that words could open', async () => {
    const phone = await openPhone();
    const before = phone.device.clock.now();
    await knock(phone, WORDS);
    expect(phone.device.clock.now() - before).toBeGreaterThanOrEqual(1_000);
    expect(phone.session.life.get()).toEqual({ at: 'new', busy: false, trouble: null });
  });

  it('S3 words that are typed while it still locks are tried when it has', async () => {
    const phone = await joinedPhone();
    const hiding = phone.session.hide();
    await phone.session.unlock('ember willow canyon saddle wrong');
    expect(phone.session.life.get()).toMatchObject({ at: 'locked', trouble: 'wrongWords' });
    await hiding;
    const again = phone.session.hide();
    await phone.session.unlock(WORDS);
    await opened(phone.session);
    await again;
  });

  it('S3 an opening that was hidden meanwhile does not come up afterwards', async () => {
    const phone = await joinedPhone();
    await phone.session.hide();
    const opening = phone.session.unlock(WORDS);
    await phone.session.hide();
    await opening;
    expect(phone.session.life.get()).toEqual({ at: 'locked', busy: false, trouble: null });
    await phone.session.unlock(WORDS);
    await opened(phone.session);
  });

  it('[VLT13] stands closed after a wipe, and the state says nothing of before', async () => {
    const phone = await joinedPhone();
    await phone.session.hide();
    await knock(phone, DOOR);
    await phone.session.wipe();
    const fresh = await openPhone();
    expect(phone.session.door.get()).toEqual({ at: 'closed' });
    expect(phone.session.life.get()).toEqual(fresh.session.life.get());
  });
});

describe('the ordinary notebook behind duress words', () => {
  const DURESS = 'quiet meadow lantern copper basket';

  it('[VLT17] S3 opens empty, keeps its notes over a lock, and nothing of before is there', async () => {
    const phone = await joinedPhone();
    await phone.session.newDraft('en');
    expect(await phone.session.setDuressWords(DURESS)).toMatchObject({ ok: true });
    await phone.session.hide();
    await knock(phone, DURESS);
    await until(phone.session, (life) => (life.at === 'notes' ? life : null));
    const { privateNotes } = phone.session;
    await privateNotes.read();
    expect(privateNotes.pages.get().notes).toEqual([]);
    const id = privateNotes.begin();
    privateNotes.write(id, 'Bread, tea');
    await phone.session.hide();
    expect(privateNotes.pages.get().notes).toBeNull();
    const again = await openPhone(save(phone.device));
    await knock(again, DURESS);
    await until(again.session, (life) => (life.at === 'notes' ? life : null));
    await again.session.privateNotes.read();
    expect(again.session.privateNotes.pages.get().notes).toMatchObject([{ id, text: 'Bread, tea' }]);
    await again.session.hide();
    await knock(again, WORDS);
    expect(again.session.life.get()).toMatchObject({ at: 'locked' });
  });
});

describe('the place', () => {
  it('S3 puts nothing but a number into history, and "/" into every address', () => {
    const page = new FakeHistory();
    const place = createPlace(page);
    place.go('/n/0123456789/3');
    place.go('/n/0123456789/4');
    place.go('/s', { replace: true });
    expect(page.entries).toEqual([0, 1, 2].map((i) => ({ state: { i }, url: '/' })));
    page.history.go(-1);
    expect(place.get()).toBe('/n/0123456789/3');
    page.history.go(1);
    expect(place.get()).toBe('/s');
  });

  it('S3 knows no way back after Hide', () => {
    const page = new FakeHistory();
    const place = createPlace(page);
    place.go('/n/0123456789/3');
    place.go('/s');
    place.forget();
    expect({ path: place.get(), at: page.at }).toEqual({ path: '/', at: 0 });
    page.history.go(2);
    expect(place.get()).toBe('/');
  });

  it('begins at the start after a reload, whatever the history says', () => {
    for (const state of [{ i: 4 }, { i: -1 }, { i: 'x' }, 'old', null]) {
      const page = new FakeHistory();
      page.history.state = state;
      const place = createPlace(page);
      expect(place.get()).toBe('/');
      place.go('/s');
      page.history.go(-1);
      expect(place.get()).toBe('/');
    }
  });

  it('S3 is remembered locked: the words lead back to where the person was, also after a kill', async () => {
    const phone = await joinedPhone();
    phone.place.go('/s/t');
    await phone.session.hide();
    expect(phone.place.get()).toBe('/');
    await phone.session.unlock(WORDS);
    await opened(phone.session);
    expect(phone.place.get()).toBe('/s/t');
    phone.place.go('/s/w');
    phone.place.go('/s');
    // The vault writes one record after the other: the second of these is behind both places.
    for (const background of [true, false]) await phone.session.keepSettings({ background });
    const again = await openPhone(save(phone.device));
    expect(again.place.get()).toBe('/');
    await again.session.unlock(WORDS);
    await opened(again.session);
    expect(again.place.get()).toBe('/s');
    again.tabHistory.history.go(-1);
    expect(again.place.get()).toBe('/');
  });
});

describe('the clipboard', () => {
  it('S3 is emptied on Hide when the app filled it, and left alone when it did not', async () => {
    const written: string[] = [];
    let refuses = false;
    const clipboard = createClipboard({
      clipboard: {
        async writeText(text) {
          if (refuses) throw new DOMException('no focus', 'NotAllowedError');
          written.push(text);
        },
      },
    });
    await clipboard.empty();
    expect(written).toEqual([]);
    expect(await clipboard.copy('https://notes.example')).toBe(true);
    await clipboard.settle();
    expect(written).toEqual(['https://notes.example']);
    // Locked while out of sight: browsers let nobody write then.
    refuses = true;
    await clipboard.empty();
    await clipboard.settle();
    refuses = false;
    await clipboard.settle();
    await clipboard.settle();
    await clipboard.empty();
    expect(written).toEqual(['https://notes.example', '']);
    expect(await createClipboard({}).copy('x')).toBe(false);
  });
});

/** A browser's storage of texts; refuses when it is `full`. */
class FakeStorage {
  full = false;
  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    Object.assign(this, { [key]: value });
  }
  getItem(key: string): string | null {
    const value: unknown = Reflect.get(this, key);
    return typeof value === 'string' ? value : null;
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
}

describe('the notebook', () => {
  function open(storage = new FakeStorage()) {
    const clock = new VirtualClock();
    const page = Object.assign(new EventTarget(), { localStorage: storage as unknown as Storage });
    const shelf: NoteShelf = openShelf(page);
    return { clock, page, storage, notebook: createNotebook({ shelf, clock, rng: seededRng('notes') }) };
  }
  const texts = ({ notebook }: ReturnType<typeof open>) =>
    notebook.pages.get().notes?.map(({ text }) => text);

  it('keeps what is typed, the one changed last on top, and finds it again', async () => {
    const first = open();
    await first.notebook.read();
    const id = first.notebook.begin();
    for (const text of ['M', 'Mi', 'Milk']) first.notebook.write(id, text);
    await first.clock.until(first.clock.sleep(1_000));
    first.notebook.write(first.notebook.begin(), 'Letter\nto grandmother');
    await first.notebook.settle();
    const again = open(first.storage);
    await again.notebook.read();
    expect(texts(again)).toEqual(['Letter\nto grandmother', 'Milk']);
    const notes = again.notebook.pages.get().notes ?? [];
    expect(findNotes(notes, 'GRANDM letter').map(({ text }) => titleOf(text))).toEqual(['Letter']);
    expect(findNotes(notes, 'grandm milk')).toEqual([]);
  });

  it('deletes with a way back, until something else is written', async () => {
    const one = open();
    const id = one.notebook.begin();
    one.notebook.write(id, 'Keep me');
    await one.notebook.settle();
    await one.notebook.remove(id);
    expect(texts(one)).toEqual([]);
    expect(texts(await reread(one))).toEqual([]);
    await one.notebook.undo();
    expect(texts(await reread(one))).toEqual(['Keep me']);
    await one.notebook.remove(id);
    one.notebook.write(one.notebook.begin(), 'Another');
    await one.notebook.undo();
    await one.notebook.settle();
    expect(texts(await reread(one))).toEqual(['Another']);
  });
  async function reread(one: ReturnType<typeof open>) {
    const again = open(one.storage);
    await again.notebook.read();
    return again;
  }

  it('says that a note is not kept, and keeps it when there is room again', async () => {
    const one = open();
    one.storage.full = true;
    const id = one.notebook.begin();
    one.notebook.write(id, 'Milk');
    await one.notebook.settle();
    expect(one.notebook.pages.get()).toMatchObject({ trouble: 'storageFailed', notes: [{ text: 'Milk' }] });
    one.storage.full = false;
    one.notebook.write(id, 'Milk and tea');
    await one.notebook.settle();
    expect(one.notebook.pages.get().trouble).toBeNull();
    expect(texts(await reread(one))).toEqual(['Milk and tea']);
  });

  it('does not keep a note without a letter, and passes over what is no note', async () => {
    const one = open();
    const id = one.notebook.begin();
    one.notebook.write(id, 'x');
    await one.notebook.settle();
    one.notebook.write(id, ' \n ');
    await one.notebook.leave();
    expect(texts(one)).toEqual([]);
    one.storage.setItem('note.1', '{"text":1}');
    one.storage.setItem('note.2', 'nonsense');
    one.storage.setItem('lang', 'ru');
    expect(texts(await reread(one))).toEqual([]);
  });

  it('shows what another tab wrote, and keeps what is being typed here', async () => {
    const one = open();
    const stop = one.notebook.watch();
    const other = open(one.storage);
    other.notebook.write(other.notebook.begin(), 'From there');
    await other.notebook.settle();
    one.notebook.write('0a', 'Here');
    one.page.dispatchEvent(new Event('storage'));
    await one.clock.until(one.clock.sleep(1_000));
    expect(new Set(texts(one))).toEqual(new Set(['Here', 'From there']));
    stop();
  });

  it.each([
    ['Title\n\nand the rest\n of it', 'Title', 'and the rest\nof it'],
    ['\n\nBody only', 'Body only', ''],
    ['', '', ''],
  ])('%j: %s', (text, title, rest) => {
    expect([titleOf(text), restOf(text)]).toEqual([title, rest]);
  });
});
