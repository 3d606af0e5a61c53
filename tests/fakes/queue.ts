/** Owns a queue in memory with its sealed bytes; it survives a crash of the postman, as the real one does. */
import type { Change, Parcel, Queue, SealedReader, Stage } from '../../src/outbox/ports.ts';

export type Entry = { parcel: Parcel; bytes: Uint8Array<ArrayBuffer>; changes: Change[]; end: Change | null };

export class MemoryQueue implements Queue, SealedReader {
  readonly entries = new Map<string, Entry>();
  /** Called before each slice is read; may throw, as storage does. */
  onRead: (handle: string) => void = () => undefined;

  add(parcel: Parcel, bytes: Uint8Array<ArrayBuffer>): void {
    this.entries.set(parcel.handle, { parcel, bytes, changes: [], end: null });
  }

  entry(handle: string): Entry {
    const entry = this.entries.get(handle);
    if (entry === undefined) throw new Error(`no parcel ${handle}`);
    return entry;
  }

  async dueParcels(): Promise<readonly Parcel[]> {
    return [...this.entries.values()].filter(({ end }) => end === null).map(({ parcel }) => parcel);
  }

  async change(handle: string, change: Change): Promise<void> {
    const entry = this.entry(handle);
    entry.changes.push(change);
    const to = (stage: Stage) => {
      entry.parcel = { ...entry.parcel, stage };
    };
    if (change.name === 'sending') {
      const { stage, size, lost } = entry.parcel;
      const held = stage.name === 'sending' ? stage.bytes : stage.name === 'sent' ? size : 0;
      const gone = held - change.bytes;
      if (gone > 0)
        entry.parcel = { ...entry.parcel, lost: { bytes: (lost?.bytes ?? 0) + gone, at: change.at } };
    }
    if (change.name === 'sending' || change.name === 'sent') to(change);
    if (change.name === 'stored' || change.name === 'refused') entry.end = change;
  }

  /** As a phone keeps it: with each proof the store that gave it; another one there now is given it again. */
  async storeSeen(endpoint: string, epoch: string): Promise<boolean> {
    let due = false;
    for (const entry of this.entries.values()) {
      const { end } = entry;
      if (end?.name !== 'stored' || end.endpoint !== endpoint || end.store === epoch) continue;
      entry.end = null;
      entry.parcel = { ...entry.parcel, stage: { name: 'sending', endpoint, bytes: 0 } };
      due = true;
    }
    return due;
  }

  async slice(handle: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    this.onRead(handle);
    return this.entry(handle).bytes.slice(from, to);
  }
}
