/** Owns saying aloud what the app can and cannot protect; never softer than PRODUCT. [S12] */
import { Check, X } from 'lucide-react';
import type { MonitorWords } from '../../i18n/monitorMessages.ts';
import { Card } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useT } from '../translation.tsx';
import styles from './Join.module.css';

type Line = keyof MonitorWords & `limits.${'can' | 'cannot'}.${string}`;

const CAN: readonly Line[] = [
  'limits.can.locked',
  'limits.can.sealed',
  'limits.can.blind',
  'limits.can.proof',
];
const CANNOT: readonly Line[] = [
  'limits.cannot.forced',
  'limits.cannot.screenshots',
  'limits.cannot.installed',
  'limits.cannot.memory',
  'limits.cannot.erase',
  'limits.cannot.keyboard',
  'limits.cannot.ios',
  'limits.cannot.certificate',
  'limits.cannot.host',
  'limits.cannot.recognised',
  'limits.cannot.linked',
  'limits.cannot.few',
];

function Lines({ lines, can }: { readonly lines: readonly Line[]; readonly can: boolean }) {
  const t = useT();
  const say = t as unknown as (key: Line) => string;
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>
          {can ? <Check size={20} aria-hidden="true" /> : <X size={20} aria-hidden="true" />}
          <span>{say(line)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Limits() {
  const t = useT();
  return (
    <Stack gap={4}>
      <Card title={t('limits.can')}>
        <Lines lines={CAN} can />
      </Card>
      <Card title={t('limits.cannot')}>
        <Lines lines={CANNOT} can={false} />
      </Card>
    </Stack>
  );
}
