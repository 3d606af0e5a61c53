/** Owns which screen the life of the desk and the address lead to; neutral paths, nothing of a report in them. */
import { useEffect, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { assertNever } from '../domain/result.ts';
import { type DeskTranslator, loadDeskWords } from '../i18n/deskMessages.ts';
import { useDesk, useObserved, Words } from './desk.tsx';
import { Damaged, OtherTab, Starting, Unsupported } from './entering/Elsewhere.tsx';
import { Founding } from './entering/Founding.tsx';
import { Unlock } from './entering/Unlock.tsx';
import { Welcome } from './entering/Welcome.tsx';
import { Forms } from './forms/Forms.tsx';
import { Lists } from './forms/Lists.tsx';
import { Inbox } from './inbox/Inbox.tsx';
import { Unpublished } from './screens/Leaving.tsx';
import { Monitors } from './team/Monitors.tsx';
import { Team } from './team/Team.tsx';

export function App() {
  const { language } = useDesk();
  const lang = useObserved(language);
  const [t, setT] = useState<DeskTranslator | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadDeskWords(lang).then((loaded) => {
      if (!wanted) return;
      document.documentElement.lang = lang;
      setT(() => loaded);
    });
    return () => {
      wanted = false;
    };
  }, [lang]);
  if (t === null) return null;
  return (
    <Words t={t}>
      <Place />
    </Words>
  );
}

function Place() {
  const life = useObserved(useDesk().session.life);
  switch (life.at) {
    case 'starting':
      return <Starting />;
    case 'unsupported':
      return <Unsupported code={life.code} />;
    case 'otherTab':
      return <OtherTab busy={life.busy} trouble={life.trouble} />;
    case 'damaged':
      return <Damaged />;
    case 'fresh':
      return <Welcome busy={life.busy} trouble={life.trouble} />;
    case 'locked':
      return <Unlock busy={life.busy} trouble={life.trouble} />;
    case 'founding':
      return <Founding life={life} />;
    case 'open':
      return (
        <>
          <Switch>
            <Route path="/monitors">
              <Monitors />
            </Route>
            <Route path="/forms">
              <Forms />
            </Route>
            <Route path="/lists">
              <Lists />
            </Route>
            <Route path="/team">
              <Team />
            </Route>
            <Route path="/report">
              <Inbox showing="detail" />
            </Route>
            <Route path="/">
              <Inbox showing="list" />
            </Route>
            <Route>
              <Redirect to="/" replace />
            </Route>
          </Switch>
          <Unpublished />
        </>
      );
    default:
      return assertNever(life);
  }
}
