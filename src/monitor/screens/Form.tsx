/** Owns bringing the right draft and screen to an address, also after a reload. Never keeps an answer. */
import { useEffect, useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { useSession } from '../application.ts';
import { toldCode } from '../codes.ts';
import type { Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { FormBy } from './FormBy.tsx';
import { SUMMARY, screenPath } from './FormFrame.tsx';
import { FormSummary } from './FormSummary.tsx';
import { FormUse } from './FormUse.tsx';
import { FormWhat } from './FormWhat.tsx';
import { FormWhen } from './FormWhen.tsx';
import { FormWhere } from './FormWhere.tsx';
import { FormWho } from './FormWho.tsx';
import { FormWords } from './FormWords.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

export function Form(props: { readonly handle: string; readonly screen: string; readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const { handle, life } = props;
  const [trouble, setTrouble] = useState<string | null>(null);
  const composing = life.composing?.handle === handle ? life.composing : null;

  useEffect(() => {
    let wanted = true;
    setTrouble(null);
    void session.openDraft(handle).then((opened) => {
      if (wanted && !opened.ok) setTrouble(opened.code);
    });
    return () => {
      wanted = false;
    };
  }, [session, handle]);

  // Back from the page of a finished report leads over its screens: there is nothing left on them to see.
  const finished = life.items.some((one) => one.kind === 'report' && one.handle === handle);
  if (composing === null && finished) return <Redirect to={`/n/${handle}`} replace />;
  if (composing === null) {
    if (trouble === null)
      return (
        <Page>
          <Skeleton lines={4} label={t('work.loading')} />
        </Page>
      );
    return (
      <Page>
        {trouble === 'notFound' || trouble === 'locked' ? (
          <EmptyState
            title={t('draft.gone')}
            action={
              <Button kind="primary" onClick={() => go('/')}>
                {t('home.title')}
              </Button>
            }
          />
        ) : (
          <Notice code={toldCode(trouble)} />
        )}
      </Page>
    );
  }
  switch (props.screen) {
    case '1':
      return <FormWhat composing={composing} />;
    case '2':
      return <FormWhen composing={composing} />;
    case '3':
      return <FormWhere composing={composing} />;
    case '4':
      return <FormWho composing={composing} />;
    case '5':
      return <FormBy composing={composing} />;
    case '6':
      return <FormWords composing={composing} />;
    case '7':
      return <FormUse composing={composing} />;
    case String(SUMMARY):
      return <FormSummary composing={composing} life={life} />;
    default:
      return (
        <Page>
          <EmptyState
            title={t('draft.gone')}
            action={
              <Button kind="primary" onClick={() => go(screenPath(handle, 1))}>
                {t('finish.go')}
              </Button>
            }
          />
        </Page>
      );
  }
}
