/** Owns the proof that what another app hands over is read piece by piece, however it is cut, and never more than it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, utf8 } from '../../src/wire/bytes.ts';
import { boundaryOf, createMultipart } from '../../src/wire/multipart.ts';

type Part = { name: string; fileName: string | null; type: string; bytes: Uint8Array };

/** Cut at every place that `cuts` names. */
function read(
  bytes: Uint8Array,
  boundary: string,
  cuts: readonly number[],
): { parts: Part[]; whole: boolean } | null {
  const reader = createMultipart(boundary);
  const parts: Part[] = [];
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    const got = reader.push(bytes.slice(from, to));
    from = to;
    if (!got.ok) return null;
    for (const event of got.value) {
      const last = parts.at(-1);
      if (event.at === 'part') parts.push({ ...event, bytes: new Uint8Array(0) });
      else if (event.at === 'bytes' && last !== undefined) last.bytes = concat(last.bytes, event.bytes);
    }
  }
  return { parts, whole: reader.isWhole() };
}

/** As a browser itself writes it. */
async function written(parts: readonly Part[]): Promise<{ bytes: Bytes; boundary: string }> {
  const form = new FormData();
  for (const { name, fileName, type, bytes } of parts) {
    if (fileName === null) form.append(name, new TextDecoder().decode(bytes));
    else form.append(name, new File([new Uint8Array(bytes)], fileName, { type }));
  }
  const response = new Response(form);
  const boundary = boundaryOf(response.headers.get('content-type') ?? '');
  return { bytes: new Uint8Array(await response.arrayBuffer()), boundary: boundary ?? '' };
}

const file = (bytes: Uint8Array, fileName = 'дом "у моста".jpg'): Part => ({
  ...{ name: 'files', fileName, type: 'image/jpeg', bytes },
});

describe('what another app hands over', () => {
  it('is read as it was written, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        async (bodies, cuts) => {
          const parts = [
            { name: 'text', fileName: null, type: '', bytes: utf8('Смотри, --что\tбыло') },
            ...bodies.map((bytes) => file(bytes)),
          ];
          const { bytes, boundary } = await written(parts);
          expect(read(bytes, boundary, cuts)).toEqual({
            whole: true,
            parts: parts.map((part) => ({
              ...part,
              at: 'part',
              type: part.fileName === null ? '' : part.type,
            })),
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is read at every single cut, with bytes that look like its boundary', async () => {
    const { bytes: first, boundary } = await written([file(new Uint8Array(0))]);
    const body = utf8(`\r\n--${boundary.slice(0, -1)}\r\n\r\n--\r\r\n-`);
    // The same boundary by hand: a browser draws a new one for each form.
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="a"\r\nContent-Type: image/png\r\n\r\n`;
    const bytes = concat(utf8(head), body, utf8(`\r\n--${boundary}--\r\n`));
    expect(first.length).toBeGreaterThan(0);
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(read(bytes, boundary, [cut])?.parts.map((part) => part.bytes)).toEqual([body]);
  });

  it('that was cut off is not whole, and what is none is refused', async () => {
    const { bytes, boundary } = await written([file(utf8('x'.repeat(500)))]);
    for (let end = 0; end < bytes.length - 4; end += 7)
      expect(read(bytes.slice(0, end), boundary, [])?.whole).toBe(false);
    expect(read(utf8(`--${boundary}\r\nContent-Type: text/plain\r\n\r\n`), boundary, [])).toBeNull();
    expect(read(utf8(`--${boundary}nonsense`), boundary, [])).toBeNull();
    expect(read(concat(utf8(`--${boundary}\r\n`), new Uint8Array(20_000).fill(65)), boundary, [])).toBeNull();
  });

  it('never gathers what comes in', () => {
    const reader = createMultipart('b');
    reader.push(utf8('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'));
    for (let n = 0; n < 50; n += 1) {
      const got = reader.push(new Uint8Array(65_536));
      const given = got.ok
        ? got.value.reduce((sum, one) => sum + ('bytes' in one ? one.bytes.length : 0), 0)
        : 0;
      expect(given).toBeGreaterThan(65_000);
    }
  });

  it('is refused after 64 parts: one small form must not keep the page busy', () => {
    const form = (fields: number): Bytes =>
      utf8(`${'--b\r\nContent-Disposition: form-data; name="t"\r\n\r\n\r\n'.repeat(fields)}--b--\r\n`);
    expect(read(form(64), 'b', [])?.parts.length).toBe(64);
    expect(read(form(65), 'b', [])).toBeNull();
    expect(createMultipart('b').push(form(60_000)).ok).toBe(false);
  });

  it('has a boundary, or is nothing of ours', () => {
    expect(boundaryOf('multipart/form-data; boundary=----WebKitFormBoundaryAb12')).toBe(
      '----WebKitFormBoundaryAb12',
    );
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b');
    for (const none of ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(boundaryOf(none)).toBeNull();
  });
});
