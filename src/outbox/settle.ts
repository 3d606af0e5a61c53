/** Owns what becomes of a parcel that an endpoint calls complete. Must never call it stored without a receipt that verified. */
import type { SignedReceipt } from '../wire/receipt.ts';
import type { ExchangeDeps } from './exchange.ts';
import type { Mirrors } from './mirrors.ts';
import type { Parcel, VerifyReceipt, WaitCode } from './ports.ts';
import { receiptFor } from './receipts.ts';
import { AWAY } from './transport.ts';

export type Settled =
  | { readonly kind: 'stored'; readonly endpoint: string; readonly receipt: SignedReceipt }
  /** Only this parcel waits: there is no good receipt yet. */
  | { readonly kind: 'wait'; readonly code: WaitCode }
  /** Nobody of ours answers, here or at a mirror. */
  | { readonly kind: 'line'; readonly code: WaitCode }
  /** Its bytes have to be sent again: the endpoint lost them, or never proved that it has them. `soon`: to another one. */
  | { readonly kind: 'again'; readonly soon: boolean }
  | { readonly kind: 'aborted' };

export type SettleDeps = ExchangeDeps & {
  readonly mirrors: Mirrors;
  readonly verifyReceipt: VerifyReceipt;
};

/** Asks for the receipt where the parcel was sent, and when nobody is there, at its other doors. [UP4] [UP6] */
export async function settle(
  deps: SettleDeps,
  parcel: Parcel,
  endpoint: string,
  signal: AbortSignal | undefined,
): Promise<Settled> {
  const { mirrors } = deps;

  const ask = async (at: string): Promise<Settled | string> => {
    const got = await receiptFor(deps, at, parcel.org, parcel.parcel, signal);
    if (!got.ok) return got.code;
    // Only this signature makes *stored*; a forged one changes nothing (I6).
    const verified = await deps.verifyReceipt(parcel, at, got.value);
    return verified.ok ? { kind: 'stored', endpoint: at, receipt: got.value } : 'refused';
  };
  const isAway = (code: string): code is (typeof AWAY)[number] => (AWAY as readonly string[]).includes(code);
  const doubted = (code: WaitCode): Settled =>
    mirrors.doubt(parcel, endpoint) ? { kind: 'again', soon: true } : { kind: 'wait', code };

  const here = await ask(endpoint);
  if (typeof here !== 'string') {
    mirrors.proved(parcel);
    return here;
  }
  if (here === 'aborted') return { kind: 'aborted' };
  if (here === 'refused') return doubted('receiptRefused');
  // It said "all here" and has nothing: an older backup, or a lie. We still hold every byte, so somebody gets them again.
  if (here === 'parcelUnknown') return { kind: 'again', soon: mirrors.doubt(parcel, endpoint) };
  if (!isAway(here)) return { kind: 'wait', code: 'receiptMissing' };

  mirrors.answered(endpoint, false);
  let somebody = false;
  for (const other of parcel.endpoints.filter((each) => each !== endpoint)) {
    const there = await ask(other);
    if (typeof there !== 'string') {
      mirrors.proved(parcel);
      return there;
    }
    if (there === 'aborted') return { kind: 'aborted' };
    somebody ||= !isAway(there);
  }
  return somebody ? doubted(here) : { kind: 'line', code: here };
}
