/** Owns the frame of every page of a draft: which one it is, what is saved, the way back. Never an answer. */
import { ArrowLeft, Check, CircleAlert, NotebookText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button, IconButton } from '../../ui/Button.tsx';
import { useSession } from '../application.ts';
import type { Composing, Saving } from '../life.ts';
import styles from '../short/Form.module.css';
import { useT } from '../translation.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

/** *Saved on this phone* exactly when the vault has written, read back and compared. [S1] */
function SavedLine({ saving }: { readonly saving: Saving }) {
  const t = useT();
  return (
    <p className={styles.saved} role="status" data-saving={saving.at}>
      {saving.at === 'saved' ? <Check size={16} aria-hidden="true" /> : null}
      {saving.at === 'failed' ? <CircleAlert size={16} aria-hidden="true" /> : null}
      {saving.at === 'saved'
        ? t('state.saved')
        : saving.at === 'saving'
          ? t('state.saving')
          : saving.at === 'failed'
            ? t('state.notSaved')
            : t('form.saves')}
    </p>
  );
}

export type DraftPageProps = {
  readonly composing: Composing;
  readonly title: string;
  readonly lead?: ReactNode;
  /** Before *Saved*: which step or part it is. */
  readonly place?: ReactNode;
  readonly onBack: () => void;
  /** After Back. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

export function DraftPage({ composing, title, lead, place, onBack, actions, children }: DraftPageProps) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const { draft, saving } = composing;
  return (
    <Page
      bar={draft.localRef}
      start={<IconButton icon={<NotebookText size={20} />} label={t('home.title')} onClick={() => go('/')} />}
      title={title}
      {...(lead === undefined ? {} : { lead })}
      before={
        <>
          <div className={styles.head}>
            {place}
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
