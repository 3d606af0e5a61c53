/** Owns the proof that no file name from a stranger leaves its folder, hides its ending, or is a device. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeName } from '../../src/cli/files/safeName.ts';

it('A2 names that are fine stay readable, in any script', () => {
  expect(safeName('фото из суда.JPEG', 0)).toBe('01-фото_из_суда.JPEG');
  expect(safeName('қаулы 3.pdf', 11)).toBe('12-қаулы_3.pdf');
});

it('A2 paths, controls, bidi marks, device names and hidden files lose what makes them dangerous', () => {
  const cases: [string, string][] = [
    ['../../etc/passwd', '01-passwd'],
    ['C:\\Windows\\system32\\calc.exe', '01-calc.exe'],
    ['\u202egpj.exe', '01-gpj.exe'],
    ['a\u200b\u0000\nb.png', '01-a_b.png'],
    ['.bashrc', '01-bashrc'],
    ['CON.txt', '01-file_CON.txt'],
    ['..', '01-file'],
    ['a..b...png', '01-a.b.png'],
    ['', '01-file'],
    [`${'x'.repeat(300)}.jpeg`, `01-${'x'.repeat(80)}.jpeg`],
  ];
  for (const [given, expected] of cases) expect(safeName(given, 0)).toBe(expected);
});

it('A2 a long name in a script of three or four bytes a letter still fits every file system, with room for a partial', () => {
  for (const letter of ['ა', '漢', '𠀀', '𝒳', 'e\u0301\u0302'])
    expect(Buffer.byteLength(safeName(`${letter.repeat(200)}.jpeg`, 199)), letter).toBeLessThan(200);
  expect(safeName('𠀀'.repeat(200), 0)).toMatch(/^01-(?:𠀀)+$/u);
});

it('A2 whatever comes, it is one plain name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(199), (name, index) => {
      const safe = safeName(name, index);
      expect(safe).toMatch(/^\d{2,3}-[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u);
      expect(safe).not.toContain('..');
      expect(safe.length).toBeLessThan(110);
    }),
  );
});
