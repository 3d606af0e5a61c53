/** Owns what all pages of the full form share: the draft that is open, and which part it is. Never an answer. */
import type { ReactNode } from 'react';
import { useLife } from '../application.ts';
import { DraftPage, type DraftPageProps } from '../screens/DraftPage.tsx';
import styles from './Full.module.css';

export type FullFrameProps = Omit<DraftPageProps, 'composing'>;

export function FullFrame({ place, children, ...page }: FullFrameProps): ReactNode {
  const life = useLife();
  const composing = life.at === 'unlocked' ? life.composing : null;
  if (composing === null) return null;
  return (
    <DraftPage composing={composing} place={<div className={styles.soft}>{place}</div>} {...page}>
      {children}
    </DraftPage>
  );
}
