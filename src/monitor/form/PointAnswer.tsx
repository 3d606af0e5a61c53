/** Owns answering with a position: typed, or taken from the phone by a press. Never asks the phone by itself. */
import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { objectOf } from '../../domain/form/answers.ts';
import { Button } from '../../ui/Button.tsx';
import { Beside } from '../../ui/Screen.tsx';
import { useApplication } from '../application.ts';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';
import { NumberBox } from './NumberAnswer.tsx';
import type { Asked } from './Questions.tsx';

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export function PointAnswer({ path, label, hint, error }: Asked<'point'>) {
  const { root, put, f } = useFilling();
  const { device } = useApplication();
  const [state, setState] = useState<'idle' | 'taking' | 'failed'>('idle');
  const kept = objectOf(root, path);
  const [lat, lon] = [numberOf(kept['lat']), numberOf(kept['lon'])];
  const keep = (point: { lat: number | undefined; lon: number | undefined }): void =>
    put(
      path,
      point.lat === undefined && point.lon === undefined
        ? undefined
        : {
            ...(point.lat === undefined ? {} : { lat: point.lat }),
            ...(point.lon === undefined ? {} : { lon: point.lon }),
          },
      'typed',
    );
  const take = (): void => {
    setState('taking');
    void device.position().then((position) => {
      setState(position === null ? 'failed' : 'idle');
      if (position !== null) put(path, { lat: position.lat, lon: position.lon }, 'tapped');
    });
  };
  return (
    <fieldset className={styles.pair}>
      <legend className={styles.name}>{label}</legend>
      <p className={styles.soft}>
        {hint} {f('full.point.hint')}
      </p>
      <Beside>
        <NumberBox
          label={f('full.point.lat')}
          kind="decimal"
          value={lat}
          onChange={(value) => keep({ lat: value, lon })}
        />
        <NumberBox
          label={f('full.point.lon')}
          kind="decimal"
          value={lon}
          onChange={(value) => keep({ lat, lon: value })}
          error={error}
        />
      </Beside>
      <div>
        <Button icon={<LocateFixed size={20} />} busy={state === 'taking'} onClick={take}>
          {state === 'taking' ? f('full.point.taking') : f('full.point.take')}
        </Button>
      </div>
      <p role="status" className={styles.soft}>
        {state === 'failed' ? f('full.point.failed') : null}
      </p>
    </fieldset>
  );
}
