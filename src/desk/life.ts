/** Owns the states a desk can be in, from nothing to open, and what a step under way does to them. Never a step itself. */
import { assertNever } from '../domain/result.ts';
import type { MemberState } from '../inbox/member.ts';
import { createObservable, type Observable } from '../ui/observable.ts';
import type { VaultStatus } from '../vault/api.ts';
import type { Founding } from './deskRecords.ts';

export type Plan = {
  readonly code: string;
  readonly name: string;
  readonly pseudonym: string;
  readonly endpoint: string;
};

type Busy = { readonly busy: boolean; readonly trouble: string | null };

export type Life =
  | { readonly at: 'starting' }
  | { readonly at: 'unsupported'; readonly code: string }
  | ({ readonly at: 'otherTab' } & Busy)
  | { readonly at: 'damaged' }
  /** Nothing was created here yet. */
  | ({ readonly at: 'fresh' } & Busy)
  | ({ readonly at: 'locked' } & Busy)
  /** Unlocked, but there is no organisation yet; `made` once its keys are. */
  | ({ readonly at: 'founding'; readonly made: (Founding & { readonly member: MemberState }) | null } & Busy)
  | { readonly at: 'open' };

/** Where a desk stands whose vault is in this state. */
export function lifeOf(state: VaultStatus['state']): Life {
  switch (state) {
    case 'none':
      return { at: 'fresh', busy: false, trouble: null };
    case 'locked':
    case 'unlocked':
      return { at: 'locked', busy: false, trouble: null };
    case 'otherTab':
      return { at: 'otherTab', busy: false, trouble: null };
    case 'damaged':
      return { at: 'damaged' };
    default:
      return assertNever(state);
  }
}

export type LifeLine = {
  readonly life: Observable<Life>;
  /** A step begins, where the state knows steps. */
  busy(): void;
  /** The step ended badly; `code` is for errorText(). */
  trouble(code: string): void;
};

export function createLifeLine(): LifeLine {
  const life = createObservable<Life>({ at: 'starting' });
  return {
    life,
    busy() {
      const now = life.get();
      if ('busy' in now) life.set({ ...now, busy: true, trouble: null });
    },
    trouble(code) {
      const now = life.get();
      if ('busy' in now) life.set({ ...now, busy: false, trouble: code });
    },
  };
}
