/** Owns which screen an address and the state of the session lead to; neutral paths, nothing in the title. */
import { useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { assertNever } from '../domain/result.ts';
import { useLife, useSession } from './application.ts';
import { ChangeWords } from './screens/ChangeWords.tsx';
import { CannotRun, Damaged, OtherTab, Starting } from './screens/Elsewhere.tsx';
import { Form } from './screens/Form.tsx';
import { Home } from './screens/Home.tsx';
import { Join } from './screens/Join.tsx';
import { Joining } from './screens/Joining.tsx';
import { Locked } from './screens/Locked.tsx';
import { Report } from './screens/Report.tsx';
import { Settings } from './screens/Settings.tsx';

export function App() {
  const life = useLife();
  const session = useSession();
  // UX manner 4: Escape hides, wherever one is.
  useEffect(() => {
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) void session.hide();
    };
    window.addEventListener('keydown', onEscape, { capture: true });
    return () => window.removeEventListener('keydown', onEscape, { capture: true });
  }, [session]);
  switch (life.at) {
    case 'starting':
      return <Starting />;
    case 'unsupported':
      return <CannotRun code={life.code} />;
    case 'new':
      return <Join busy={life.busy} trouble={life.trouble} />;
    case 'otherTab':
      return <OtherTab busy={life.busy} trouble={life.trouble} />;
    case 'damaged':
      return <Damaged />;
    case 'locked':
      return <Locked busy={life.busy} trouble={life.trouble} />;
    case 'joining':
      return <Joining life={life} />;
    case 'unlocked':
      return (
        <Switch>
          <Route path="/n/:handle/:screen">
            {({ handle, screen }) => <Form handle={handle} screen={screen} life={life} />}
          </Route>
          <Route path="/n/:handle">{({ handle }) => <Report handle={handle} life={life} />}</Route>
          <Route path="/s/w">
            <ChangeWords />
          </Route>
          <Route path="/s">
            <Settings life={life} />
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
