/** Owns the numbers behind a progress bar. Must never count a byte that no endpoint acknowledged. */

/** A parcel of a batch, however far it is; `stored`: the end, proved. */
export type ProgressPart = {
  readonly handle: string;
  readonly size: number;
  readonly stage:
    | { readonly name: 'queued' | 'refused' | 'sent' | 'stored' }
    | { readonly name: 'sending'; readonly bytes: number };
};

/** Bytes acknowledged, of how many; per file in the order given, and in all. */
export type Progress = {
  readonly bytes: number;
  readonly total: number;
  readonly files: readonly { readonly handle: string; readonly bytes: number; readonly total: number }[];
};

const acknowledged = ({ stage, size }: ProgressPart): number => {
  if (stage.name === 'sending') return Math.min(size, stage.bytes);
  return stage.name === 'sent' || stage.name === 'stored' ? size : 0;
};

/**
 * How far a batch is. It goes back only when bytes are really gone: an endpoint lost them, or the parcel begins anew at
 * another store. S7
 */
export function progressOf(parts: readonly ProgressPart[]): Progress {
  const files = parts.map((part) => ({
    handle: part.handle,
    bytes: acknowledged(part),
    total: part.size,
  }));
  const sum = (of: 'bytes' | 'total') => files.reduce((all, file) => all + file[of], 0);
  return { bytes: sum('bytes'), total: sum('total'), files };
}
