/** Owns the list of monitors: invites that wait and devices that came, under one codename. Must never hold an invite's secret. */
import { inOrderOf } from '../../domain/fold.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import type { DeskNotes } from '../deskRecords.ts';
import { nameOfInvite } from '../labels.ts';
import type { TeamView } from '../openerMessages.ts';

export type MonitorRow = {
  readonly id: string;
  readonly name: string;
  /** Id of the invite; what is taken back. */
  readonly invite: string;
  /** A phone came with it. */
  readonly joined: boolean;
  readonly state: 'invited' | 'expired' | 'notConfirmed' | 'confirmed' | 'alarm' | 'revoked';
  readonly alarm: 'none' | 'unknownInvite' | 'secondHello';
  /** Day of the hello, the last day of the invite, or the day on which it was taken back. */
  readonly day: string;
  readonly came: number;
  readonly gaps: number;
};

const ORDER: Readonly<Record<MonitorRow['state'], number>> = {
  alarm: 0,
  notConfirmed: 1,
  invited: 2,
  confirmed: 3,
  expired: 4,
  revoked: 5,
};

/** What needs somebody comes first. */
export function monitorRows(
  team: TeamView,
  notes: DeskNotes,
  today: string,
  t: DeskTranslator,
): readonly MonitorRow[] {
  const revoked = new Map(
    team.invites.flatMap(({ id, revoked: on }) => (on === undefined ? [] : [[id, on] as const])),
  );
  const devices = team.monitors.map(
    ({ chain, invite, confirmed, alarm, since, came, gaps }): MonitorRow => ({
      id: chain,
      name: nameOfInvite(invite, notes, t),
      invite,
      joined: true,
      state: revoked.has(invite)
        ? 'revoked'
        : alarm !== 'none'
          ? 'alarm'
          : confirmed
            ? 'confirmed'
            : 'notConfirmed',
      alarm,
      day: revoked.get(invite) ?? since,
      came,
      gaps,
    }),
  );
  const used = new Set(team.monitors.map(({ invite }) => invite));
  const waiting = team.invites
    .filter(({ id }) => !used.has(id))
    .map(
      ({ id, lastDay }): MonitorRow => ({
        id,
        name: nameOfInvite(id, notes, t),
        invite: id,
        joined: false,
        state: revoked.has(id) ? 'revoked' : lastDay < today ? 'expired' : 'invited',
        alarm: 'none',
        day: revoked.get(id) ?? lastDay,
        came: 0,
        gaps: 0,
      }),
    );
  const compare = inOrderOf(t.lang);
  return [...devices, ...waiting].sort((a, b) => ORDER[a.state] - ORDER[b.state] || compare(a.name, b.name));
}
