/** Proves that the last look says of an organisation's own form only what the report or the addition was asked, and about which question. */
import { describe, expect, it } from 'vitest';
import { type Draft, type DraftAbout, emptyDraft, setFull } from '../../../src/domain/draft.ts';
import type { Definition } from '../../../src/domain/form/definition.ts';
import { extraSections } from '../../../src/domain/form/definitionExtra.ts';
import type { JsonObject } from '../../../src/domain/report.ts';
import { loadFullWords } from '../../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../../src/i18n/monitorMessages.ts';
import { sayer } from '../../../src/monitor/form/filling.tsx';
import { toldFindings } from '../../../src/monitor/form/toldFindings.ts';
import { NOW, TODAY } from '../../domain/samples.ts';

const REPORT = '00000000-0000-4000-8000-00000000000a';
const form: Definition = {
  v: 1,
  id: 'lawyers',
  version: '1',
  title: { en: 'Lawyer access' },
  lists: {},
  absent: [],
  questions: [
    {
      kind: 'text',
      lines: 'one',
      name: 'seen',
      label: { en: 'Who saw a lawyer?' },
      required: true,
      requiredMessage: { en: 'Please say' },
    },
    { kind: 'text', lines: 'one', name: 'where', label: { en: 'Where?' }, required: true },
    { kind: 'whole', name: 'days', label: { en: 'After how many days?' } },
  ],
};
const own = extraSections([form]);

async function theirs(about: DraftAbout | null, root: JsonObject): Promise<readonly string[]> {
  const empty: Draft = {
    ...emptyDraft({ id: REPORT, localRef: 'ZKZ73', lang: 'en', country: 'KG', now: NOW }),
    about,
  };
  const [t, f] = [await loadMonitorWords('en'), await loadFullWords('en')];
  const { findings } = toldFindings(setFull(empty, root, NOW), {
    root,
    today: TODAY,
    own,
    f,
    say: sayer(t, f),
  });
  return findings.filter(({ at }) => at[0] === 'extra').map(({ text }) => text);
}
const later = (kind: DraftAbout['kind']): DraftAbout => ({ report: REPORT, code: 'ABCDE', kind });

describe('[FORM4] what an own form requires', () => {
  it('is told of a report, its own sentence behind the question that it is about', async () => {
    expect(await theirs(null, {})).toEqual(['Who saw a lawyer? Please say', 'Not answered yet']);
  });

  it.each(['correct', 'add', 'consent', 'withdraw'] as const)(
    'is not asked once more by an addition: %s',
    async (kind) => {
      expect(await theirs(later(kind), {})).toEqual([]);
    },
  );

  it('is no reason to keep silent about what a correction does say', async () => {
    const said = await theirs(later('correct'), { extra: { form: 'lawyers', answers: { days: 'x' } } });
    expect(said).toHaveLength(1);
  });
});
