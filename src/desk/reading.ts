/** Owns what happens to what arrives: fetched, opened, noted as handled, acknowledged. Never the states of the desk. */
import { instant } from '../domain/day.ts';
import type { Clock } from '../domain/ports.ts';
import type { Result } from '../domain/result.ts';
import { type FileHandled, fileHandled, NOT_HANDLED, openedFirst } from './handled.ts';
import type { Mailbox } from './mailbox.ts';
import type { OpenerClient } from './openerClient.ts';
import type { Preview } from './report/preview.ts';

export type ReadingDeps = {
  readonly opener: OpenerClient;
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  readonly isOpen: () => boolean;
  /** Another number after every lock: what began before it may not change what comes after. */
  readonly epoch: () => number;
};

export function createReading({ opener, mailbox, clock, isOpen, epoch }: ReadingDeps) {
  async function collect(): Promise<void> {
    const mine = epoch();
    if (!isOpen() || mailbox.fetching.get().running) return;
    mailbox.fetch({ running: true, done: 0, all: 0, file: null });
    const done = await opener.collect();
    if (mine !== epoch()) return;
    mailbox.fetch(
      done.ok
        ? { running: false, file: null, trouble: null, checkedAt: clock.now() }
        : { running: false, file: null, trouble: done.code },
    );
    await mailbox.settle();
    if (mine === epoch()) await acknowledge();
  }

  async function acknowledge(): Promise<void> {
    const mine = epoch();
    const due = mailbox
      .all()
      .filter(
        ({ opened, acknowledged, arrived, contents }) =>
          opened && (acknowledged === 'nothing' || (acknowledged === 'read' && arrived === contents.length)),
      )
      .map(({ parcel }) => parcel);
    if (due.length === 0) return;
    const done = await opener.acknowledge(due);
    if (mine === epoch() && !done.ok) mailbox.fetch({ trouble: done.code });
  }

  async function read(parcels: readonly string[]): Promise<void> {
    const at = instant(clock.now());
    for (const parcel of parcels) {
      const handled = openedFirst(mailbox.get(parcel)?.handled ?? NOT_HANDLED, at);
      await mailbox.change(parcel, { opened: true, unread: false, handled });
    }
    void acknowledge();
  }

  /** `at`: the place of the file in its report. */
  async function noteFile(parcel: string, at: number, step: keyof FileHandled): Promise<void> {
    const card = mailbox.get(parcel);
    const content = card?.contents[at];
    if (card === undefined || content === undefined) return;
    const handled = fileHandled(card.handled, content, step, instant(clock.now()));
    if (handled !== card.handled) await mailbox.change(parcel, { handled });
  }

  return {
    collect,
    acknowledge,
    read,

    async preview(parcel: string, at: number): Promise<Result<Preview>> {
      const shown = await opener.preview(parcel, at);
      if (shown.ok && shown.value.kind !== 'none') await noteFile(parcel, at, 'shown');
      return shown;
    },

    async extract(parcel: string, at: number): Promise<Result<Blob>> {
      const taken = await opener.extract(parcel, at);
      if (taken.ok) await noteFile(parcel, at, 'saved');
      return taken;
    },
  };
}
