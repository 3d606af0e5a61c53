/** Owns whether the organisation has, or had, forms of its own, so that nobody else loads what asks them. Never a question. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { notHere } from '../screens/NotHere.tsx';

const OwnForms = lazy(() =>
  import('../form/OwnForms.tsx').then((part) => ({ default: part.OwnForms }), notHere),
);

export function OwnFormRows({ composing }: { readonly composing: Composing }) {
  const session = useSession();
  const [some, setSome] = useState(composing.draft.extra !== undefined);
  useEffect(() => {
    let wanted = true;
    void session.ownForms().then((forms) => {
      if (wanted && forms[0]) setSome(true);
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return some ? (
    <Suspense fallback={null}>
      <OwnForms composing={composing} />
    </Suspense>
  ) : null;
}
