/** Owns who agreed, how, and whether the risks were explained, where somebody was asked. Never assumes an answer. [FORM6] */
import { needsExplaining } from '../../domain/consent.ts';
import type { ConsentSaid } from '../../domain/draft.ts';
import { find, options } from '../../domain/vocabulary.ts';
import { CheckRow, ChoiceList } from '../../ui/ChoiceList.tsx';
import { SelectField } from '../../ui/TextField.tsx';
import { useT } from '../translation.tsx';

export type WhoAgreedProps = {
  readonly said: ConsentSaid;
  readonly onChange: (change: Partial<ConsentSaid>) => void;
};

export function WhoAgreed({ said, onChange }: WhoAgreedProps) {
  const t = useT();
  const { preset, explained } = said;
  if (preset === 'none') return null;
  const refused = preset === 'refused';
  const wished = find('presets', preset)?.allows ?? [];
  return (
    <>
      <ChoiceList
        legend={t(refused ? 'form.use.byRefused' : 'form.use.by')}
        {...(refused ? {} : { hint: t('form.use.byHint') })}
        value={said.givenBy ?? undefined}
        onChange={(givenBy) => onChange({ givenBy })}
        choices={[
          // Nobody could be asked: that is the answer "Not asked" above.
          ...options('givenBy')
            .filter(({ code }) => code !== 'nobody')
            .map(({ code }) => ({ value: code, label: t.label('givenBy', code) })),
          { value: 'unknown', label: t('form.use.byUnknown') },
        ]}
      />
      <SelectField
        label={t('form.use.method')}
        note={t('field.optional')}
        placeholder={t('field.choose')}
        value={said.method ?? ''}
        options={options('consentMethods').map(({ code }) => ({
          value: code,
          label: t.label('consentMethods', code),
        }))}
        onChange={(code) => onChange({ method: code === '' ? null : code })}
      />
      {wished.some(needsExplaining) ? (
        <CheckRow
          label={t('form.use.explained')}
          hint={t('form.use.explainedHint')}
          checked={explained}
          onChange={(now) => onChange({ explained: now })}
        />
      ) : null}
    </>
  );
}
