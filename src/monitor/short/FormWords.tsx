/** Owns screen 6, "In a few words": the account, letters the keyboard lacks, how one knows, and files. */
import { useEffect, useRef } from 'react';
import { graphemes } from '../../domain/text.ts';
import { options } from '../../domain/vocabulary.ts';
import { Stack } from '../../ui/Screen.tsx';
import { SelectField, TextArea } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import { FormFiles } from './FormFiles.tsx';
import { FormFrame } from './FormFrame.tsx';
import { LetterBar } from './LetterBar.tsx';

/** What the coordinators see at a glance; a longer account is kept whole and travels too. (V32) */
const GLANCE = 500;
/** Counting letters of a very long text at each keystroke would make typing wait. */
const COUNTED = 4_000;

type FormWordsProps = {
  readonly composing: Composing;
  /** The number of the file that somebody came for; 0 = none. */
  readonly file: number;
};

export function FormWords({ composing, file }: FormWordsProps) {
  const t = useT();
  const session = useSession();
  const field = useRef<HTMLTextAreaElement>(null);
  const { words, source } = composing.draft;
  const place = useRef<HTMLLIElement>(null);
  // Here and not at the file: the frame brings every page to its top first.
  useEffect(() => {
    if (file === 0) return;
    place.current?.scrollIntoView({ block: 'start' });
    place.current?.focus({ preventScroll: true });
  }, [file]);
  const change = (text: string): void => session.composing.answer({ words: text }, 'typed');
  const used = words.length > COUNTED ? words.length : graphemes(words);
  return (
    <FormFrame composing={composing} screen={6} title={t('form.words.title')} lead={t('form.words.lead')}>
      <Stack gap={6}>
        <Stack gap={2}>
          <TextArea
            ref={field}
            label={t('form.words.field')}
            value={words}
            onChange={change}
            onBlur={() => void session.composing.save()}
            counter={{ text: t('field.counter', { used, limit: GLANCE }), over: false }}
            {...(used > GLANCE ? { hint: t('form.words.long') } : {})}
          />
          <LetterBar field={field} value={words} onChange={change} />
        </Stack>
        <FormFiles composing={composing} wanted={file} place={place} />
        <SelectField
          label={t('form.words.source')}
          note={t('field.optional')}
          placeholder={t('field.choose')}
          value={source ?? ''}
          options={options('sourceTypes').map((one) => ({
            value: one.code,
            label: t.label('sourceTypes', one.code),
          }))}
          onChange={(code) => session.composing.answer({ source: code === '' ? null : code })}
        />
      </Stack>
    </FormFrame>
  );
}
