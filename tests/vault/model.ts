/** Owns a simple model of a vault: what can be done, and what must be there and what gone afterwards. Must never know how it is made. */
import { attach } from '../../src/vault/drafts/attach.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { hello, markEnrolled, offerManifest, putInvite } from '../../src/vault/join.ts';
import { setWipeKeeps, startOver, wipe } from '../../src/vault/wiping.ts';
import { changeWords, setCoercedWords, setDuressWords } from '../../src/vault/words/openingWords.ts';
import { manifestWith } from '../crypto/organisation.ts';
import { must, seededRng } from '../crypto/setup.ts';
import { boxOf, type Device, inviteText } from './device.ts';

export type Session = 'own' | 'coerced' | 'again';
type Draft = { readonly body: string; readonly files: number; readonly discarded: boolean };
/** What a person could know of the vault, and nothing of how it is made. */
export type Model = {
  readonly words: {
    readonly own: string;
    readonly duress?: string;
    readonly coerced?: string;
    readonly again?: string;
  };
  readonly exists: boolean;
  readonly joined: boolean;
  readonly session: Session | null;
  readonly workspace: 'field' | 'notes';
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Sealed files that wait. */
  readonly sealed: number;
  /** The choice in the vault, and the one in the kit; null where there is no kit. */
  readonly keeps: boolean;
  readonly kitKeeps: boolean | null;
};
export type Real = { device: Device; engine: Engine };

export const NONE: Model = {
  words: { own: '' },
  exists: false,
  joined: false,
  session: null,
  workspace: 'field',
  drafts: {},
  sealed: 0,
  keeps: false,
  kitKeeps: null,
};
const quiet = (): void => undefined;
const never = new AbortController().signal;
const photo = seededRng('photo')(3_000);
export const IDS = [
  '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901',
  '9f14e45f-ceea-467f-a0e6-b5d1c3d2a902',
  'af14e45f-ceea-467f-a0e6-b5d1c3d2a903',
];
export const WORDLIST = ['ember willow', 'canyon saddle', 'brisk lantern', 'orbit maple', 'copper tundra'];

export const living = (drafts: Model['drafts']): Model['drafts'] =>
  Object.fromEntries(Object.entries(drafts).filter(([, { discarded }]) => !discarded));
const without = (drafts: Model['drafts'], id: string): Model['drafts'] =>
  Object.fromEntries(Object.entries(drafts).filter(([name]) => name !== id));
/** What is left beside a vault that goes: sealed files and their kit, or nothing. */
const leftover = (m: Model, keeps: boolean): Pick<Model, 'sealed' | 'kitKeeps'> =>
  keeps && m.sealed > 0 ? { sealed: m.sealed, kitKeeps: m.kitKeeps } : { sealed: 0, kitKeeps: null };
/** Each pair of words opens one thing at most. */
const isFree = (m: Model, words: string): boolean => !Object.values(m.words).includes(words);

/** One thing that can be done: when it makes sense, what it changes, how it is done. */
export type Deed = {
  readonly name: string;
  readonly can: (m: Model) => boolean;
  readonly after: (m: Model) => Model;
  readonly run: (real: Real, before: Model) => Promise<unknown>;
};

