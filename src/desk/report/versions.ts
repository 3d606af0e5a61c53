/** Owns the versions of the report on the screen: what was sent about it is opened when it is shown, never before. Trusts no claim. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Sent, type Version, versionsOf } from '../../domain/later/history.ts';
import { additionsTo, openedAdditions, sentOf, sinceShown } from '../additions.ts';
import type { Card } from '../card.ts';
import { useDesk, useObserved } from '../desk.tsx';
import type { OpenedReport } from '../openerMessages.ts';

export type Versions = {
  readonly versions: readonly Version[];
  readonly doubtful: number;
  readonly closed: number;
  /** Claims that were not opened. */
  readonly left: number;
};

export type Following = {
  /** null while they are opened, or when there is nothing to tell. */
  readonly found: Versions | null;
  readonly loading: boolean;
  /** What came while the report was open: not opened, and not read. */
  readonly arrived: readonly Card[];
  readonly showArrived: () => void;
};

/** Lets the page draw and answer the person between two pieces of work. */
const breath = (): Promise<void> => new Promise((done) => setTimeout(done));

export function useVersions(card: Card, report: OpenedReport): Following {
  const { session, mailbox } = useDesk();
  const cards = useObserved(mailbox.cards);
  const { opened, left } = useMemo(() => openedAdditions(card, additionsTo(card, cards)), [card, cards]);
  const [shown, setShown] = useState<ReadonlySet<string>>(() => new Set(opened.map(({ parcel }) => parcel)));
  const { here, arrived } = sinceShown(opened, shown);
  const parcels = here.map(({ parcel }) => parcel);
  const wanted = parcels.join();
  const [found, setFound] = useState<Versions | null>(null);
  const [loading, setLoading] = useState(parcels.length > 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` says all that `parcels` does
  useEffect(() => {
    let wantedStill = true;
    const original = sentOf(report) ?? { fields: report.fields, author: '?', n: null, forced: false };
    if (parcels.length === 0) return;
    setLoading(true);
    void (async () => {
      const additions: Sent[] = [];
      const seen: string[] = [];
      let [doubtful, closed] = [0, 0];
      for (const parcel of parcels) {
        const one = await session.peek(parcel);
        if (!wantedStill) return;
        const sent = one.ok ? sentOf(one.value) : null;
        if (!one.ok) closed += 1;
        else if (sent === null) doubtful += 1;
        else {
          additions.push(sent);
          seen.push(parcel);
        }
      }
      const versions: Version[] = [];
      for (const version of versionsOf(original, additions)) {
        versions.push(version);
        await breath();
        if (!wantedStill) return;
      }
      setFound({ versions, doubtful, closed, left });
      setLoading(false);
      await session.read(seen);
    })();
    return () => {
      wantedStill = false;
    };
  }, [session, report, wanted]);
  const showArrived = useCallback(
    () => setShown((before) => new Set([...before, ...arrived.map(({ parcel }) => parcel)])),
    [arrived],
  );
  return { found, loading, arrived, showArrived };
}

/** The button that showed what came goes away with its banner: whoever pressed it goes on at what is said of it. */
export function useArrivedFocus({ found, arrived }: Following) {
  const top = useRef<HTMLDivElement>(null);
  const history = useRef<HTMLHeadingElement>(null);
  const waited = useRef(false);
  useEffect(() => {
    if (arrived.length > 0) waited.current = true;
    else if (waited.current && found !== null) {
      waited.current = false;
      // Somebody's claim changes nothing above the report.
      (top.current?.firstElementChild == null ? history.current : top.current)?.focus();
    }
  }, [arrived.length, found]);
  return { top, history };
}
