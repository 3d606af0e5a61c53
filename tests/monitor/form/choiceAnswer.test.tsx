/** Proves what a question shows that has nothing to choose from yet. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { fullSections } from '../../../src/domain/form/full.ts';
import type { JsonObject } from '../../../src/domain/report.ts';
import { loadFullWords } from '../../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../../src/i18n/monitorMessages.ts';
import { ChoiceAnswer } from '../../../src/monitor/form/ChoiceAnswer.tsx';
import { Filling, sayer } from '../../../src/monitor/form/filling.tsx';
import { questionNamed, questionsAt } from '../../../src/monitor/form/locate.ts';

const never = (): never => {
  throw new Error('nobody presses anything');
};

it('says that there is nobody yet where people are chosen from those of the report, and offers them once they are there', async () => {
  const [t, f] = [await loadMonitorWords('ru'), await loadFullWords('ru')];
  const sections = fullSections();
  const part = sections.find(({ name }) => name === 'acts');
  const question = part === undefined ? null : questionNamed(questionsAt(part, ['acts', 0]), ['victims']);
  if (question?.kind !== 'choice') throw new Error('those harmed are chosen');
  const shown = (root: JsonObject): string =>
    renderToStaticMarkup(
      <Filling
        value={{
          ...{ handle: 'a', sections, own: [], beside: false, root, files: new Map(), today: '2026-11-22' },
          ...{ t, f, say: sayer(t, f), part: 'acts', wrong: new Map() },
          ...{ put: never, add: never, remove: never, newId: never, go: never },
        }}
      >
        <ChoiceAnswer
          question={question}
          path={['acts', 0, 'victims']}
          where={['acts', 0]}
          label="Пострадавшие"
          hint={undefined}
          error={undefined}
        />
      </Filling>,
    );
  const nobody = shown({ acts: [{}] });
  expect(nobody).toContain('Пока нет');
  expect(nobody).not.toContain('<input');
  const somebody = shown({ acts: [{}], persons: [{ id: 'p', label: 'Сосед' }] });
  expect(somebody).toContain('Сосед');
  expect(somebody).not.toContain('Пока нет');
});
