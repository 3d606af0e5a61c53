/** Owns the proof of what happens to what another app hands over: sealed whole or not at all, on the real vault. */
import { describe, expect, it } from 'vitest';
import { receiveAll, shownName, wordsOf } from '../../src/monitor/receiving.ts';
import { type Bytes, concat, utf8 } from '../../src/wire/bytes.ts';
import { seededRng } from '../crypto/setup.ts';
import { openedFrom } from '../vault/capturing.ts';
import { inviteText, WORDS } from '../vault/device.ts';
import { opened, openPhone, type Phone } from './phone.ts';

async function joinedPhone(): Promise<Phone> {
  const phone = await openPhone();
  await phone.session.create(WORDS, inviteText);
  await phone.session.arrive();
  await opened(phone.session);
  return phone;
}

async function handedOver(
  files: readonly (readonly [string, Uint8Array])[],
  fields: Record<string, string> = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, bytes] of files)
    form.append('files', new File([new Uint8Array(bytes)], name, { type: 'video/mp4' }));
  const response = new Response(form);
  const bytes = new Uint8Array(await response.arrayBuffer());
  async function* pieces(until = bytes.length, broken = false): AsyncGenerator<Bytes> {
    for (let at = 0; at < until; at += 65_536) yield bytes.slice(at, Math.min(until, at + 65_536));
    if (broken) throw new Error('the rest did not come');
  }
  return { type: response.headers.get('content-type') ?? '', pieces, size: bytes.length };
}

const film = seededRng('handed over film')(2_500_000);
const note = seededRng('handed over note')(100);

async function take(
  phone: Phone,
  type: string,
  pieces: AsyncIterable<Bytes>,
  more: { twice?: boolean } = {},
) {
  const came: { id: string; name: string; size: number }[] = [];
  const { ahead } = phone.session;
  const { signal } = new AbortController();
  const shared = { type, pieces, twice: false, ...more };
  const told = await receiveAll(shared, { ...ahead, signal, came: (one) => came.push(one) });
  return { ...told, came };
}

describe('[VLT21] what another app hands over', () => {
  it('is sealed as it comes and leaves with a capture; its texts are words, each once', async () => {
    const phone = await joinedPhone();
    const shared = await handedOver(
      [
        ['мост.mp4', film],
        ['note', note],
        ['empty', new Uint8Array(0)],
      ],
      { title: 'They are at the bridge', text: 'They are at the bridge', url: 'https://example.org/a' },
    );
    const { came, text, trouble } = await take(phone, shared.type, shared.pieces());
    expect(trouble).toBeNull();
    expect(text).toBe('They are at the bridge\nhttps://example.org/a');
    expect(came.map(({ name, size }) => [name, size])).toEqual([
      ['мост.mp4', film.length],
      ['note', note.length],
    ]);
    expect(phone.session.ahead.isRunning()).toBe(false);
    const sealed = await phone.session.capture({
      ...{ lang: 'en', words: text },
      files: came.map(({ id: recorded }) => ({ recorded })),
    });
    expect(sealed.ok).toBe(true);
    const [capture] = await openedFrom(phone.device);
    expect(capture?.files.map((file) => file.equals(film) || file.equals(note))).toEqual([true, true]);
    expect(capture?.report.fields['evidence']).toMatchObject([{ method: 'other' }, { method: 'other' }]);
  });

  it.each([
    ['breaks off', true],
    ['ends too early', false],
  ])('that %s is told; what came whole stays, the rest goes', async (_, broken) => {
    const phone = await joinedPhone();
    const shared = await handedOver([
      ['note', note],
      ['film.mp4', film],
    ]);
    const { came, trouble } = await take(phone, shared.type, shared.pieces(shared.size - 1_000_000, broken));
    expect(trouble).toBe('sharedLost');
    expect(came.map(({ name }) => name)).toEqual(['note']);
    // Two files of the one that is whole, and the hello.
    expect((await phone.device.disk.outgoing.list()).length).toBe(3);
  });

  it('is not more than a capture may hold, and a stranger’s bytes are no form', async () => {
    const phone = await joinedPhone();
    const many = await handedOver(Array.from({ length: 21 }, (_, n) => [`n${n}`, note] as const));
    const { came, trouble } = await take(phone, many.type, many.pieces());
    expect(trouble).toBe('captureFull');
    expect(came.length).toBe(20);
    expect((await take(phone, 'text/plain', many.pieces())).trouble).toBe('sharedLost');
    async function* noise(): AsyncGenerator<Bytes> {
      yield concat(utf8('--b\r\n'), note);
    }
    expect((await take(phone, 'multipart/form-data; boundary=b', noise())).trouble).toBe('sharedLost');
  });
});

