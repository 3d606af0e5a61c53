/** Owns screen 4, "Who was harmed?": a made-up name, how many, and what they do. Never a real name. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { defaultWho, type Harmed, type PeopleCount, type Who } from '../../domain/draft.ts';
import { options } from '../../domain/vocabulary.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Card.tsx';
import { CheckList, ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import { FormFrame, screenPath } from './FormFrame.tsx';

type Many = 'one' | 'few' | 'number' | 'unknown';

/** Which of the four answers a count is. */
export function manyOf(count: PeopleCount): Many {
  if (count.kind === 'unknown') return 'unknown';
  if (count.kind === 'range') return count.min === 2 && count.max === 5 ? 'few' : 'number';
  return count.count === 1 ? 'one' : 'number';
}

/** Roles that monitors name most; the rest is one press away. */
const FIRST_ROLES = 10;

export function FormWho({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const who = composing.draft.who ?? defaultWho();
  const answered = composing.draft.who !== null;
  const [numbering, setNumbering] = useState(answered && manyOf(who.count) === 'number');
  const many = numbering ? 'number' : answered ? manyOf(who.count) : undefined;
  const [number, setNumber] = useState(who.count.kind === 'exact' ? String(who.count.count) : '');

  const keep = (change: Partial<Who>, how: 'typed' | 'tapped' = 'tapped'): void =>
    session.composing.answer({ who: { ...who, ...change } }, how);
  const choose = (next: Many): void => {
    setNumbering(next === 'number');
    if (next === 'one') keep({ count: { kind: 'exact', count: 1 } });
    if (next === 'few') keep({ count: { kind: 'range', min: 2, max: 5 } });
    if (next === 'unknown') keep({ count: { kind: 'unknown' } });
  };
  const type = (text: string): void => {
    const digits = text.replace(/\D/g, '').slice(0, 7);
    setNumber(digits);
    if (digits !== '') keep({ count: { kind: 'exact', count: Number(digits) } }, 'typed');
  };
  const roles = options('occupations').map((one) => ({
    value: one.code,
    label: t.label('occupations', one.code),
  }));
  const some = (list: typeof roles) => (
    <CheckList
      legend={t('form.who.role')}
      legendHidden={list[0] !== roles[0]}
      choices={list}
      values={who.occupations.filter((code) => list.some((one) => one.value === code))}
      onChange={(codes) =>
        keep({
          occupations: [
            ...who.occupations.filter((code) => !list.some((one) => one.value === code)),
            ...codes,
          ],
        })
      }
    />
  );

  return (
    <FormFrame
      composing={composing}
      screen={4}
      title={t('form.who.title')}
      skip={
        answered ? null : (
          <Button
            onClick={() => {
              session.composing.answer({ who: defaultWho() });
              go(screenPath(composing.handle, 5));
            }}
          >
            {t('answer.dontKnow')}
          </Button>
        )
      }
    >
      <Stack gap={6}>
        <ChoiceList<Many>
          legend={t('form.who.group')}
          look="tiles"
          value={many}
          onChange={choose}
          choices={[
            { value: 'one', label: t('form.who.one') },
            { value: 'few', label: t('form.who.few') },
            { value: 'number', label: t('form.who.exact') },
            { value: 'unknown', label: t('form.who.unknownNumber') },
          ]}
        />
        {many === 'number' ? (
          <TextField label={t('form.who.exact')} inputMode="numeric" value={number} onChange={type} />
        ) : null}
        <CheckList<Harmed>
          legend={t('form.who.kind')}
          look="tiles"
          values={who.harmed}
          onChange={(harmed) => keep({ harmed })}
          choices={[
            { value: 'woman', label: t('form.who.woman') },
            { value: 'man', label: t('form.who.man') },
            { value: 'child', label: t('form.who.child') },
          ]}
        />
        <TextField
          label={t('form.who.pseudonym')}
          note={t('field.optional')}
          hint={t('form.who.pseudonymHint')}
          value={who.pseudonym}
          onChange={(pseudonym) => keep({ pseudonym }, 'typed')}
        />
        {some(roles.slice(0, FIRST_ROLES))}
        <Disclosure summary={t('form.who.moreRoles')}>{some(roles.slice(FIRST_ROLES))}</Disclosure>
      </Stack>
    </FormFrame>
  );
}
