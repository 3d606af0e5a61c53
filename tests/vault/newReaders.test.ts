/** Proves what a change of readers between attaching and finishing changes: the headers, and nothing else. */
import { expect, it } from 'vitest';
import { openBytes } from '../../src/crypto/open.ts';
import { openReport } from '../../src/crypto/openReport.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { attach } from '../../src/vault/drafts/attach.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import { offerManifest } from '../../src/vault/join.ts';
import { headerLength } from '../../src/wire/ageHeader.ts';
import { encodeManifest } from '../../src/wire/manifest.ts';
import { manifestWith, recipientFor } from '../crypto/organisation.ts';
import { codeOf, identityFor, must, seededRng, sha256Hex, sodium } from '../crypto/setup.ts';
import { boxOf, joined } from './device.ts';

const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const video = seededRng('evidence')(200_000);

it('[SEAL8] [MAN6] S8 readers that change between attaching and finishing: new headers, not a byte of the file sealed again', async () => {
  const { device, engine } = await joined();
  must(await engine.drafts.save(DRAFT, 'x'));
  const file = { size: video.length, stream: () => new Blob([video]).stream() };
  const about = { draft: DRAFT, attachment: 'a1', name: 'n', type: 'video/mp4', file };
  must(await attach(engine.room, about, () => undefined, new AbortController().signal));
  const files = await device.disk.outgoing.list();
  const sealed = new Map<string, Uint8Array>();
  for (const one of files)
    sealed.set(
      one,
      (await device.disk.outgoing.slice(one, 0, (await device.disk.outgoing.size(one)) ?? 0)) ??
        new Uint8Array(),
    );

  const before = manifestWith();
  const recipients = before.recipients.map((epoch) => ({
    ...epoch,
    recipient: recipientFor(`new${epoch.epoch}`),
  }));
  const next = manifestWith({ version: 2, prev: sha256Hex(encodeManifest(before)), recipients });
  expect(must(await offerManifest(engine.room, boxOf(next))).news).toBe(true);
  const request = {
    draft: DRAFT,
    code: 'ZKZ73',
    form: 'short/1',
    fields: { a: 1 },
    attachments: [{ id: 'a1', name: 'n', description: '' }],
    authored: true,
    urgent: false,
  };
  must(await finishDraft(engine.room, request, () => undefined));

  const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
  const due = await postbox.dueParcels();
  const attachment = due.find(({ handle, size }) => sealed.has(handle) && size > video.length);
  if (attachment === undefined) throw new Error('the attachment lies where it lay');
  const after = await postbox.slice(attachment.handle, 0, attachment.size);
  const length = headerLength(after) ?? 0;
  // All of nonce and payload is what was sealed as it was read; the header stands in the space that was left for it.
  expect(sha256Hex(after.subarray(length))).toBe(
    sha256Hex((sealed.get(attachment.handle) ?? new Uint8Array()).subarray(length)),
  );
  const opens = async (who: string) => openBytes({ sodium, identities: [identityFor(who)], file: after });
  expect(sha256Hex(must(await opens('new1')).plain.subarray(0, video.length))).toBe(sha256Hex(video));
  expect(codeOf(await opens('epoch1'))).toBe('notForThisKey');

  const text = due.find(({ handle }) => !sealed.has(handle));
  const report = await postbox.slice(text?.handle ?? '', 0, text?.size ?? 0);
  const { payload } = must(await openReport({ sodium, identities: [identityFor('new1')], file: report }));
  expect(payload.kind === 'report' && payload.report.manifest).toEqual({
    version: 2,
    sha256: sha256Hex(encodeManifest(next)),
  });
});
