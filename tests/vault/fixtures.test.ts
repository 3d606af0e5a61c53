/** Proves that today's code opens what version 1 left on a phone: resting, and cut off in the middle of Finish. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReport } from '../../src/crypto/openReport.ts';
import { parseDraft } from '../../src/domain/draft.ts';
import { parseSettings } from '../../src/monitor/settings.ts';
import { createDexieRows } from '../../src/store/dexieRows.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { previewAttachment } from '../../src/vault/drafts/attach.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import { currentManifest, joinData } from '../../src/vault/join.ts';
import { replyKey, traces } from '../../src/vault/ledger/traces.ts';
import { WORDS_POLICY } from '../../src/vault/words/words.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, identityFor, must, sodium } from '../crypto/setup.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { type Database, thaw } from '../fixtures/frozen.ts';
import { createDevice, type Device } from './device.ts';
import { findKind } from './sealedKinds.ts';

type Facts = {
  readonly words: string;
  readonly unfinished: string;
  readonly waiting: string;
  readonly stored: string;
  readonly past: string;
  readonly cutOff: string;
  readonly kept: string;
  readonly settings: object;
};
const folder = join(import.meta.dirname, '../fixtures/v1');
const facts = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as Facts;
const quiet = (): void => undefined;

const phoneWith = (name: 'resting' | 'finishing'): Device => createDevice(thaw(join(folder, name)));

async function opened(device: Device) {
  const engine = await device.boot(WORDS_POLICY);
  const status = must(await engine.unlock(facts.words));
  return { engine, status };
}

/** The database as version 1 of the app made it, through the browser's own interface. */
async function install({ schema, rows }: Database, name: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    const request = indexedDB.open(name, schema.version);
    request.onerror = () => fail(request.error);
    request.onupgradeneeded = () => {
      for (const [table, keyPath] of Object.entries(schema.keys))
        request.result.createObjectStore(table, { keyPath: keyPath as string | string[] });
    };
    request.onsuccess = () => {
      const change = request.result.transaction(Object.keys(schema.keys), 'readwrite');
      for (const row of rows.records) change.objectStore('records').put(row);
      for (const row of rows.outbox) change.objectStore('outbox').put(row);
      for (const row of rows.items) change.objectStore('items').put(row);
      for (const [key, value] of rows.meta) change.objectStore('meta').put({ name: key, value });
      change.oncomplete = () => {
        request.result.close();
        done();
      };
    };
  });
}

