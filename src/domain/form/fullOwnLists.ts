/** Owns putting an organisation's own regions and agencies where our full form asks for one [MAN9]; must never take away an answer that was given. */
import type { OwnLists } from '../ownLists.ts';
import { regionChoices } from './fullAccount.ts';
import { agencyChoices, perpetratorTitle } from './fullPerpetrators.ts';
import type { Question, Section } from './question.ts';

const isEmpty = ({ regions, perpetrators }: OwnLists): boolean =>
  [regions, perpetrators].every(({ added, withdrawn }) => added.length + withdrawn.length === 0);

function asked(question: Question, parent: string, lists: OwnLists): Question {
  const at = parent === '' ? question.name : `${parent}.${question.name}`;
  switch (question.kind) {
    case 'group':
      return { ...question, questions: all(question.questions, at, lists) };
    case 'repeat': {
      const questions = all(question.questions, at, lists);
      return at === 'perpetrators'
        ? { ...question, questions, entryTitle: perpetratorTitle(lists) }
        : { ...question, questions };
    }
    case 'choice':
      if (at === 'place.region') return { ...question, choices: regionChoices(lists) };
      return at === 'perpetrators.type' ? { ...question, choices: agencyChoices(lists) } : question;
    default:
      return question;
  }
}

const all = (questions: readonly Question[], parent: string, lists: OwnLists): readonly Question[] =>
  questions.map((question) => asked(question, parent, lists));

/** The sections with these lists; the same sections when there is nothing of its own. */
export const withOwnLists = (sections: readonly Section[], lists: OwnLists): readonly Section[] =>
  isEmpty(lists)
    ? sections
    : sections.map((section) => ({ ...section, questions: all(section.questions, '', lists) }));
