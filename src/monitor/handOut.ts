/** Owns handing files to the browser's downloads or to another app. Must never leave an address to one behind. */

export type HandOut = {
  save(files: readonly File[]): void;
  /** Whether the share sheet of this browser takes such files. */
  canShare(files: readonly File[]): boolean;
  /** False: the person changed their mind, or the browser would not. */
  share(files: readonly File[]): Promise<boolean>;
};

/** The download has taken hold of a file by then. */
const TAKEN_AFTER = 10_000;

export function createHandOut(page: Window): HandOut {
  const { document, navigator } = page;
  return {
    save(files) {
      for (const file of files) {
        const url = URL.createObjectURL(file);
        const link = document.createElement('a');
        link.href = url;
        link.download = file.name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(url), TAKEN_AFTER);
      }
    },
    canShare: (files) => navigator.canShare?.({ files: [...files] }) ?? false,
    share: (files) =>
      navigator.share({ files: [...files] }).then(
        () => true,
        () => false,
      ),
  };
}
