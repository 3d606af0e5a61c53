/** Owns the section of the full form about consent, risk and urgency. Must never hold an answer. */
import { objectsAt, textAt } from '../report.ts';
import { spoken } from './fullActs.ts';
import { coded, group, LANGUAGES, lines, listed, many, one } from './fullAsking.ts';
import { hereIs } from './fullWhen.ts';
import { choicesOf, named } from './fullWords.ts';
import type { Condition, Question, Section } from './question.ts';

/** Somebody was asked: not answered counts as not. */
const wasAsked: Condition = ({ here }) => (textAt(here, 'preset') ?? 'none') !== 'none';
const mayUse: Condition = (scope) => wasAsked(scope) && textAt(scope.here, 'preset') !== 'refused';

/** There are people, and neither one of them nor a file has this consent: it allows nothing. */
const isOfNobody: Condition = (scope) => {
  const { root, here } = scope;
  const id = textAt(here, 'id');
  const people = objectsAt(root, 'persons');
  return (
    wasAsked(scope) &&
    people.length > 0 &&
    ![...people, ...objectsAt(root, 'evidence')].some((one) => textAt(one, 'consent') === id)
  );
};

const consentQuestions: readonly Question[] = [
  {
    name: '_nobody',
    label: {
      en: 'Nobody has this consent yet: choose it for a person, under People. Until then it allows nothing.',
      ru: 'Это согласие пока ни у кого не записано: выберите его у человека в разделе «Люди». До этого оно ничего не разрешает.',
    },
    relevant: isOfNobody,
    kind: 'note',
  },
  {
    name: 'preset',
    label: named('consents[].preset'),
    required: () => true,
    guide: 'consent',
    ...one(listed('presets')),
  },
  {
    name: 'uses',
    label: named('consents[].uses[]'),
    relevant: hereIs('preset', 'custom'),
    guide: 'consent',
    ...many(listed('uses')),
  },
  {
    name: 'informed',
    label: named('consents[].informed[]'),
    hint: {
      en: 'Without uses and risks, nothing goes to the UN or to the public',
      ru: 'Без способов использования и рисков ничего не передаётся ООН и не публикуется',
    },
    relevant: wasAsked,
    guide: 'consent',
    ...many(listed('informed')),
  },
  {
    name: 'name_form',
    label: named('consents[].name_form'),
    relevant: mayUse,
    ...one(listed('nameForms')),
  },
  {
    name: 'given_by',
    label: named('consents[].given_by'),
    hint: {
      en: 'Empty: nobody agreed, and the report is only kept',
      ru: 'Пусто: никто не давал согласия, сообщение только хранится',
    },
    relevant: wasAsked,
    ...one(listed('givenBy')),
  },
  {
    name: 'method',
    label: named('consents[].method'),
    relevant: wasAsked,
    ...one(listed('consentMethods')),
  },
  { name: 'date', label: named('consents[].date'), guide: 'dates', kind: 'partialDate', once: true },
  {
    name: 'language',
    label: named('consents[].language'),
    relevant: wasAsked,
    ...one(coded(...LANGUAGES)),
  },
  { name: 'conditions', label: named('consents[].conditions'), ...lines(2000) },
  {
    name: 'review_on',
    label: named('consents[].review_on'),
    hint: { en: 'Empty: in twelve months', ru: 'Пусто: через двенадцать месяцев' },
    kind: 'day',
  },
];

const risk = (name: string): Question => ({
  name,
  label: named(`risk.${name}`),
  guide: 'risk',
  ...one(listed('riskLevels')),
});

export const consentSection: Section = {
  name: 'consent',
  label: { en: 'Consent and risk', ru: 'Согласие и риск' },
  questions: [
    {
      name: 'consents',
      label: named('consents[]'),
      guide: 'consent',
      kind: 'repeat',
      min: 0,
      max: 500,
      // Numbered as where one is chosen: two may allow the same.
      entryTitle: (entry, index, language) => {
        const preset = choicesOf('presets').find(({ code }) => code === textAt(entry, 'preset'));
        return preset === undefined ? '' : `${index + 1}. ${preset.label[spoken(language)] ?? ''}`;
      },
      fresh: (_scope, newId) => ({ id: newId() }),
      questions: consentQuestions,
    },
    group('risk', [
      risk('victim'),
      risk('source'),
      risk('family'),
      risk('monitor'),
      { name: 'flags', label: named('risk.flags[]'), guide: 'risk', ...many(listed('riskFlags')) },
      { name: 'mitigation', label: named('risk.mitigation'), ...lines(2000) },
    ]),
    group('urgency', [
      {
        name: 'level',
        label: named('urgency.level'),
        hint: {
          en: 'Empty: as the acts suggest. It can only be raised.',
          ru: 'Пусто: по видам действий. Можно только повысить.',
        },
        ...one(listed('urgency')),
      },
      { name: 'reason', label: named('urgency.reason'), ...lines(300) },
      { name: 'deadline', label: named('urgency.deadline'), kind: 'instant' },
    ]),
  ],
};
