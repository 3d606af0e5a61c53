/** Owns reading the app's own files and comparing them with the list of its build. Must never say more than that proves. */
import { type Bytes, parseUtf8, toHex } from '../wire/bytes.ts';

/** What the service worker runs from cannot be read by a page: a fetch of it may be answered with a newer version's. */
const CANNOT_READ = 'sw.js';
/** What acts on a phone. A picture is not worth a false alarm, and most are not kept here. */
const ACTS = /\.(?:html|js|css|webmanifest)$/;
/** As sha256sum prints it. */
const LINE = /^([0-9a-f]{64}) {2}([^\s/][^\s]*)$/;

export type Version =
  /** The list is not on this phone and cannot be fetched now. */
  | { readonly at: 'noList' }
  | {
      readonly at: 'read';
      /** SHA-256 of the list, 32 bytes: the version's number. */
      readonly hash: Uint8Array;
      /** Files read here that are as listed, and listed ones that were not read. */
      readonly same: number;
      readonly elsewhere: number;
      /** Paths of files that are not as listed. */
      readonly differs: readonly string[];
    };

export type VersionDeps = {
  /** The bytes at a path of our own origin, or null. `here`: only what this device holds already. */
  readonly read: (path: string, where: 'here' | 'anywhere') => Promise<Bytes | null>;
  readonly sha256: (bytes: Bytes) => Promise<Uint8Array>;
  /** Path of the list that belongs to the running page, or null where there is none (a development server). */
  readonly list: string | null;
};

/** The lines of a list; null when it is none, or names a file twice. */
export function parseFileList(bytes: Uint8Array): ReadonlyMap<string, string> | null {
  const text = parseUtf8(bytes);
  if (!text.ok) return null;
  const files = new Map<string, string>();
  for (const line of text.value.trimEnd().split('\n')) {
    const [, hash, path] = LINE.exec(line) ?? [];
    if (hash === undefined || path === undefined || files.has(path)) return null;
    files.set(path, hash);
  }
  return files;
}

/** Where the list of a page lies, from the address of the page's own entry script, whose name changes with its bytes. */
export function listPath(entry: string | null): string | null {
  const name = entry === null ? null : /\/assets\/([\w-]+)\.js$/.exec(entry);
  return name === null ? null : `/later/${name[1]}.txt`;
}

/** Reads every file of the app that this device holds and compares it with the list. */
export async function readVersion({ read, sha256, list }: VersionDeps): Promise<Version> {
  const bytes = list === null ? null : await read(list, 'anywhere');
  const files = bytes === null ? null : parseFileList(bytes);
  if (bytes === null || files === null) return { at: 'noList' };
  const differs: string[] = [];
  let same = 0;
  for (const [path, hash] of files) {
    if (path === CANNOT_READ || !ACTS.test(path)) continue;
    const content = await read(`/${path}`, 'here');
    if (content === null) continue;
    if (toHex(await sha256(content)) === hash) same += 1;
    else differs.push(path);
  }
  const hash = await sha256(bytes);
  return { at: 'read', hash, same, elsewhere: files.size - same - differs.length, differs };
}

/** Whatever lies in a folder has a name that changes with its bytes: no other version's file can lie under it. */
const HASHED = /^\/[^/]+\//;

async function answerOf(path: string, where: 'here' | 'anywhere'): Promise<Response | undefined> {
  if (where === 'anywhere') return fetch(path, { mode: 'same-origin' });
  if (HASHED.test(path)) return caches.match(path, { ignoreSearch: true });
  // The service worker alone knows which of several versions' pages is the running one.
  return fetch(path, { mode: 'same-origin', cache: 'only-if-cached' });
}

/** The running page's own files, as this device keeps them. Never throws. */
export async function readOwnFile(path: string, where: 'here' | 'anywhere'): Promise<Bytes | null> {
  try {
    const answer = await answerOf(path, where);
    return answer?.ok === true ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** The list that belongs to this page. */
export const ownList = (page: Document): string | null =>
  listPath(page.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? null);
