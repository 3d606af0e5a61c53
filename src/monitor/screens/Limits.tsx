/** Owns saying aloud what the app can and cannot protect; never softer than PRODUCT. [S12] */
import { Check, X } from 'lucide-react';
import type { MonitorWords } from '../../i18n/monitorMessages.ts';
import { Card } from '../../ui/Card.tsx';
import { Points } from '../../ui/Points.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useT } from '../translation.tsx';

type Line = keyof MonitorWords & `limits.${'can' | 'cannot'}.${string}`;

/** In the order of the page. The types demand every line that there is, so that none is written and never shown. */
const LINES: Readonly<Record<Line, true>> = {
  'limits.can.locked': true,
  'limits.can.sealed': true,
  'limits.can.blind': true,
  'limits.can.proof': true,
  'limits.cannot.forced': true,
  'limits.cannot.screenshots': true,
  'limits.cannot.installed': true,
  'limits.cannot.memory': true,
  'limits.cannot.erase': true,
  'limits.cannot.keyboard': true,
  'limits.cannot.ios': true,
  'limits.cannot.certificate': true,
  'limits.cannot.host': true,
  'limits.cannot.shared': true,
  'limits.cannot.recognised': true,
  'limits.cannot.linked': true,
  'limits.cannot.few': true,
};
const linesOf = (part: 'can' | 'cannot'): readonly Line[] =>
  (Object.keys(LINES) as Line[]).filter((line) => line.startsWith(`limits.${part}.`));

export function Limits() {
  const t = useT();
  const say = t as unknown as (key: Line) => string;
  return (
    <Stack gap={4}>
      <Card title={t('limits.can')}>
        <Points lines={linesOf('can').map(say)} mark={<Check size={20} aria-hidden="true" />} />
      </Card>
      <Card title={t('limits.cannot')}>
        <Points lines={linesOf('cannot').map(say)} mark={<X size={20} aria-hidden="true" />} />
      </Card>
    </Stack>
  );
}
