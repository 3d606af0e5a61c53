/** Owns the list on the home screen, and the handles by which addresses name its lines; never a title or a date in one. */
import { type Draft, draftProgress, parseDraft, SCREENS } from '../domain/draft.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Vault } from '../vault/api.ts';
import type { Trace } from '../vault/views.ts';
import { type Bytes, toHex, utf8 } from '../wire/bytes.ts';
import { answeredCount } from './composing.ts';
import type { ListItem } from './life.ts';

export type Sha256 = (bytes: Bytes) => Promise<Uint8Array>;

export type OverviewDeps = {
  readonly vault: Pick<Vault, 'listDrafts' | 'traces'>;
  readonly sha256: Sha256;
  /** Random per phone and kept in the vault, so that an address in the browser's history proves nothing. [S3] */
  readonly pepper: () => string;
};

type DraftLine = Extract<ListItem, { kind: 'draft' }>;

/** The first screen without an answer; the last look (8) when all have one. */
function firstOpen(draft: Draft): number {
  const done = draftProgress(draft);
  return SCREENS.find((screen) => !done[screen]) ?? SCREENS.length + 1;
}

/** The line of a living draft. */
export const draftLine = (draft: Draft, handle: string): DraftLine => ({
  kind: 'draft',
  handle,
  id: draft.id,
  code: draft.localRef,
  answered: answeredCount(draft),
  resume: firstOpen(draft),
  updatedAt: draft.updatedAt,
  about: draft.about,
  discarded: false,
});

/** Drafts before reports; of two drafts the one touched last. */
function byTouch(a: ListItem, b: ListItem): number {
  if (a.kind !== 'draft' || b.kind !== 'draft')
    return Number(a.kind !== 'draft') - Number(b.kind !== 'draft');
  return a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0;
}

/** The list with one draft's line put in its place. */
export const withDraft = (items: readonly ListItem[], line: DraftLine): readonly ListItem[] =>
  [...items.filter((one) => one.handle !== line.handle), line].sort(byTouch);

export type Overview = { readonly items: readonly ListItem[]; readonly unreadable: number };

export function createOverview(deps: OverviewDeps) {
  const known = new Map<string, string>();

  /** Ten letters for an id: the same while the vault lives, meaningless without it. */
  async function handleOf(id: string): Promise<string> {
    const key = `${deps.pepper()} ${id}`;
    const made = known.get(key) ?? toHex(await deps.sha256(utf8(key))).slice(0, 10);
    known.set(key, made);
    return made;
  }

  async function reportLines(traces: readonly Trace[]): Promise<readonly ListItem[]> {
    const lines: ListItem[] = [];
    for (const trace of traces)
      if (trace.kind !== 'hello') lines.push({ kind: 'report', handle: await handleOf(trace.id), trace });
    return lines;
  }

  return {
    handleOf,
    /** Ids and pepper are not for a locked page. [S3] */
    forget: (): void => known.clear(),

    /** Drafts first, the one touched last on top; then sealed reports and captures, the newest on top. The hello is no report. */
    async items(): Promise<Result<Overview, string>> {
      const [drafts, traces] = [await deps.vault.listDrafts(), await deps.vault.traces()];
      if (!drafts.ok) return drafts;
      if (!traces.ok) return traces;
      const lines: ListItem[] = [];
      let unreadable = 0;
      for (const view of drafts.value) {
        const draft = parseDraft(view.body);
        if (!draft.ok) {
          unreadable += 1;
          continue;
        }
        lines.push({
          ...draftLine(draft.value, await handleOf(view.id)),
          discarded: view.discardedUntil !== null,
        });
      }
      lines.sort(byTouch);
      return ok({ items: [...lines, ...(await reportLines(traces.value))], unreadable });
    },

    /** The list with its sealed reports as they are now; drafts are left as they stand. */
    async withReports(items: readonly ListItem[]): Promise<Result<readonly ListItem[], string>> {
      const traces = await deps.vault.traces();
      if (!traces.ok) return traces;
      return ok([...items.filter((one) => one.kind === 'draft'), ...(await reportLines(traces.value))]);
    },
  };
}