describe('[VLT21] what nobody wants any more', () => {
  it.each([0, 1, 12])('is read no further after %i pieces, and nothing of it lies there', async (after) => {
    const phone = await joinedPhone();
    const ending = new AbortController();
    const shared = await handedOver([
      ['film.mp4', film],
      ['note', note],
    ]);
    let given = 0;
    async function* pieces(): AsyncGenerator<Bytes> {
      for await (const piece of shared.pieces()) {
        if (given === after) ending.abort();
        given += 1;
        yield piece;
      }
    }
    const came: unknown[] = [];
    const { ahead } = phone.session;
    const into = { ...ahead, signal: ending.signal, came: (one: unknown) => came.push(one) };
    const told = await receiveAll({ type: shared.type, twice: false, pieces: pieces() }, into);
    expect(told).toEqual({ text: '', trouble: null });
    expect(given).toBe(after + 1);
    expect(came).toEqual([]);
    expect(ahead.isRunning()).toBe(false);
    // The hello: no pair that the next start would take for a cut.
    expect((await phone.device.disk.outgoing.list()).length).toBe(1);
  });

  it('goes also when it comes whole in that moment', async () => {
    const phone = await joinedPhone();
    const ending = new AbortController();
    const shared = await handedOver([['note', note]]);
    const came: unknown[] = [];
    const { ahead } = phone.session;
    const begin: typeof ahead.begin = async (about) => {
      const begun = await ahead.begin(about);
      if (!begun.ok) return begun;
      const { id, into } = begun.value;
      const end = async () => {
        const ended = await into.end();
        ending.abort();
        return ended;
      };
      return { ok: true, value: { id, into: { ...into, end } } };
    };
    const into = { ...ahead, begin, signal: ending.signal, came: (one: unknown) => came.push(one) };
    await receiveAll({ type: shared.type, twice: false, pieces: shared.pieces() }, into);
    expect(came).toEqual([]);
    expect((await phone.device.disk.outgoing.list()).length).toBe(1);
  });
});

describe('[VLT21] the texts that come with it', () => {
  it('are words also after a file', async () => {
    const phone = await joinedPhone();
    const body = [
      '--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nDATA\r\n',
      '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nAt the door.\r\n--b--\r\n',
    ];
    async function* pieces(): AsyncGenerator<Bytes> {
      yield utf8(body.join(''));
    }
    const { came, text, trouble } = await take(phone, 'multipart/form-data; boundary=b', pieces());
    expect([came.length, text, trouble]).toEqual([1, 'At the door.', null]);
  });

  it('that are longer than words may be are told of, and what is here can be sealed', async () => {
    const phone = await joinedPhone();
    const long = await handedOver([['note', note]], { text: `${'a'.repeat(19_999)}😀 and more` });
    const { came, text, trouble } = await take(phone, long.type, long.pieces());
    expect([came.length, text.length, trouble]).toEqual([1, 19_999, 'sharedLong']);
    const both = wordsOf(['At the door.', text]);
    expect(both).toEqual({ words: `At the door.\n${'a'.repeat(19_987)}`, cut: true });
    const files = came.map(({ id: recorded }) => ({ recorded }));
    expect((await phone.session.capture({ lang: 'en', words: both.words, files })).ok).toBe(true);
    expect(wordsOf(['', 'At the door.'])).toEqual({ words: 'At the door.', cut: false });
  });

  it('are told to be the first of two, when something else was turned away', async () => {
    const phone = await joinedPhone();
    const shared = await handedOver([['note', note]]);
    const { came, trouble } = await take(phone, shared.type, shared.pieces(), { twice: true });
    expect([came.length, trouble]).toEqual([1, 'sharedTwice']);
  });
});

it('shows what hides in the name of a file', () => {
  expect(shownName('IMG_\u202Egpj.exe\u0000.jpg')).toBe('IMG_U+202Egpj.exeU+0000.jpg');
  expect(shownName('мост 😀.mp4')).toBe('мост 😀.mp4');
});

describe('[VLT21] a capture whose keys went', () => {
  it('sends what was recorded by itself, and words and files beside it', async () => {
    const phone = await joinedPhone();
    const begun = await phone.session.ahead.begin({ name: 'voice-1.webm', type: 'audio/webm', own: true });
    if (!begun.ok) throw new Error(begun.code);
    await begun.value.into.add(note);
    expect((await begun.value.into.end()).ok).toBe(true);
    await phone.session.hide();
    const files = [{ recorded: begun.value.id }];
    const sealed = await phone.session.capture({ lang: 'en', words: 'At the door.', files });
    expect(sealed.ok).toBe(true);
    const captures = await openedFrom(phone.device);
    expect(captures.flatMap(({ files: one }) => one.map((file) => file.equals(note)))).toEqual([true]);
    expect(captures.length).toBe(2);
    // Nothing but the recording: its own code is told.
    const again = await phone.session.ahead.begin({ name: 'voice-1.webm', type: 'audio/webm', own: true });
    if (!again.ok) throw new Error(again.code);
    await again.value.into.add(note);
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    await phone.session.hide();
    const alone = await phone.session.capture({
      lang: 'en',
      words: '',
      files: [{ recorded: again.value.id }],
    });
    expect(alone.ok && alone.value.code).toMatch(/^[A-Z2-9]{5}$/);
    expect((await openedFrom(phone.device)).length).toBe(3);
  });
});
