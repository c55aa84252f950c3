import type { Gated } from '#platform/access/in-gate.ts';
import type { Role } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { StoredKey } from './api-key-store.ts';
import { keysOf } from './api-key-store.ts';
import type { Membership } from './people-store.ts';

/** Reaches that are all of an organisation’s children or figures, as a key’s is. */
const whole: readonly Role['reach'][] = ['setting', 'trust', 'area', 'nation'];

type Opens = Pick<StoredKey, 'organisationId' | 'kind' | 'categories' | 'changes'>;

/**
 * Whether somebody in a role may let a key work: the role is of the same organisation, reaches all that a key of it reaches,
 * and reads, and where the key changes anything, changes, at least those categories. Nobody gives a program what they are not
 * trusted with themselves: an administrator, whose role reaches nobody, only asks.
 */
export function mayApprove(membership: Membership, key: Opens): boolean {
  const role: Role = roles[membership.role];
  if (membership.organisationId !== key.organisationId || !role.at.includes(membership.kind)) return false;
  // Programs change registers of settings alone.
  const changes = key.kind === 'setting' ? key.changes : [];
  return (
    whole.includes(role.reach) &&
    key.categories.every((one) => role.reads.some((own) => own === one)) &&
    changes.every((one) => role.changes.some((own) => own === one))
  );
}

/** Whether there can be keys that somebody in a role may let work. */
export function approvesKeys({ role: name, kind }: Membership): boolean {
  const role: Role = roles[name];
  return whole.includes(role.reach) && role.at.includes(kind) && role.reads.length > 0;
}

/** The keys that wait and that somebody in a role may let work. */
export async function waitingFor(gate: Gated, at: Membership, now: Date): Promise<readonly StoredKey[]> {
  const keys = await keysOf(gate, at.organisationId);
  return keys.filter(
    (key) => key.approvedAt === null && key.revokedAt === null && key.expiresAt > now && mayApprove(at, key),
  );
}
