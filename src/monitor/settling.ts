/** Owns which state an answer of the vault leads to while it is not open; never opens anything. */
import type { Result } from '../domain/result.ts';
import type { VaultStatus } from '../vault/api.ts';
import { toldCode } from './codes.ts';
import type { Life } from './life.ts';

/** null: the vault is open, and it depends on what is in it. */
export function lifeOf(status: Result<VaultStatus, string>): Life | null {
  if (!status.ok)
    switch (status.code) {
      case 'otherTab':
        return { at: 'otherTab', busy: false, trouble: null };
      case 'keystoreDamagedBoth':
        return { at: 'damaged' };
      case 'noVaultHere':
        return { at: 'unsupported', code: 'noWasm' };
      default:
        return { at: 'locked', busy: false, trouble: toldCode(status.code, status.detail) };
    }
  switch (status.value.state) {
    case 'none':
      return { at: 'new', busy: false, trouble: null };
    case 'locked':
    case 'otherTab':
      return { at: status.value.state, busy: false, trouble: null };
    case 'damaged':
      return { at: 'damaged' };
    case 'unlocked':
      return null;
  }
}
