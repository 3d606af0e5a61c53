/** Proves that a draft is not sealed by guess where the settings cannot be read. */
import { expect, it } from 'vitest';
import { emptyDraft, setExtra } from '../../src/domain/draft.ts';
import { finishDraft } from '../../src/monitor/finishing.ts';
import type { Vault } from '../../src/vault/api.ts';
import { NOW } from '../domain/samples.ts';

const EMPTY = { id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab', localRef: 'ZKZ73', country: 'KG', now: NOW };

it('[FORM1] settings that cannot be read are told at Finish, not taken for none with a form', async () => {
  const asked: string[] = [];
  const vault = new Proxy({} as Vault, {
    get: (_, name) => async () => {
      asked.push(String(name));
      return { ok: false, code: 'manifestUnsigned' };
    },
  });
  const draft = setExtra(
    emptyDraft({ ...EMPTY, lang: 'en' }),
    { form: 'a', version: '1', answers: { known: 'no', phone: '+99290' } },
    NOW,
  );
  expect(await finishDraft(vault, draft, NOW, () => undefined)).toEqual({
    ok: false,
    code: 'manifestUnsigned',
  });
  expect(asked).toEqual(['manifest']);
});
