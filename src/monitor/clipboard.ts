/** Owns the one thing that the app may put into the clipboard, and taking it out again. Never reads what is there. */

/** The part of a browser that is used; a `navigator` fits. Without a secure context there is no clipboard. */
export type ClipboardPage = { readonly clipboard?: { writeText(text: string): Promise<void> } };

export type Clipboard = ReturnType<typeof createClipboard>;

export function createClipboard({ clipboard }: ClipboardPage) {
  let filled = false;
  /** Hide came while the page had no focus. */
  let owed = false;
  const write = async (text: string): Promise<boolean> => {
    if (clipboard === undefined) return false;
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // Refused, or the page has lost the focus: browsers allow it to nobody then.
      return false;
    }
  };
  const settle = async (): Promise<void> => {
    if (owed && (await write(''))) filled = owed = false;
  };
  return {
    /** True when it is there. */
    async copy(text: string): Promise<boolean> {
      const there = await write(text);
      filled ||= there;
      owed &&= !there;
      return there;
    },
    /** On Hide. What came from elsewhere is left alone, as far as one can know without looking. */
    empty(): Promise<void> {
      owed = filled;
      return settle();
    },
    /** The page has the focus again: what Hide could not take out goes now. */
    settle,
  };
}
