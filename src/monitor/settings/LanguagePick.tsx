/** Owns changing the language in one press, and saying which ones nobody has reviewed; never loses what was typed. */
import { isLang, languageNames, type SpokenLang, spokenLanguages } from '../../i18n/plural.ts';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { useChooseLanguage, useT } from '../translation.tsx';

export function LanguagePick() {
  const t = useT();
  const choose = useChooseLanguage();
  return (
    <ChoiceList<SpokenLang>
      legend={t('lang.label')}
      legendHidden
      value={t.speaks}
      onChange={choose}
      choices={spokenLanguages.map((lang) => ({
        value: lang,
        label: languageNames[lang],
        ...(isLang(lang) ? {} : { hint: t('lang.unreviewed') }),
      }))}
    />
  );
}
