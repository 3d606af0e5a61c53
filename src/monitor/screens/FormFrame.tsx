/** Owns what the seven screens share: where one is, what is saved, back and next. Never an answer. */
import { ArrowLeft, Check, CircleAlert, ListChecks, NotebookText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { ScreenNumber } from '../../domain/draft.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { StepCount } from '../../ui/Progress.tsx';
import { useSession } from '../application.ts';
import type { Composing, Saving } from '../life.ts';
import { useT } from '../translation.tsx';
import styles from './Form.module.css';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';

export const SUMMARY = 8;

/** Where a screen of a draft lives. Nothing in the address says what is written there. */
export const screenPath = (handle: string, screen: number): string => `/n/${handle}/${screen}`;

/** Where the full form of a draft begins. */
export const fullStart = (handle: string): string => `/n/${handle}/f`;

/** Where the organisation's own form beside the short one begins. */
export const ownStart = (handle: string): string => `/n/${handle}/o`;

/** *Saved on this phone* exactly when the vault has written, read back and compared. [S1] */
export function SavedLine({ saving }: { readonly saving: Saving }) {
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

export type FormFrameProps = {
  readonly composing: Composing;
  readonly screen: ScreenNumber;
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** Beside Next: "I don't know", where the screen has no such line. */
  readonly skip?: ReactNode;
  /** A screen that moves on by itself when an answer is pressed. */
  readonly noNext?: boolean;
};

export function FormFrame({
  composing,
  screen,
  title,
  lead,
  children,
  skip,
  noNext = false,
}: FormFrameProps) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const { handle, draft, saving } = composing;
  return (
    <Page
      bar={draft.localRef}
      start={<IconButton icon={<NotebookText size={20} />} label={t('home.title')} onClick={() => go('/')} />}
      title={title}
      {...(lead === undefined ? {} : { lead })}
      before={
        <>
          <div className={styles.head}>
            <StepCount at={screen} of={7} text={t('step.at', { at: screen, of: 7 })} />
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
          <Button
            kind="quiet"
            icon={<ArrowLeft size={20} />}
            onClick={() => go(screen === 1 ? '/' : screenPath(handle, screen - 1))}
          >
            {t('action.back')}
          </Button>
          <Button
            kind="quiet"
            icon={<ListChecks size={20} />}
            onClick={() => go(screenPath(handle, SUMMARY))}
          >
            {t('form.summary')}
          </Button>
          {skip}
          {noNext ? null : (
            <Button kind="primary" onClick={() => go(screenPath(handle, screen + 1))}>
              {t('action.next')}
            </Button>
          )}
        </>
      }
    >
      {children}
    </Page>
  );
}
