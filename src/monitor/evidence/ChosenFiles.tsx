/** Owns saying what chosen files tell, and asking what to do with it before anything is sealed. Never reads one. */
import { type ReactNode, useId, useRef } from 'react';
import { isTelling } from '../../domain/evidence/evidenceTraits.ts';
import { formatMoment } from '../../i18n/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import { useInSight } from '../capture/CaptureWays.tsx';
import type { Composing } from '../life.ts';
import { sayBytes } from '../screens/size.ts';
import { useT } from '../translation.tsx';
import { type ChosenFile, secondsBetween } from './chosen.ts';
import styles from './Evidence.module.css';
import { useWords } from './words.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** "3 hours": whole units, never rounded to nothing. */
export function sayLong(t: ReturnType<typeof useT>, seconds: number): string {
  const [unit, size] =
    seconds < 2 * HOUR
      ? (['minutes', MINUTE] as const)
      : seconds < 2 * DAY
        ? (['hours', HOUR] as const)
        : (['days', DAY] as const);
  return t(`count.${unit}`, { n: Math.max(1, Math.round(seconds / size)) });
}

export type ChosenFilesProps = {
  readonly composing: Composing;
  /** Above the files, and with them in sight. */
  readonly lead?: ReactNode;
};

export function ChosenFiles({ composing, lead }: ChosenFilesProps) {
  const w = useWords();
  const { composing: actions } = useSession();
  const { chosen } = composing;
  const place = useRef<HTMLDivElement>(null);
  // It comes above the button that was pressed: a browser that keeps its place would leave it out of sight.
  useInSight(place, chosen[0]?.id);
  if (chosen.length === 0) return null;
  return (
    <div ref={place} className={styles.chosen}>
      <Stack gap={2}>
        {lead}
        {chosen.map((file) => (
          <Chosen key={file.id} file={file} />
        ))}
        {chosen.length < 2 ? null : (
          <Button wide onClick={() => void actions.decideAll()}>
            {w('evidence.keepAll')}
          </Button>
        )}
      </Stack>
    </div>
  );
}

function Chosen({ file }: { readonly file: ChosenFile }) {
  const t = useT();
  const w = useWords();
  const { composing } = useSession();
  const { id, traits } = file;
  const telling = isTelling(traits);
  const head = useId();
  return (
    <Card>
      <section aria-labelledby={head}>
        <Stack gap={2}>
          <h3 id={head}>
            {w(traits.unread ? 'evidence.unread' : telling ? 'evidence.tells' : 'evidence.long')}
          </h3>
          <p>
            <bdi translate="no">{file.name}</bdi> · {sayBytes(t, file.size)}
          </p>
          {telling ? <Tells file={file} /> : null}
          <Takes file={file} />
          <div className={styles.choices}>
            <Button kind="primary" busy={file.busy} onClick={() => void composing.decide(id, 'keep')}>
              {w('evidence.keep')}
            </Button>
            {file.strippable ? (
              <Button disabled={file.busy} onClick={() => void composing.decide(id, 'strip')}>
                {w('evidence.strip')}
              </Button>
            ) : null}
            {file.shrinkable === null ? null : (
              <Button disabled={file.busy} onClick={() => void composing.decide(id, 'smallerFirst')}>
                {w(file.shrinkable === 'film' ? 'evidence.stillsFirst' : 'evidence.smallerFirst')}
              </Button>
            )}
            <Button kind="quiet" disabled={file.busy} onClick={() => void composing.decide(id, 'drop')}>
              {w('evidence.leaveOut')}
            </Button>
          </div>
          {file.busy ? <p role="status">{w('evidence.working')}</p> : null}
        </Stack>
      </section>
    </Card>
  );
}

/** How long it travels: on this link, or from the best to the worst that is usual. */
function Takes({ file: { size, seconds } }: { readonly file: ChosenFile }) {
  const t = useT();
  const w = useWords();
  if (seconds !== null) return <p>{w('evidence.takes', { time: sayLong(t, seconds) })}</p>;
  const between = secondsBetween(size);
  if (between === null) return null;
  const [good, weak] = [sayLong(t, between.good), sayLong(t, between.weak)];
  return <p>{w('evidence.takesBetween', { good, weak })}</p>;
}

function Tells({ file: { traits, strippable } }: { readonly file: ChosenFile }) {
  const w = useWords();
  const { taken, place, device, program, author, more, unread } = traits;
  if (unread) return <p>{w('evidence.unreadText')}</p>;
  return (
    <>
      <ul className={styles.tells}>
        {taken === null ? null : <li>{w('evidence.taken', { time: formatMoment(taken) })}</li>}
        {place === null ? null : (
          <li>{w('evidence.place', { lat: String(place.lat), lon: String(place.lon) })}</li>
        )}
        {device === null ? null : <li>{w('evidence.device', { device })}</li>}
        {program === null ? null : <li>{w('evidence.program', { program })}</li>}
        {author === null ? null : <li>{w('evidence.author', { author })}</li>}
        {more ? <li>{w('evidence.more')}</li> : null}
      </ul>
      <p>{w(strippable ? 'evidence.why' : 'evidence.cannot')}</p>
    </>
  );
}
