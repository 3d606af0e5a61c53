/** Owns keeping ticked boxes out of what a browser writes down about a page; never what they mean. */

/**
 * Firefox writes into its session files which boxes differ from the page's own state, whatever `autocomplete` says
 * (seen in 153 ESR): an answer would lie there in plain sight. So each answer is made the page's own state. S3
 */
export const untold =
  (checked: boolean) =>
  (box: HTMLInputElement | null): void => {
    if (box !== null) box.defaultChecked = checked;
  };
