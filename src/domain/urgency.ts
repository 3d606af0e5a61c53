/** Owns the urgency that is suggested (DOMAIN §2.4): the monitor may raise it, only a coordinator lowers it. */
import { find } from './vocabulary.ts';

export type UrgencyLevel = 'u0' | 'u1' | 'u2' | 'u3';
const LEVELS: readonly UrgencyLevel[] = ['u0', 'u1', 'u2', 'u3'];

const EMERGENCY = new Set(['deportation', 'health_critical']);

/** The level that a type and the risk flags suggest: severity 2 is routine, 4 is high; a trigger makes it u3. */
export function suggestedUrgency(type: string, riskFlags: readonly string[]): UrgencyLevel {
  const violation = find('violations', type);
  const tortureInCustody = type.startsWith('tor.') && riskFlags.includes('in_custody');
  const triggered =
    violation?.flags?.includes('urgent') === true || riskFlags.some((one) => EMERGENCY.has(one));
  if (triggered || tortureInCustody) return 'u3';
  return LEVELS[Math.max(0, (violation?.severity ?? 0) - 2)] ?? 'u0';
}

/** The higher of the suggestion and the monitor's own choice; an unknown choice counts as none. */
export function urgencyOf(suggested: UrgencyLevel, chosen: string | null): UrgencyLevel {
  const raised = (LEVELS as readonly string[]).indexOf(chosen ?? '');
  return LEVELS[Math.max(raised, LEVELS.indexOf(suggested))] ?? suggested;
}
