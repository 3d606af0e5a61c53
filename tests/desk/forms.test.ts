/** Proves that a form imported at the desk is published in the organisation's settings, stays in them, and can be taken out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openManifestBox } from '../../src/crypto/manifestBox.ts';
import { type ImportPort, importForm } from '../../src/desk/forms/importing.ts';
import { encodeMember } from '../../src/inbox/member.ts';
import { parseHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { parseManifest } from '../../src/wire/manifest.ts';
import { ownFormsOf } from '../../src/wire/ownForms.ts';
import { type Converted, convertForm } from '../../src/xlsform/convert.ts';
import { must, sodium } from '../crypto/setup.ts';
import { createDesk } from '../inbox/desk.ts';
import { createParty, until } from './party.ts';

const bytes = readFileSync(join(import.meta.dirname, '../vectors/xlsforms/group.xlsx'));
const file = new File([bytes], 'group.xlsx');

/** The worker of the import without a thread; `answers`: whether it ever does. */
function worker(answers: boolean): { readonly spawn: () => ImportPort; readonly ended: () => number } {
  let ended = 0;
  const spawn = (): ImportPort => {
    const port: ImportPort = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        ended += 1;
      },
      postMessage(message: unknown) {
        const asked = structuredClone(message) as { readonly bytes: Uint8Array; readonly name: string };
        if (!answers) return;
        const data = structuredClone(convertForm(asked.bytes, asked.name));
        queueMicrotask(() => port.onmessage?.({ data } as MessageEvent));
      },
    };
    return port;
  };
  return { spawn, ended: () => ended };
}

const never = new AbortController().signal;
const imported = async (): Promise<Converted> => must(await importForm(worker(true).spawn, file, never));

it('a file is read in a worker that ends with its answer', async () => {
  const { spawn, ended } = worker(true);
  const { definition, findings } = must(await importForm(spawn, file, never));
  expect(definition).toMatchObject({ id: 'group' });
  expect(findings).toEqual([]);
  expect(ended()).toBe(1);
});

it('reading can be stopped, and a file that is too large is told as such without being read whole', async () => {
  const stop = new AbortController();
  const { spawn, ended } = worker(false);
  const reading = importForm(spawn, file, stop.signal);
  await Promise.resolve();
  stop.abort();
  expect(await reading).toEqual({ ok: false, code: 'stopped' });
  expect(ended()).toBeLessThanOrEqual(1);
  const large = new Uint8Array(9 * 1024 * 1024);
  large.set(bytes);
  const { findings } = must(await importForm(worker(true).spawn, new File([large], 'large.xlsx'), never));
  expect(findings.map(({ code }) => code)).toEqual(['workbookTooLarge']);
});

it('[MAN8] [EP3] S8 a form is in the next signed settings, stays in those after, and is gone once taken out', async () => {
  const desk = await createDesk();
  const party = await createParty({ endpoint: desk.endpoint });
  await party.session.openKeyFile(encodeMember(desk.founded), 'ember willow canyon saddle brisk');
  await until(party.session.life, ({ at }) => at === 'open');
  await until(party.mailbox.fetching, ({ running, checkedAt }) => !running && checkedAt !== null);
  const ids = () => party.mailbox.team.get()?.ownForms.map((form) => form['id']);
  const version = () => party.mailbox.team.get()?.manifest.version;
  expect([version(), ids()]).toEqual([1, []]);

  const { definition } = await imported();
  if (definition === null) throw new Error('no form');
  must(await party.session.publishForm({ put: definition }));
  expect([version(), ids()]).toEqual([2, ['group']]);

  // What a phone fetches, opens with its read key, and reads.
  const { org, readKey } = desk.founded;
  const reply = await desk.endpoint.fetch(new Request(desk.endpoint.url + paths.manifest(org)));
  const box = new Uint8Array(await reply.arrayBuffer());
  const opened = must(openManifestBox(sodium, { readKey: must(parseHex(readKey)), org, box }));
  const manifest = must(parseManifest(opened.manifest));
  expect([manifest.version, ownFormsOf(manifest)]).toEqual([2, { forms: [definition], refused: [] }]);

  must(await party.session.publishSettings());
  expect([version(), ids()]).toEqual([3, ['group']]);
  must(await party.session.publishForm({ takeOut: 'group' }));
  expect([version(), ids()]).toEqual([4, []]);
});
