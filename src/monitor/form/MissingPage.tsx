/** Owns the list of what one output lacks, each line a way to its field. Never decides what an output needs. */

import { EmptyState, Row, Rows } from '../../ui/Card.tsx';
import { useLife } from '../application.ts';
import { FullFrame } from './FullFrame.tsx';
import { useFilling } from './filling.tsx';
import { missingFor } from './outputs.ts';
import { placeOf } from './places.ts';

export function MissingPage({ output }: { readonly output: string }) {
  const filling = useFilling();
  const { f, say, go, today, own } = filling;
  const life = useLife();
  const draft = life.at === 'unlocked' ? life.composing?.draft : undefined;
  const wanted =
    draft === undefined ? undefined : missingFor(draft, today, own).find((one) => one.output === output);
  const back = (): void => go({ at: 'parts' });
  if (wanted === undefined) return null;
  return (
    <FullFrame title={f('full.uses.title', { output: say(wanted.label) })} onBack={back}>
      {wanted.missing.length === 0 ? (
        <EmptyState title={f('full.uses.none')} />
      ) : (
        <Rows label={f('full.uses.title', { output: say(wanted.label) })}>
          {wanted.missing.map(({ path, label }, index) => {
            const place = placeOf(filling, path);
            return (
              <Row
                // biome-ignore lint/suspicious/noArrayIndexKey: two lines may lead to one field
                key={index}
                title={say(label)}
                detail={`${place.detail} · ${place.title}`}
                onOpen={() => go(place.page)}
              />
            );
          })}
        </Rows>
      )}
    </FullFrame>
  );
}
