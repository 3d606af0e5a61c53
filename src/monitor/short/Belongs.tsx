/** Owns naming captures that belong to a draft: those made here, or one whose code was noted. Never what was captured. */
import { Camera, X } from 'lucide-react';
import { useState } from 'react';
import { parseCaptureCode } from '../../domain/capture.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/ChoiceList.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useLife } from '../application.ts';
import styles from '../settings/Keeping.module.css';
import { useT } from '../translation.tsx';

export function Belongs({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
}) {
  const t = useT();
  const life = useLife();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const here =
    life.at === 'unlocked'
      ? life.items.flatMap((item) =>
          item.kind === 'report' && item.trace.kind === 'capture' ? [item.trace.code] : [],
        )
      : [];
  const elsewhere = chosen.filter((code) => !here.includes(code));
  const add = (): void => {
    const code = parseCaptureCode(typed);
    setWrong(code === null);
    if (code === null) return;
    setTyped('');
    if (!chosen.includes(code)) onChange([...chosen, code]);
  };
  return (
    <Disclosure summary={t('capture.belongs')} open={chosen.length > 0}>
      <Stack gap={4}>
        <p className={styles.soft}>{t('capture.belongsHint')}</p>
        {here.length === 0 ? null : (
          <CheckList
            legend={t('capture.kind')}
            values={chosen.filter((code) => here.includes(code))}
            onChange={(codes) => onChange([...elsewhere, ...codes])}
            choices={here.map((code) => ({ value: code, label: code, icon: <Camera size={20} /> }))}
          />
        )}
        {elsewhere.length === 0 ? null : (
          <ul className={styles.chips} aria-label={t('capture.belongs')}>
            {elsewhere.map((code) => (
              <li key={code}>
                <Button
                  icon={<X size={20} />}
                  aria-label={`${t('action.remove')}: ${code}`}
                  onClick={() => onChange(chosen.filter((one) => one !== code))}
                >
                  {code}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <TextField
          label={t('capture.typed')}
          hint={t('capture.typedHint')}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setWrong(false);
          }}
          onEnter={add}
          capitals="none"
          mono
          error={wrong ? { text: t('capture.notCode') } : undefined}
        />
        <Beside>
          <Button disabled={typed.trim() === ''} onClick={add}>
            {t('capture.add')}
          </Button>
        </Beside>
      </Stack>
    </Disclosure>
  );
}
