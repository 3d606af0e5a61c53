/** Owns handing a file to the browser's download, once, without leaving an address to it. */

/** `name` was made safe by the caller. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
