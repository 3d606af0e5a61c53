/** Owns changing the language in one press; never loses what was typed. */
import { isLang, type Lang, languages } from '../../i18n/plural.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { useChooseLanguage, useT } from '../translation.tsx';

export function LanguagePick() {
  const t = useT();
  const choose = useChooseLanguage();
  return (
    <Tabs<Lang>
      label={t('lang.label')}
      value={t.lang}
      onChange={(lang) => {
        if (isLang(lang)) choose(lang);
      }}
      tabs={languages.map((lang) => ({ value: lang, label: t(`lang.${lang}`), lang }))}
    />
  );
}
