/** Owns which screen the place and the state of the session lead to; the address and the title say nothing. */
import { lazy, Suspense, useEffect, useMemo, useSyncExternalStore } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { assertNever } from '../domain/result.ts';
import { useLife, useSession } from './application.ts';
import { CaptureNow } from './capture/CaptureNow.tsx';
import { Fetching, NotLoaded } from './form/NotLoaded.tsx';
import type { Front } from './front/front.ts';
import { PrivateNotes } from './front/PrivateNotes.tsx';
import { Join } from './joining/Join.tsx';
import { Joining } from './joining/Joining.tsx';
import { isOpen } from './life.ts';
import type { Place } from './place.ts';
import { placeHook } from './placeHook.ts';
import { CannotRun, Damaged, OtherTab, Starting } from './screens/Elsewhere.tsx';
import { Home } from './screens/Home.tsx';
import { Locked } from './screens/Locked.tsx';
import { Report } from './screens/Report.tsx';
import { Settings } from './settings/Settings.tsx';
import { Form } from './short/Form.tsx';

/** Nobody in danger waits for it: the full form is a download of its own, which the service worker keeps. */
const FullForm = lazy(() =>
  import('./form/FullForm.tsx').then(
    (form) => ({ default: form.FullForm }),
    () => ({ default: NotLoaded }),
  ),
);

/** All of it, or the organisation's own form alone. */
const FULL = ['f', 'o'] as const;

type FullAddress = { readonly [name in 'handle' | 'part' | 'where' | 'field']?: string | undefined };

export type AppProps = {
  /** What stands before the app while it is locked; null = the entry page itself. */
  readonly front: Front | null;
  readonly place: Place;
};

export function App({ front, place }: AppProps) {
  const hook = useMemo(() => placeHook(place), [place]);
  return (
    <Router hook={hook}>
      <Screens front={front} />
    </Router>
  );
}

function Screens({ front: Front }: Pick<AppProps, 'front'>) {
  const life = useLife();
  const session = useSession();
  const door = useSyncExternalStore(session.door.subscribe, session.door.get);
  // UX manner 4: Escape hides, wherever one is.
  useEffect(() => {
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) void session.hide();
    };
    window.addEventListener('keydown', onEscape, { capture: true });
    return () => window.removeEventListener('keydown', onEscape, { capture: true });
  }, [session]);
  if (Front !== null && door.at === 'closed' && !isOpen(life)) return <Front knock={session.knock} />;
  const invite = door.at === 'open' ? door.invite : null;
  switch (life.at) {
    case 'starting':
      return <Starting />;
    case 'unsupported':
      return <CannotRun code={life.code} />;
    case 'new':
      return <Join busy={life.busy} trouble={life.trouble} invite={invite} />;
    case 'otherTab':
      return <OtherTab busy={life.busy} trouble={life.trouble} />;
    case 'damaged':
      return <Damaged />;
    case 'locked':
      return <Locked busy={life.busy} trouble={life.trouble} invited={invite !== null} />;
    case 'notes':
      return <PrivateNotes />;
    case 'joining':
      return <Joining life={life} />;
    case 'unlocked':
      return (
        <Switch>
          {FULL.map((which) => (
            <Route key={which} path={`/n/:handle/${which}/:part?/:where?/:field?`}>
              {({ handle = '', part, where, field }: FullAddress) => (
                <Suspense fallback={<Fetching />}>
                  <FullForm {...{ handle, life, part, where, field }} own={which === 'o'} />
                </Suspense>
              )}
            </Route>
          ))}
          <Route path="/n/:handle/:screen/:file?">
            {({ handle, screen, file }) => <Form {...{ handle, screen, file, life }} />}
          </Route>
          <Route path="/n/:handle">{({ handle }) => <Report handle={handle} life={life} />}</Route>
          <Route path="/s/:page?">{({ page }) => <Settings page={page} life={life} />}</Route>
          <Route path="/c">
            <CaptureNow />
          </Route>
          <Route path="/">
            <Home life={life} />
          </Route>
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      );
    default:
      return assertNever(life);
  }
}
