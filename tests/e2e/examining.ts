/** Owns what examiners of any browser share: texts planted to prove the search, and what must be found nowhere. Must never search by itself. */
import type { Page } from 'playwright-core';
import { parseInvite } from '../../src/wire/invite.ts';
import { must } from '../crypto/setup.ts';
import { keyNeedle, type Needle, textNeedle } from './profileBytes.ts';
import type { Key } from './vaultImage.ts';

/** Texts that no browser ships, one for each field of a report, in both scripts. */
export const CANARY = {
  place: 'Zarafsarqanary Зарафсарканарейка',
  name: 'Sabiraqanary Сабираканарейка',
  words: 'daybreakqanary рассветканарейка',
  later: 'afterthoughtqanary потомканарейка',
  file: 'doorqanary.jpg',
  inside: 'insideqanary',
} as const;

/** Where `plant` puts a text "{name}qanary", each in another coding. */
export const PLANTED = ['shelf', 'squeezed', 'based', 'private', 'row', 'long'] as const;

/** Leaves a text in every kind of storage that a page has; one of them is deleted again. */
export const plant = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const text = (name: string): string => `${name}qanary планета`;
    localStorage.setItem('planted', `${'filler '.repeat(30)}${text('shelf')}`);
    const cache = await caches.open('planted');
    const packed = new Response(text('squeezed')).body?.pipeThrough(new CompressionStream('gzip'));
    await cache.put('/planted', new Response(packed));
    await cache.put('/coded', new Response(btoa(`x ${text('based').slice(0, 11)}`)));
    const root = await navigator.storage.getDirectory();
    const writer = await (await root.getFileHandle('planted', { create: true })).createWritable();
    await writer.write(text('private'));
    await writer.close();
    await new Promise<void>((done, fail) => {
      const request = indexedDB.open('planted', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('rows');
      request.onerror = () => fail(request.error);
      request.onsuccess = () => {
        const change = request.result.transaction('rows', 'readwrite', { durability: 'strict' });
        const table = change.objectStore('rows');
        // Said twice: where the second is packed as a copy of the first, it cannot be read without unpacking.
        table.put({ text: `qanary планета ${text('row')}` }, 1);
        table.put(`${'filler '.repeat(3_000)}${text('long')}`, 2);
        table.delete(1);
        change.oncomplete = () => done();
      };
    });
  });

/** The words that open the notes, in pieces too; the invite with its secrets; keys that were found with the words. */
export function secretsOf(words: string, invite: string, keys: readonly Key[]): Needle[] {
  const all = words.split(' ');
  const { readKey, secret } = must(parseInvite(invite));
  const pairs = [words, all.slice(0, 2).join(' '), all.slice(1, 3).join(' '), all.slice(3).join(' ')];
  return [
    ...pairs.map(textNeedle),
    // The code as it was pasted, from inside its secrets.
    textNeedle(invite.slice(100, 130)),
    ...[...keys, { name: 'read key', key: readKey }, { name: 'enrolment secret', key: secret }].map(
      ({ name, key }) => keyNeedle(name, key),
    ),
  ];
}
