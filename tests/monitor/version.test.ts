/** Proves what the page says about its own files: the number of the list, what was read, and what is not as listed. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listPath, parseFileList, readVersion } from '../../src/monitor/version.ts';
import { type Bytes, toHex, utf8 } from '../../src/wire/bytes.ts';

const sha256 = async (bytes: Bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hex = (text: string) => createHash('sha256').update(text).digest('hex');

const files: Readonly<Record<string, string>> = {
  'assets/a.js': 'one',
  'index.html': 'two',
  'later/w.js': 'three',
  'icon-512.png': 'four',
  'sw.js': 'five',
};
const list = Object.entries(files)
  .map(([name, text]) => `${hex(text)}  ${name}\n`)
  .join('');

function phone(held: Readonly<Record<string, string>>, known: string | null = list) {
  const asked: string[] = [];
  return {
    asked,
    deps: {
      list: '/later/a.txt',
      sha256,
      async read(path: string, where: 'here' | 'anywhere') {
        asked.push(`${where} ${path}`);
        if (path === '/later/a.txt') return known === null ? null : utf8(known);
        const text = held[path.slice(1)];
        return text === undefined ? null : utf8(text);
      },
    },
  };
}

describe('this version', () => {
  it('is the hash of its list, and every file that acts was read', async () => {
    const { deps, asked } = phone(files);
    const version = await readVersion(deps);
    expect(version).toMatchObject({ at: 'read', same: 3, elsewhere: 2, differs: [] });
    if (version.at === 'read') expect(toHex(version.hash)).toBe(hex(list));
    // What is running cannot be read from outside: it is not claimed.
    expect(asked).not.toContain('here /sw.js');
    expect(asked).toContain('anywhere /later/a.txt');
  });

  it('names a file that is not as listed', async () => {
    const { deps } = phone({ ...files, 'assets/a.js': 'one!' });
    expect(await readVersion(deps)).toMatchObject({ same: 2, differs: ['assets/a.js'] });
  });

  it('says that a file is not here, and nothing more', async () => {
    const { deps } = phone({ 'index.html': 'two' });
    expect(await readVersion(deps)).toMatchObject({ same: 1, elsewhere: 4, differs: [] });
  });

  it('has no list', async () => {
    expect(await readVersion(phone(files, null).deps)).toEqual({ at: 'noList' });
    expect(await readVersion({ ...phone(files).deps, list: null })).toEqual({ at: 'noList' });
    expect(await readVersion(phone(files, '<!doctype html>').deps)).toEqual({ at: 'noList' });
  });
});

describe('the list', () => {
  it('is what sha256sum writes', () => {
    expect(parseFileList(utf8(list))?.get('index.html')).toBe(hex('two'));
  });

  it.each(['', `${hex('x')} a`, `${hex('x')}  /a`, `${hex('x')}  a\n${hex('y')}  a`, `${hex('x')}  a b`])(
    'is not %j',
    (text) => {
      expect(parseFileList(utf8(text))).toBeNull();
    },
  );

  it('lies beside the script whose bytes it belongs to', () => {
    expect(listPath('https://notes.example/assets/BYW-U0g_a.js')).toBe('/later/BYW-U0g_a.txt');
    expect(listPath('https://notes.example/src/monitor/main.tsx')).toBeNull();
    expect(listPath(null)).toBeNull();
  });
});
