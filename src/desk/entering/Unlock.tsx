/** Owns the locked desk: one field, and nothing that tells whose it is. */
import { Eye, LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { SecretField } from '../../ui/TextField.tsx';
import { normaliseWords } from '../../wire/words/words.ts';
import { useDesk, useT } from '../desk.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import { Door } from './Door.tsx';

export function Unlock({ busy, trouble }: { readonly busy: boolean; readonly trouble: string | null }) {
  const t = useT();
  const { session } = useDesk();
  const [typed, setTyped] = useState('');
  const open = (): void => {
    if (busy || typed.trim() === '') return;
    void session.unlock(normaliseWords(typed));
  };
  return (
    <Door
      title={t('unlock.title')}
      lead={t('door.unlock.lead')}
      notice={<Trouble code={trouble} />}
      foot={t('unlock.leave')}
      actions={
        <Button
          kind="primary"
          icon={<LockKeyhole size={18} />}
          busy={busy}
          disabled={typed.trim() === ''}
          onClick={open}
        >
          {busy ? t('unlock.opening') : t('unlock.button')}
        </Button>
      }
    >
      <SecretField
        label={t('unlock.field')}
        showLabel={t('unlock.show')}
        hideLabel={t('unlock.hide')}
        showIcon={<Eye size={18} />}
        value={typed}
        onChange={setTyped}
        onEnter={open}
        autoFocus
      />
    </Door>
  );
}
