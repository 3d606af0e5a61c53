/** Owns screen 3, "Where?": country, region, and a place in words. Never a position from the device. */
import { inOrderOf } from '../../domain/fold.ts';
import { regionsOffered } from '../../domain/ownLists.ts';
import { allCountries } from '../../domain/vocabulary.ts';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SelectField, TextField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import { countryName, offeredName } from './answers.ts';
import { FormFrame } from './FormFrame.tsx';

export function FormWhere({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const { where } = composing.draft;
  const compare = inOrderOf(t.speaks);
  const regions = regionsOffered(composing.lists, where.country, [where.region])
    .map((one) => ({ value: one.code, label: offeredName(t, 'regions', one) }))
    .sort((a, b) => compare(a.label, b.label));
  const keep = (change: Partial<typeof where>, how: 'typed' | 'tapped' = 'tapped'): void =>
    session.composing.answer({ where: { ...where, ...change } }, how);
  return (
    <FormFrame composing={composing} screen={3} title={t('form.where.title')}>
      <Stack gap={6}>
        <SelectField
          label={t('form.where.country')}
          value={where.country}
          placeholder={t('field.choose')}
          options={allCountries().map((one) => ({ value: one.code, label: countryName(t, one.code) }))}
          onChange={(country) => session.composing.chooseCountry(country)}
        />
        {regions.length === 0 ? null : (
          <ChoiceList
            legend={t('form.where.region')}
            value={where.region ?? undefined}
            onChange={(region) => keep({ region })}
            choices={[{ value: 'unknown', label: t('form.where.unknown') }, ...regions]}
          />
        )}
        <TextField
          label={t('form.where.locality')}
          note={t('field.optional')}
          hint={t('form.where.localityHint')}
          value={where.locality}
          onChange={(locality) => keep({ locality }, 'typed')}
        />
      </Stack>
    </FormFrame>
  );
}
