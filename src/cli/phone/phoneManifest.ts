/** Owns bringing a phone's manifest up to date. Must never replace one that is believed by one that is not. */
import { openManifestBox } from '../../crypto/manifestBox.ts';
import { manifestHash, type VerifiedManifest, verifyManifest } from '../../crypto/manifestCheck.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ExchangeDeps } from '../../outbox/exchange.ts';
import { fetchManifestBox } from '../../outbox/receipts.ts';
import { encodeSigned } from '../../wire/manifest.ts';
import { bytesIn, type PhoneState, phoneManifest } from './phone.ts';

/** What has to be known of an organisation to fetch its manifest and to believe it. */
export type Trust = Pick<PhoneState, 'org' | 'endpoints' | 'readKey' | 'pin' | 'signed'>;

/** The manifest in force with its hash, or undefined before the first. */
export async function currentManifest(state: Pick<Trust, 'signed'>): Promise<VerifiedManifest | undefined> {
  const held = phoneManifest(state);
  if (held === undefined) return undefined;
  return { manifest: held.manifest, hash: await manifestHash(held.signed.manifest) };
}

/** Asks the endpoints in turn; the first answer that can be believed counts. A code tells why none could. [MAN3] [MAN4] */
export async function refreshManifest<T extends Trust>(
  deps: ExchangeDeps & { readonly sodium: Sodium },
  state: T,
): Promise<Result<T, string>> {
  const previous = await currentManifest(state);
  let fault: Result<T, string> = err('offline');
  for (const endpoint of state.endpoints) {
    const box = await fetchManifestBox(deps, endpoint, state.org);
    if (!box.ok) {
      fault = box;
      continue;
    }
    const readKey = bytesIn(state.readKey);
    const opened = openManifestBox(deps.sodium, { readKey, org: state.org, box: box.value });
    const trust = previous === undefined ? { pin: state.pin } : { previous };
    const verified = opened.ok ? await verifyManifest(deps.sodium, opened.value, trust) : opened;
    if (opened.ok && verified.ok && verified.value.manifest.org === state.org) {
      const endpoints = verified.value.manifest.endpoints.map(({ url }) => url);
      return ok({
        ...state,
        signed: encodeSigned(opened.value),
        endpoints: endpoints.length > 0 ? endpoints : state.endpoints,
      });
    }
    fault = verified.ok ? err('manifestForeign') : verified;
  }
  return fault;
}
