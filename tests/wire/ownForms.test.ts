/** Proves how an organisation's own forms travel in its manifest. */
import { expect, it } from 'vitest';
import type { Definition } from '../../src/domain/form/definition.ts';
import { encodeManifest, type Manifest, parseManifest } from '../../src/wire/manifest.ts';
import { MAX_FORMS_BYTES, ownFormsOf, withForm, withoutForm } from '../../src/wire/ownForms.ts';
import { manifestWith } from '../crypto/organisation.ts';

const form = (id: string, words = 'Who?'): Definition => ({
  v: 1,
  id,
  version: '1',
  title: { en: id },
  lists: {},
  absent: [],
  questions: [{ kind: 'text', lines: 'one', name: 'who', label: { en: words } }],
});

it('[MAN8] a form takes the place of the one with its id, and can be taken out', () => {
  const one = withForm([], form('a'));
  const two = one.ok ? withForm(one.value, form('b')) : one;
  const three = two.ok ? withForm(two.value, form('a', 'Whom?')) : two;
  if (!three.ok) throw new Error(three.code);
  expect(three.value.map((each) => each['id'])).toEqual(['a', 'b']);
  expect(ownFormsOf({ ownForms: three.value })).toEqual({
    forms: [form('a', 'Whom?'), form('b')],
    refused: [],
  });
  expect(withoutForm(three.value, 'a').map((each) => each['id'])).toEqual(['b']);
});

it('[MAN8] more than 16, or more than 128 KiB together, is refused before anything is signed', () => {
  const sixteen = Array.from({ length: 16 }, (_, at) => form(`f${at}`));
  expect(withForm(sixteen, form('one more'))).toEqual({ ok: false, code: 'formsTooMany' });
  expect(withForm(sixteen, form('f3', 'changed')).ok).toBe(true);
  const large = form('large', 'x'.repeat(8_000));
  const many = Array.from({ length: 15 }, (_, at) => ({
    ...large,
    id: `f${at}`,
    questions: Array.from({ length: 2 }, (__, q) => ({ ...large.questions[0], name: `q${q}` })),
  }));
  expect(JSON.stringify(many).length).toBeGreaterThan(MAX_FORMS_BYTES);
  expect(withForm(many, form('a'))).toEqual({ ok: false, code: 'formsTooMany' });
});

it('[MAN8] a form that this app cannot read is left out alone; the manifest stands', () => {
  const newer = { ...form('b'), v: 2 };
  expect(ownFormsOf({ ownForms: [form('a'), newer as never, { id: 'c' }] })).toEqual({
    forms: [form('a')],
    refused: ['formNewer', 'formMalformed'],
  });
  expect(ownFormsOf({})).toEqual({ forms: [], refused: [] });
});

it('[MAN8] a manifest carries them; without the member it is as before', () => {
  const before = manifestWith();
  expect(ownFormsOf(before).forms).toEqual([]);
  const signed: Manifest = { ...before, ownForms: [form('a')] };
  const again = parseManifest(encodeManifest(signed));
  expect(again.ok && ownFormsOf(again.value).forms).toEqual([form('a')]);
  expect(parseManifest(encodeManifest({ ...before, ownForms: 'a' as never })).ok).toBe(false);
  expect(parseManifest(encodeManifest({ ...before, ownForms: Array(17).fill(form('a')) })).ok).toBe(false);
});
