/** Proves what becomes of an addition that was begun: nothing in it, nothing kept; anything in it, kept. [REP10] */
import { describe, expect, it } from 'vitest';
import type { DraftAbout } from '../../src/domain/draft.ts';
import { withAnswer } from '../../src/domain/form/answers.ts';
import { LATER } from '../../src/domain/form/fullLater.ts';
import { save, WORDS } from '../vault/device.ts';
import { completeDraft, fileOf, joinedPhone } from './notes.ts';
import { opened, openPhone, type Phone, saved } from './phone.ts';

type Kind = DraftAbout['kind'];
/** A withdrawal is written at once, so that it outlives a lock before Finish. */
const OPTIONAL: readonly Kind[] = ['correct', 'add', 'consent'];
const ALL: readonly Kind[] = [...OPTIONAL, 'withdraw'];

/** A phone that sealed one report, and an addition about it on the screen. */
async function withAddition(kind: Kind): Promise<{ phone: Phone; handle: string }> {
  const phone = await joinedPhone();
  await completeDraft(phone);
  await phone.session.finish();
  const [report] = (await opened(phone.session)).items;
  if (report?.kind !== 'report') throw new Error('no report');
  const { id, code } = report.trace;
  const handle = (await phone.session.newDraft('en', { report: id, code, kind })) ?? '';
  return { phone, handle };
}

const write = (phone: Phone, reason: string | undefined): void =>
  phone.session.composing.changeFull((now) => withAnswer(now, [LATER, 'reason'], reason), 'typed');

const drafts = async ({ session }: Phone) =>
  (await opened(session)).items.filter((one) => one.kind === 'draft' && !one.discarded);

describe('[REP10] an addition that was opened', () => {
  it.each(OPTIONAL)('%s: by mistake is in no list, neither at once nor after it is left', async (kind) => {
    const { phone } = await withAddition(kind);
    expect((await opened(phone.session)).composing?.saving.at).toBe('fresh');
    expect(await drafts(phone)).toEqual([]);
    expect(await phone.session.closeDraft()).toBe(true);
    expect(await drafts(phone)).toEqual([]);
    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    expect(await drafts(again)).toEqual([]);
  });

  it.each(OPTIONAL)('%s: S1 is kept with its first word, and goes once that was taken back', async (kind) => {
    const { phone, handle } = await withAddition(kind);
    write(phone, 'It was noon');
    await saved(phone.session);
    await phone.session.closeDraft();
    expect(await drafts(phone)).toMatchObject([{ handle }]);
    expect(await phone.session.openDraft(handle)).toMatchObject({
      value: { full: { [LATER]: { reason: 'It was noon' } } },
    });
    write(phone, '');
    await phone.session.closeDraft();
    expect(await drafts(phone)).toEqual([]);
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: false, code: 'notFound' });
  });

  it('of an earlier version, kept with nothing in it, goes when somebody looks into it and leaves', async () => {
    const { phone, handle } = await withAddition('correct');
    phone.session.composing.answer({});
    await saved(phone.session);
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    expect(await drafts(phone)).toMatchObject([{ handle }]);
    await phone.session.openDraft(handle);
    await phone.session.closeDraft();
    expect(await drafts(phone)).toEqual([]);
  });

  it('S1 with a file alone is kept, and goes once that was taken out', async () => {
    const { phone, handle } = await withAddition('add');
    await phone.session.composing.attach([fileOf('door.jpg', 'image/jpeg', 70_000)], 'chosen');
    await saved(phone.session);
    await phone.session.closeDraft();
    expect(await drafts(phone)).toMatchObject([{ handle }]);
    await phone.session.openDraft(handle);
    const [file] = (await saved(phone.session)).draft.attachments;
    await phone.session.composing.removeFile(file?.id ?? '');
    await saved(phone.session);
    await phone.session.closeDraft();
    expect(await drafts(phone)).toEqual([]);
  });

  it.each([0, 2, 8, 32])(
    'S1 left %i turns after a file was chosen either has the file, or says that it was not kept',
    async (turns) => {
      const { phone, handle } = await withAddition('add');
      const sealing = phone.session.composing.attach([fileOf('door.jpg', 'image/jpeg', 300_000)], 'chosen');
      for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
      await phone.session.closeDraft();
      await sealing;
      const { trouble } = await opened(phone.session);
      const left = await drafts(phone);
      const kept = left.length === 0 ? null : await phone.session.openDraft(handle);
      const files = kept?.ok ? kept.value.attachments.length : 0;
      expect([left.length, files, trouble === 'fileNotKept']).toEqual(
        files === 1 ? [1, 1, expect.any(Boolean)] : [0, 0, true],
      );
    },
  );

  it('a withdrawal needs no answer: it outlives a lock, and waits in the list when it is left unsent', async () => {
    const { phone, handle } = await withAddition('withdraw');
    await saved(phone.session);
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    expect(await drafts(phone)).toMatchObject([{ handle }]);
    await phone.session.openDraft(handle);
    await phone.session.closeDraft();
    expect(await drafts(phone)).toMatchObject([{ handle, about: { kind: 'withdraw' } }]);
  });

  it('S1 a withdrawal that could not be sealed was meant, and stays', async () => {
    const { phone, handle } = await withAddition('withdraw');
    await saved(phone.session);
    phone.device.rows.trouble = 'full';
    expect(await phone.session.finish()).toBe(false);
    phone.device.rows.trouble = 'none';
    await phone.session.closeDraft();
    expect(await drafts(phone)).toMatchObject([{ handle }]);
  });

  it.each(ALL)('%s: says in the list what it is, and about which report', async (kind) => {
    const { phone } = await withAddition(kind);
    const [report] = (await opened(phone.session)).items.filter((one) => one.kind === 'report');
    write(phone, 'It was noon');
    await saved(phone.session);
    expect(await drafts(phone)).toMatchObject([{ about: { kind, code: report?.trace.code } }]);
  });
});
