/** Owns what a front is: the app that anybody sees while the notes are locked. It knows no vault, no report, no invite. */
import type { ComponentType } from 'react';

/**
 * Whatever a person types in a front's search line is told here. A front never keeps it, never puts it into an
 * address, and shows the same for every text that leads nowhere.
 */
export type FrontProps = {
  /**
   * `entered` = the person pressed Enter or Search. Without it only a whole invite leads on. Resolves when nothing
   * came of it; when something did, the front is taken off the screen.
   */
  readonly knock: (text: string, entered: boolean) => Promise<void>;
};

/** One React component that works as what it seems to be, in every language and theme of the app. */
export type Front = ComponentType<FrontProps>;
