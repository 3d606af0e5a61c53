/** Owns the proof that the command line shows captures as what they are, and which report names which. */
import { expect, it } from 'vitest';
import { captureFields } from '../../src/domain/capture.ts';
import { jsonOf } from '../cli/terminal.ts';
import { inbox, joined, layLine, putReport, sample, setUp, tumar } from './line.ts';

layLine();

it('[REP9] inbox says what was captured while locked, and which report and capture name each other', async () => {
  await setUp();
  await joined();
  const id = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';
  const words = 'Стучат в дверь.';
  const capture = captureFields({ id, code: 'ZKZ73', lang: 'ru', words, files: [], now: Date.now() });
  const report = { ...sample('S1'), captures: ['ZKZ73', 'ZKZ74'] };
  for (const [name, fields] of [
    ['capture.json', capture],
    ['report.json', report],
  ] as const)
    expect(await tumar('send', '--state', 'phone', putReport(fields, name))).toMatchObject({
      code: 0,
    });
  const folder = `ZKZ73-${id.slice(0, 8)}`;
  const naming = `${report.local_ref}-${report.id.slice(0, 8)}`;
  const { out } = await inbox();
  const lines = out.split('\n');
  const line = lines.find((each) => each.startsWith(folder));
  expect(line).toContain('captured while locked');
  expect(line).toContain(`named by ${naming}`);
  const other = lines.find((each) => each.startsWith(naming));
  expect(other).toContain(`names capture ${folder}`);
  expect(other).toContain('names capture ZKZ74 (not here)');
  expect(other).not.toContain('captured while locked');
  const { reports } = jsonOf(await inbox('--json')) as { reports: { folder: string }[] };
  expect(reports.find((each) => each.folder === folder)).toMatchObject({ namedBy: [naming] });
  expect(reports.find((each) => each.folder === naming)).toMatchObject({
    captures: [
      { code: 'ZKZ73', folders: [folder] },
      { code: 'ZKZ74', folders: [] },
    ],
  });
});
