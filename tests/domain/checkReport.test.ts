/** Owns the proof of the `check` command: lines, exit codes, and nothing hidden on the terminal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkReport } from '../../src/cli/files/checkReport.ts';
import { changed, NOW, sample } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  content: unknown,
  ...options: string[]
): Promise<{ code: number; out: string; err: string }> {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await checkReport([file, ...options], output, NOW);
  return { code, out: out.join(''), err: err.join('') };
}

it('prints nothing for a clean report and exits 0', async () => {
  expect(await run(sample('S3').report)).toEqual({ code: 0, out: '', err: '' });
});

it('V06 prints a line per finding and exits 1', async () => {
  const { code, out } = await run(changed(sample('S5').report, ['event', 'end', 'edtf'], '2026-10-01'));
  expect(code).toBe(1);
  expect(out.split('\n')).toContain('V06 error event.end latest end is before earliest start');
});

it('V24 exits 0 with warnings only', async () => {
  const { code, out } = await run(sample('S4').report);
  expect(code).toBe(0);
  expect(out).toMatch(/^V24 warn evidence\[1\]\.consent .+\n$/);
});

it('V05 compares with the day of --now', async () => {
  const early = await run(sample('S3').report, '--now', '2026-11-12');
  expect([early.code, early.out]).toEqual([1, 'V05 error event.start lies in the future\n']);
  expect((await run(sample('S3').report, '--now', '2026-11-13')).code).toBe(0);
});

it('prints findings as JSON', async () => {
  const { code, out } = await run(changed(sample('S3').report, ['acts'], []), '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    readable: true,
    clean: false,
    findings: [{ rule: 'V01', severity: 'error', path: 'acts', code: 'noAct' }],
  });
});

it.each([
  ['not JSON', '{'],
  ['a list', '[]'],
  ['a prototype key', '{"__proto__":{}}'],
])('exits 2 on %s', async (_title, content) => {
  const { code, out, err } = await run(content);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('not a report');
});

it('exits 2 on a file that is not there, and on wrong arguments', async () => {
  const err: string[] = [];
  const output = { out: () => undefined, err: (text: string) => void err.push(text) };
  expect(await checkReport([join(folder, 'none.json')], output, NOW)).toBe(2);
  for (const words of [[], ['a', 'b'], ['a', '--now', 'soon'], ['a', '--wrong']]) {
    expect(await checkReport(words, output, NOW)).toBe(2);
  }
  expect(err).toHaveLength(5);
});

it('explains itself with --help', async () => {
  const { code, out } = await run({}, '--help');
  expect(code).toBe(0);
  expect(out).toContain('Exit code');
});

it('V31 shows hidden characters of a member name instead of sending them to the terminal', async () => {
  const { out } = await run({ ...sample('S3').report, 'x\u202E\u001B[31m\n': 'a\u200Bb' });
  expect(out).toContain('x<U+202E><U+001B>[31m');
  for (const hidden of ['\u202E', '\u001B', '\u200B']) expect(out).not.toContain(hidden);
});

it('reads a file that starts with a byte order mark', async () => {
  expect((await run(`\uFEFF${JSON.stringify(sample('S3').report)}`)).code).toBe(0);
});
