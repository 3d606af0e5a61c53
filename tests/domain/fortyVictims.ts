/** Owns the third stress sample: forty fictional victims and every kind of partial date. */
import type { ReportFields } from '../../src/domain/report.ts';
import { fieldsOf } from './samples.ts';

const DATES = [
  { edtf: '2026-03-05', q: 'exact' },
  { edtf: '2026-03-05~', q: 'about' },
  { edtf: '2026-03', q: 'unknown_day', text: 'during Nowruz' },
  { edtf: '2026', q: 'unknown_month' },
  { edtf: '[2026-03-01..2026-03-09]', q: 'between' },
  { edtf: '[..2026-03-05]', q: 'before' },
  { edtf: '[2026-03-05..]', q: 'after' },
  { edtf: '2026-21', q: 'season', text: 'баҳор' },
  { edtf: '2026-03-05/..', q: 'ongoing' },
  { edtf: '', q: 'unknown' },
];

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const CONSENT = idOf(900);

export function fortyVictims(): ReportFields {
  const persons = Array.from({ length: 40 }, (_, index) => ({
    id: idOf(index + 1),
    kind: 'individual',
    roles: ['victim'],
    anonymity: index % 3 === 0 ? 'named' : 'pseudonym',
    label: `Person ${index + 1}`,
    ...(index % 3 === 0
      ? { names: [{ script: 'Latn', full: `Fictional Sample${index + 1}`, primary: true }] }
      : {}),
    ...(index < 13 ? { age_group: index % 2 === 0 ? '0-13' : '14-17' } : {}),
    ...(index === 20 ? { birth: { edtf: '2000-02-29', q: 'exact' }, age: { min: 26, max: 26 } } : {}),
    consent: CONSENT,
  }));
  const everyone = persons.map((person) => person.id);
  return fieldsOf({
    id: idOf(999),
    schema_version: '1.0.0',
    fictional: true,
    form: 'full',
    status: 'sent',
    language: 'en',
    urgency: { level: 'u1' },
    acts: [
      ...DATES.map((start, index) => ({
        type: 'lib.short',
        primary: index === 0,
        victims: everyone.slice(index * 4, index * 4 + 4),
        start,
      })),
      { type: 'pea.disperse', primary: false, victims: [] },
    ],
    event: {
      start: { edtf: '2026-03', q: 'unknown_day' },
      summary: 'Forty people were held for some hours.',
    },
    place: { country: 'TJ', region: 'TJ-GB' },
    persons,
    victim_group: { min: 40, max: 55, minors: 13 },
    perpetrators: [{ type: 'tj.police' }],
    sources: [{ type: 'witness' }],
    consents: [
      {
        id: CONSENT,
        preset: 'internal',
        uses: ['contact', 'statistics', 'store'],
        name_form: 'none',
        given_by: 'self',
        date: { edtf: '2026-04', q: 'unknown_day' },
        informed: ['who', 'why'],
      },
    ],
  });
}
