/** Proves which ways of saying a date a question offers. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { fullSections } from '../../../src/domain/form/full.ts';
import type { Path } from '../../../src/domain/form/question.ts';
import type { JsonObject } from '../../../src/domain/report.ts';
import { loadFullWords } from '../../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../../src/i18n/monitorMessages.ts';
import { DateAnswer } from '../../../src/monitor/form/DateAnswer.tsx';
import { Filling, sayer } from '../../../src/monitor/form/filling.tsx';
import { questionNamed, questionsAt } from '../../../src/monitor/form/locate.ts';

const never = (): never => {
  throw new Error('nobody presses anything');
};

it('a birth cannot still be going on, an act can; what was said before stays on offer', async () => {
  const [t, f] = [await loadMonitorWords('en'), await loadFullWords('en')];
  const sections = fullSections();
  const shown = (partName: string, where: Path, name: string, answer?: JsonObject): string => {
    const part = sections.find((one) => one.name === partName);
    const question = part === undefined ? null : questionNamed(questionsAt(part, where), [name]);
    if (question?.kind !== 'partialDate') throw new Error(`${name} is a date`);
    const root = { [String(where[0])]: [answer === undefined ? {} : { [name]: answer }] };
    return renderToStaticMarkup(
      <Filling
        value={{
          ...{ handle: 'a', sections, own: [], beside: false, root, files: new Map(), today: '2026-11-22' },
          ...{ t, f, say: sayer(t, f), part: '', wrong: new Map() },
          ...{ put: never, add: never, remove: never, newId: never, go: never },
        }}
      >
        <DateAnswer
          {...{ question, where, path: [...where, name], label: 'When', hint: undefined, error: undefined }}
        />
      </Filling>,
    );
  };
  const still = 'value="ongoing"';
  expect(shown('acts', ['acts', 0], 'start')).toContain(still);
  expect(shown('people', ['persons', 0], 'birth')).not.toContain(still);
  expect(shown('people', ['persons', 0], 'birth')).toContain('value="unknown_month"');
  expect(shown('people', ['persons', 0], 'birth', { edtf: '1990-01-01/..', q: 'ongoing' })).toContain(still);
});
