/** Owns what the seven screens share: which one it is, back and next, and where each lives. Never an answer. */
import { ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { ScreenNumber } from '../../domain/draft.ts';
import { Button } from '../../ui/Button.tsx';
import { StepCount } from '../../ui/Progress.tsx';
import type { Composing } from '../life.ts';
import { DraftPage } from '../screens/DraftPage.tsx';
import { useT } from '../translation.tsx';

export const SUMMARY = 8;

/** Where a screen of a draft lives. Nothing in the address says what is written there. `file`: the number of the file to go to, from 1. */
export const screenPath = (handle: string, screen: number, file = 0): string =>
  `/n/${handle}/${screen}${file === 0 ? '' : `/${file}`}`;

/** Where the full form of a draft begins. */
export const fullStart = (handle: string): string => `/n/${handle}/f`;

/** Where the organisation's own form beside the short one begins. */
export const ownStart = (handle: string): string => `/n/${handle}/o`;

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
  const [, go] = useLocation();
  const { handle } = composing;
  return (
    <DraftPage
      composing={composing}
      title={title}
      {...(lead === undefined ? {} : { lead })}
      place={<StepCount at={screen} of={7} text={t('step.at', { at: screen, of: 7 })} />}
      onBack={() => go(screen === 1 ? '/' : screenPath(handle, screen - 1))}
      actions={
        <>
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
    </DraftPage>
  );
}
