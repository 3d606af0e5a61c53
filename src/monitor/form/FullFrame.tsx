/** Owns what all pages of the full form share: where one is, what is saved, the way back. Never an answer. */
import { ArrowLeft, NotebookText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button, IconButton } from '../../ui/Button.tsx';
import { useLife, useSession } from '../application.ts';
import { SavedLine } from '../screens/FormFrame.tsx';
import { Notice } from '../screens/Notice.tsx';
import { Page } from '../screens/Page.tsx';
import { useT } from '../translation.tsx';
import styles from './Full.module.css';

export type FullFrameProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Beside *Saved*: which part it is. */
  readonly place?: ReactNode;
  readonly onBack: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

export function FullFrame({ title, lead, place, onBack, actions, children }: FullFrameProps) {
  const t = useT();
  const session = useSession();
  const life = useLife();
  const [, go] = useLocation();
  const composing = life.at === 'unlocked' ? life.composing : null;
  if (composing === null) return null;
  const { saving, draft } = composing;
  return (
    <Page
      bar={draft.localRef}
      start={<IconButton icon={<NotebookText size={20} />} label={t('home.title')} onClick={() => go('/')} />}
      title={title}
      {...(lead === undefined ? {} : { lead })}
      before={
        <>
          <div className={styles.head}>
            <div className={styles.soft}>{place}</div>
            <SavedLine saving={saving} />
          </div>
          {saving.at === 'failed' ? (
            <Notice
              code={saving.code}
              actions={<Button onClick={() => session.composing.answer({})}>{t('action.retry')}</Button>}
            />
          ) : null}
        </>
      }
      actions={
        <>
          <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={onBack}>
            {t('action.back')}
          </Button>
          {actions}
        </>
      }
    >
      {children}
    </Page>
  );
}