const open = (m: Model): boolean => m.session !== null;
export const create = (words: string): Deed => ({
  name: `create(${words})`,
  can: (m) => !m.exists,
  after: (m) => {
    const left = leftover(m, true);
    // The choice for a wipe outlives the vault with the kit.
    return {
      ...NONE,
      ...left,
      keeps: left.kitKeeps === true,
      words: { own: words },
      exists: true,
      session: 'own',
    };
  },
  run: async ({ engine }) => must(await engine.create(words)),
});
export const join: Deed = {
  name: 'join',
  can: (m) => open(m) && !m.joined && m.workspace === 'field',
  after: (m) => ({ ...m, joined: true, sealed: m.sealed + 1, kitKeeps: m.keeps }),
  async run({ engine }) {
    must(await putInvite(engine.room, inviteText));
    must(await offerManifest(engine.room, boxOf(manifestWith())));
    must(await markEnrolled(engine.room));
    must(await hello(engine.room));
  },
};
/** As after a lock: what was discarded is gone. */
export const unlocked = (m: Model, session: Session): Model => ({ ...m, session, drafts: living(m.drafts) });
export type Which = keyof Model['words'] | 'wrong';
export const unlock = (which: Which): Deed => ({
  name: `unlock(${which})`,
  can: (m) => m.exists && !open(m) && (which === 'wrong' || m.words[which] !== undefined),
  after(m) {
    if (which === 'wrong') return m;
    if (which !== 'duress') return unlocked(m, which);
    return {
      ...NONE,
      ...leftover(m, m.kitKeeps === true),
      words: { own: m.words.duress ?? '' },
      exists: true,
      session: 'own',
      workspace: 'notes',
    };
  },
  async run({ engine }, { words }) {
    const opened = await engine.unlock(which === 'wrong' ? 'words of nobody' : (words[which] ?? ''));
    if (opened.ok === (which === 'wrong')) throw new Error(`unlock(${which})`);
  },
});
export const lock: Deed = {
  name: 'lock',
  can: open,
  after: (m) => ({ ...m, session: null, drafts: living(m.drafts) }),
  run: ({ engine }) => engine.lock(),
};
export const save = (id: string, body: string): Deed => ({
  name: `save(${id.slice(0, 2)}, ${body})`,
  can: open,
  after: (m) => ({
    ...m,
    drafts: { ...m.drafts, [id]: { body, files: m.drafts[id]?.files ?? 0, discarded: false } },
  }),
  async run({ engine }) {
    const saved = await engine.drafts.save(id, body);
    // The version before is erased after Saved was said; the next call waits for that.
    await engine.drafts.list();
    must(saved);
  },
});
export const attachTo = (id: string): Deed => ({
  name: `attach(${id.slice(0, 2)})`,
  can: (m) => open(m) && m.joined && m.drafts[id]?.discarded === false && (m.drafts[id]?.files ?? 0) < 2,
  after: (m) => ({
    ...m,
    drafts: { ...m.drafts, [id]: { ...(m.drafts[id] as Draft), files: (m.drafts[id]?.files ?? 0) + 1 } },
  }),
  async run({ engine }, before) {
    const name = `p${before.drafts[id]?.files ?? 0}`;
    const file = { size: photo.length, stream: () => new Blob([photo]).stream() };
    must(
      await attach(
        engine.room,
        { draft: id, attachment: name, file, name, type: 'image/jpeg' },
        quiet,
        never,
      ),
    );
  },
});
export const finish = (id: string): Deed => ({
  name: `finish(${id.slice(0, 2)})`,
  can: (m) => open(m) && m.joined && m.drafts[id]?.discarded === false,
  after: (m) => ({
    ...m,
    sealed: m.sealed + 1 + (m.drafts[id]?.files ?? 0),
    drafts: without(m.drafts, id),
  }),
  run: async ({ engine }) => {
    const { attachments } = must(await engine.drafts.load(id));
    const request = {
      draft: id,
      code: 'ZKZ73',
      form: 'short/1',
      fields: { summary: 'a fictional case' },
      attachments: attachments.map((one) => ({ id: one.id, name: one.name, description: '' })),
      authored: true,
      urgent: false,
    };
    must(await finishDraft(engine.room, request, quiet));
  },
});
export const discard = (id: string): Deed => ({
  name: `discard(${id.slice(0, 2)})`,
  can: (m) => open(m) && m.drafts[id]?.discarded === false,
  after: (m) => ({ ...m, drafts: { ...m.drafts, [id]: { ...(m.drafts[id] as Draft), discarded: true } } }),
  run: async ({ engine }) => must(await engine.drafts.discard(id)),
});
export const restore = (id: string): Deed => ({
  name: `restore(${id.slice(0, 2)})`,
  can: (m) => open(m) && m.drafts[id]?.discarded === true,
  after: (m) => ({ ...m, drafts: { ...m.drafts, [id]: { ...(m.drafts[id] as Draft), discarded: false } } }),
  run: async ({ engine }) => must(await engine.drafts.restore(id)),
});
export const change = (words: string): Deed => ({
  name: `changeWords(${words})`,
  can: (m) => open(m) && isFree(m, words),
  after(m) {
    if (m.session === 'own') return { ...m, words: { own: words } };
    return { ...m, words: { own: m.words.own, [m.session ?? 'own']: words } };
  },
  run: async ({ engine }, before) =>
    must(await changeWords(engine.room, before.words[before.session ?? 'own'] ?? '', words)),
});
export const setDuress = (words: string): Deed => ({
  name: `setDuress(${words})`,
  can: (m) => open(m) && isFree(m, words),
  after: (m) => ({ ...m, words: { ...m.words, duress: words } }),
  run: async ({ engine }) => must(await setDuressWords(engine.room, words)),
});
export const setCoerced = (words: string): Deed => ({
  name: `setCoerced(${words})`,
  can: (m) => open(m) && isFree(m, words),
  after(m) {
    const { again: _, ...rest } = m.words;
    if (m.session === 'own') return { ...m, words: { ...rest, coerced: words } };
    return { ...m, words: { ...m.words, [m.session === 'coerced' ? 'again' : 'coerced']: words } };
  },
  run: async ({ engine }) => must(await setCoercedWords(engine.room, words)),
});
export const keep = (keeps: boolean): Deed => ({
  name: `keep(${keeps})`,
  can: open,
  after: (m) => ({ ...m, keeps, kitKeeps: m.joined ? keeps : m.kitKeeps }),
  run: async ({ engine }) => must(await setWipeKeeps(engine.room, keeps)),
});
export const wipeAll: Deed = {
  name: 'wipe',
  can: () => true,
  after: (m) => ({ ...NONE, ...leftover(m, m.kitKeeps === true) }),
  run: async ({ engine }) => must(await wipe(engine.room)),
};
export const beginAgain: Deed = {
  name: 'startOver',
  can: () => true,
  after: (m) => ({ ...NONE, ...leftover(m, true) }),
  run: async ({ engine }) => must(await startOver(engine.room)),
};
