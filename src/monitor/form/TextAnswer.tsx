/** Owns answering in words, with the letters that a keyboard may lack. Never waits for the vault. */
import { useContext, useRef } from 'react';
import { answerAt, pathText } from '../../domain/form/answers.ts';
import { graphemes } from '../../domain/text.ts';
import { KeptText } from '../../ui/KeptText.tsx';
import { useSession } from '../application.ts';
import { LetterBar } from '../short/LetterBar.tsx';
import { useFilling } from './filling.tsx';
import { Letters } from './letters.ts';
import type { Asked } from './Questions.tsx';

/** Counting the letters of a very long text at each key press would make typing wait. */
const COUNTED = 4_000;
/** The counter shows when the limit comes near. */
const NEAR = 0.8;

export function TextAnswer({ question, path, label, hint, error }: Asked<'text'>) {
  const { root, put, t } = useFilling();
  const session = useSession();
  const field = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const letters = useContext(Letters);
  const key = pathText(path);
  const kept = answerAt(root, path);
  const value = typeof kept === 'string' ? kept : '';
  const used = value.length > COUNTED ? value.length : graphemes(value);
  const change = (text: string): void => put(path, text === '' ? undefined : text, 'typed');
  return (
    <div>
      <KeptText
        ref={field}
        label={label}
        {...(hint === undefined ? {} : { hint })}
        error={error}
        lines={question.lines}
        value={value}
        onChange={change}
        onFocus={() => letters.set(key)}
        onBlur={() => void session.composing.save()}
        counter={
          used < question.max * NEAR
            ? undefined
            : { text: t('field.counter', { used, limit: question.max }), over: used > question.max }
        }
      />
      {letters.at === key ? <LetterBar field={field} value={value} onChange={change} /> : null}
    </div>
  );
}
