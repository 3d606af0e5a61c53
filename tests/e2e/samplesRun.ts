/** Owns the proof that a sample report is what somebody typed in: one run of it, in one language. Must never choose which samples are run. */
import { expect, it } from 'vitest';
import type { Json } from '../../src/domain/bounded.ts';
import { blockers, imagesAllowed, type OutputKind } from '../../src/domain/consent.ts';
import {
  type JsonObject,
  objectsAt,
  type ReportFields,
  span,
  textAt,
  victimCount,
} from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { nfc } from '../../src/domain/text.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import { fieldsOf, type Sample, schemaAccepts } from '../domain/samples.ts';
import { AUTOMATIC } from '../domain/typedIn.ts';
import type { Browser } from './harness.ts';
import { fileFor, finishReport, openedBy, speak, typeReport } from './samplesSteps.ts';
import type { JoinedStage } from './stage.ts';

const OUTPUTS: readonly OutputKind[] = [
  'statistics',
  'partners',
  'un_background',
  'sp_letter_named',
  'public_anonymous',
  'public_named',
];
/** Lists whose entries have ids that the phone draws anew. */
const NAMED = ['persons', 'consents', 'evidence'];

/** The same report under the sample's ids. */
function withIdsOf(sample: ReportFields, made: ReportFields): ReportFields {
  let text = JSON.stringify(made);
  for (const list of NAMED)
    for (const [index, entry] of objectsAt(made, list).entries()) {
      const [drawn, own] = [textAt(entry, 'id'), textAt(objectsAt(sample, list)[index], 'id')];
      if (drawn !== null && own !== null) text = text.replaceAll(drawn, own);
    }
  return fieldsOf(JSON.parse(text));
}

const WRITTEN = new Set(['aliases', 'tags', 'cases']);

/** What was typed: nothing of the machine's own, normal form C, a field's own line ends; the files are ours. */
function comparable(value: Json, name = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => comparable(item));
    // What was ticked comes in the order of the list; what was written, in that of the lines.
    return WRITTEN.has(name) || !items.every((item) => typeof item === 'string') ? items : items.sort();
  }
  if (typeof value === 'string') return nfc(value).replaceAll('\r\n', '\n');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => {
        // A box that nobody ticked says nothing.
        const empty = ['null', 'false', '""', '[]'].includes(JSON.stringify(member));
        return key !== 'custody' && key !== 'file' && !empty;
      })
      .map(([key, member]) => [key, comparable(member, key)]),
  );
}
const typed = (fields: ReportFields): Json =>
  comparable(Object.fromEntries(Object.entries(fields).filter(([name]) => !AUTOMATIC.includes(name))));

/** Each warning once; whoever looks does it on the same day. */
const warnings = (fields: ReportFields, day: string): readonly string[] => [
  ...new Set(check(fields, day).map(({ rule, severity, path }) => `${rule} ${severity} ${path}`)),
];

/** A phone at home, and the organisation that reads what it sends. */
export type SamplePhone = { readonly stage: JoinedStage; readonly browser: Browser };

export function provesSample(phone: () => SamplePhone, sample: Sample, lang: Lang): void {
  it(`S1 S5 S6 ${sample.key}, entered in ${lang}, is opened field for field as it was entered`, async () => {
    const fields = fieldsOf(sample.report);
    const { stage, browser } = phone();
    const { page } = browser;
    await speak(browser, lang);
    const today = await page.evaluate(() => new Date().toLocaleDateString('sv-SE'));
    const code = await typeReport(browser, lang, fields, today);
    await finishReport(page, lang);
    expect(browser.errors).toEqual([]);
    const opened = (await openedBy(stage.organisation, stage.path('inbox'))).find(
      (one) => textAt(one, 'local_ref') === code,
    );
    const made = withIdsOf(fields, opened ?? {});
    expect(typed(made)).toMatchObject(typed(fields) as JsonObject);
    expect(schemaAccepts(made)).toBe(true);
    expect(warnings(made, today)).toEqual(
      // The form puts what is typed into normal form C, and its own files have been read to their end.
      warnings(fields, today).filter((line) => !/notNormalised|^F05/.test(line)),
    );
    const { expected } = sample;
    expect(span(made)).toEqual({ earliest: expected.earliest, latest: expected.latest });
    expect(victimCount(made)).toEqual({
      min: expected.unique_victims ?? expected.unique_victims_min,
      max: expected.unique_victims ?? expected.unique_victims_max,
    });
    if (expected.urgency !== undefined) expect(made).toMatchObject({ urgency: { level: expected.urgency } });
    for (const kind of OUTPUTS) {
      const permission = expected.permissions[kind];
      expect(blockers(made, kind)).toEqual(permission?.allowed === true ? [] : permission?.blocked_by);
    }
    expect(imagesAllowed(made)).toBe(expected.permissions['image']?.allowed);
    for (const [index, entry] of objectsAt(fields, 'evidence').entries())
      expect(objectsAt(made, 'evidence')[index]).toMatchObject({
        file: { name: fileFor(entry).name, bytes: fileFor(entry).buffer.length },
      });
  });
}
