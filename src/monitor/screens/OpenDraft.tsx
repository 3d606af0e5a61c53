/** Owns bringing the right draft to an address, also after a reload, and saying when there is none. Never shows an answer. */
import { type ReactNode, useEffect, useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { useSession } from '../application.ts';
import { toldCode } from '../codes.ts';
import type { Composing, Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

export function OpenDraft(props: {
  readonly handle: string;
  readonly life: Unlocked;
  readonly children: (composing: Composing) => ReactNode;
}) {
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

  if (composing !== null) return props.children(composing);
  // Back from the page of a finished report leads over its screens: there is nothing left on them to see.
  const finished = life.items.some((one) => one.kind === 'report' && one.handle === handle);
  if (finished) return <Redirect to={`/n/${handle}`} replace />;
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