describe('S10 storage frozen at version 1', () => {
  it('[VLT1] [VLT2] [VLT5] opens with its words: joined, settings, drafts with their files', async () => {
    const { engine, status } = await opened(phoneWith('resting'));
    expect(status).toMatchObject({ state: 'unlocked', joined: 'enrolled', incidents: [] });
    expect(must(await currentManifest(engine.room)).name).toBe('Steppe Watch (fictional)');
    expect(must(await joinData(engine.room)).enrolled).toBe(true);
    const { records, collections } = engine.room.opened ?? {};
    const settings = records && must(await records.get('named', 'monitor/settings'));
    expect(settings && must(parseSettings(settings))).toMatchObject(facts.settings);
    const items = collections && must(await collections.get('inbox', ['one', 'none']));
    expect(items).toEqual([utf8('first item'), null]);

    const drafts = must(await engine.drafts.list());
    expect(drafts.map(({ id }) => id).sort()).toEqual([facts.unfinished, facts.cutOff]);
    const view = must(await engine.drafts.load(facts.unfinished));
    const draft = must(parseDraft(view.body));
    expect(draft.where).toEqual({ country: 'TJ', region: 'TJ-GB', locality: 'Зарафшон-ба-ном' });
    expect([draft.words, draft.who?.pseudonym]).toEqual(['Ба хонаашон даромаданд.', 'Гулнора']);
    expect(view.attachments.map(({ name }) => name)).toEqual(['Дверь.jpg']);
    const photo = must(await previewAttachment(engine.room, facts.unfinished, 'p1', quiet));
    expect(Buffer.from(photo).toString()).toBe(`photo of ${facts.unfinished} `.repeat(400));
  });

  it('[VLT10] [VLT11] [VLT12] shows every finished report in its state, and has their files to send', async () => {
    const phone = phoneWith('resting');
    const { engine } = await opened(phone);
    const seen = must(await traces(engine.room)).filter(({ kind }) => kind === 'report');
    expect(new Map(seen.map(({ id, state, parcels }) => [id, [state, parcels.length]]))).toEqual(
      new Map([
        [facts.waiting, ['queued', 2]],
        [facts.stored, ['stored', 2]],
        [facts.past, ['received', 0]],
      ]),
    );
    expect(seen.every(({ code, answerable }) => code === 'ZKZ73' && answerable)).toBe(true);
    expect(must(await replyKey(engine.room, facts.stored)).length).toBe(32);
    const postbox = createPostbox({ rows: phone.rows, reader: phone.disk.reader });
    const due = await postbox.dueParcels();
    // The hello and both files of the report that waits.
    expect(due.length).toBe(3);
    const report = await findKind(phone, due, 'report');
    const file = await postbox.slice(report.handle, 0, report.size);
    const { payload } = must(await openReport({ sodium, identities: [identityFor('epoch1')], file }));
    expect(payload.kind === 'report' && payload.report.id).toBe(facts.waiting);
    expect(await phone.disk.kept.size(facts.kept)).toBe(18);
  });

  it('[VLT16] gets its journal at the first unlock, and outlives its database from then on', async () => {
    const phone = phoneWith('resting');
    await (await opened(phone)).engine.lock();
    const drafts = async () => must(await (await opened(phone)).engine.drafts.list()).map(({ body }) => body);
    const before = await drafts();
    expect(before.length).toBe(2);
    const journal = [...phone.disk.dump().keys()].filter((name) => name.startsWith('log/'));
    expect(journal.length).toBe(phone.rows.dump().records.length);
    phone.rows.lose();
    expect(await drafts()).toEqual(before);
  });

  it('[VLT16] loses its drafts with its database when no journal was ever written, and says so', async () => {
    const phone = phoneWith('resting');
    phone.rows.lose();
    expect((await opened(phone)).status.incidents).toContain('databaseRecreated');
  });

  it('[VLT6] [VLT7] goes on from there: a draft saved and finished, the chain one further', async () => {
    const phone = phoneWith('resting');
    const { engine } = await opened(phone);
    must(await engine.drafts.save(facts.unfinished, 'another text'));
    const request = {
      draft: facts.unfinished,
      code: 'ZKZ73',
      form: 'short/1',
      fields: {},
      attachments: [{ id: 'p1', name: 'Дверь.jpg', description: '' }],
      authored: true,
      urgent: false,
    };
    expect(must(await finishDraft(engine.room, request, quiet))).toBe(facts.unfinished);
    // Three were finished before it: 0, 1, 2.
    expect(engine.room.opened?.keyring.chain()?.n).toBe(4);
    await engine.lock();
    expect(codeOf(await engine.unlock('not the words at all'))).toBe('wrongWords');
  });

  it('[VLT8] ends a Finish that version 1 could not: sealed once, its draft gone', async () => {
    const phone = phoneWith('finishing');
    const { engine, status } = await opened(phone);
    expect(status.incidents).toEqual(['finishCompleted']);
    expect(must(await engine.drafts.list()).map(({ id }) => id)).toEqual([facts.unfinished]);
    const states = must(await traces(engine.room)).filter(({ id }) => id === facts.cutOff);
    expect(states.map(({ state }) => state)).toEqual(['queued']);
  });

  it('[VLT14] its database opens as it is, without an upgrade, with every row', async () => {
    const { database } = thaw(join(folder, 'resting'));
    await install(database, 'frozen');
    const rows = createDexieRows({ clock: new VirtualClock(), name: 'frozen' });
    expect((await rows.records()).map(({ handle }) => handle).sort()).toEqual(
      database.rows.records.map(({ handle }) => handle).sort(),
    );
    expect(await rows.outbox()).toEqual(
      [...database.rows.outbox].sort((a, b) => (a.handle < b.handle ? -1 : 1)),
    );
    const [item] = database.rows.items;
    expect(await rows.items(item?.group ?? '', [item?.handle ?? ''])).toEqual([item]);
    expect(await rows.meta('marker')).toBe(new Map(database.rows.meta).get('marker'));
    await rows.close();
  });
});
