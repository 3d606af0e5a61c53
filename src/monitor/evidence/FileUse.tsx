/** Owns where a file of the short form is from, and the consent for it alone. Never shows the file. */
import type { DraftAttachment } from '../../domain/draft.ts';
import { options } from '../../domain/vocabulary.ts';
import { Disclosure } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { SelectField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import { WhoAgreed } from '../short/WhoAgreed.tsx';
import { useT } from '../translation.tsx';

/** Whom a file can be from; the full form offers the people of the report besides. */
const FROM = ['victim', 'witness', 'relative', 'lawyer'] as const;

const AS_REPORT = 'report';

export function FileUse({ file }: { readonly file: DraftAttachment }) {
  const t = useT();
  const { composing } = useSession();
  const use = file.use ?? null;
  // Ticked by hand belongs to the full form.
  const presets = options('presets')
    .filter(({ code }) => code !== 'custom')
    .map(({ code }) => ({ value: code, label: t.label('presets', code) }));
  return (
    <Disclosure summary={t('form.use.file')}>
      <Stack gap={6} lang={t.lang}>
        <SelectField
          label={t('form.use.fileMethod')}
          value={file.method}
          options={options('evidenceMethods').map(({ code }) => ({
            value: code,
            label: t.label('evidenceMethods', code),
          }))}
          onChange={(method) => composing.aboutFile(file.id, { method })}
        />
        {file.method === 'own_capture' ? null : (
          <SelectField
            label={t('form.use.fileFrom')}
            note={t('field.optional')}
            placeholder={t('field.choose')}
            value={file.obtainedFrom ?? ''}
            options={FROM.map((code) => ({ value: code, label: t.label('sourceTypes', code) }))}
            onChange={(code) => composing.aboutFile(file.id, { obtainedFrom: code === '' ? null : code })}
          />
        )}
        <SelectField
          label={t('form.use.fileTitle')}
          value={use?.preset ?? AS_REPORT}
          options={[{ value: AS_REPORT, label: t('form.use.asReport') }, ...presets]}
          onChange={(preset) =>
            composing.aboutFile(file.id, {
              use: preset === AS_REPORT ? null : { explained: false, ...use, preset },
            })
          }
        />
        {use === null ? null : (
          <WhoAgreed
            said={use}
            onChange={(change) => composing.aboutFile(file.id, { use: { ...use, ...change } })}
          />
        )}
      </Stack>
    </Disclosure>
  );
}
