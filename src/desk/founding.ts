/** Owns founding an organisation: its keys made and kept, the recovery file read back, all of it published. Never the words. */
import { type Clock, dayOf } from '../domain/ports.ts';
import type { Result } from '../domain/result.ts';
import { encodeMember } from '../inbox/member.ts';
import type { VaultCore } from '../vault/api.ts';
import { utf8 } from '../wire/bytes.ts';
import {
  type DeskNotes,
  encodeFounding,
  FOUNDING_RECORD,
  type Founding,
  MEMBER_RECORD,
} from './deskRecords.ts';
import type { LifeLine, Plan } from './life.ts';
import type { OpenerClient } from './openerClient.ts';

export type FoundingDeps = LifeLine & {
  readonly vault: VaultCore;
  readonly opener: OpenerClient;
  readonly clock: Clock;
  readonly changeNotes: (change: Partial<DeskNotes>) => Promise<Result<true>>;
  /** The organisation stands: on into the inbox. */
  readonly enter: () => Promise<void>;
};

export function createFounding(deps: FoundingDeps) {
  const { vault, opener, clock, life, busy, trouble, changeNotes, enter } = deps;

  async function makeKeys(plan: Plan): Promise<void> {
    busy();
    const charter = await opener.charter(plan);
    if (!charter.ok) return trouble(charter.code);
    const { member, recovery, request } = charter.value;
    const founding: Founding = { recovery, request: request as Founding['request'], checked: false };
    // The keys rest here before anybody can seal to them; the member's record first, for without it the rest is nothing.
    const kept = await vault.putRecord(FOUNDING_RECORD, encodeFounding(founding));
    const put = kept.ok ? await vault.putRecord(MEMBER_RECORD, utf8(encodeMember(member))) : kept;
    if (!put.ok) return trouble(put.code);
    life.set({ at: 'founding', made: { ...founding, member }, busy: false, trouble: null });
  }

  async function publish(code?: string): Promise<void> {
    const now = life.get();
    if (now.at !== 'founding' || now.made === null || !now.made.checked) return;
    busy();
    const { member, recovery } = now.made;
    const request = code === undefined ? now.made.request : { ...now.made.request, code };
    const made = { ...now.made, request };
    if (code !== undefined) await vault.putRecord(FOUNDING_RECORD, encodeFounding(made));
    life.set({ at: 'founding', made, busy: true, trouble: null });
    const founded = await opener.found({ member, recovery, request });
    if (!founded.ok) return trouble(founded.code);
    const saved = await changeNotes({ recoveryChecked: dayOf(clock.now()) });
    // The recovery identity must not stay on this device.
    const gone = saved.ok ? await vault.deleteRecord(FOUNDING_RECORD) : saved;
    if (!gone.ok) return trouble(gone.code);
    await enter();
  }

  return {
    makeKeys,
    publish,

    async checkRecovery(file: string): Promise<void> {
      const now = life.get();
      if (now.at !== 'founding' || now.made === null) return;
      busy();
      const good = await opener.rehearse(now.made.member, file);
      if (!good.ok) return trouble(good.code);
      const made = { ...now.made, checked: true };
      const put = await vault.putRecord(FOUNDING_RECORD, encodeFounding(made));
      if (!put.ok) return trouble(put.code);
      life.set({ at: 'founding', made, busy: false, trouble: null });
      await publish();
    },
  };
}
