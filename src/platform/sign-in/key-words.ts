import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { StoredKey } from './api-key-store.ts';
import { mayApprove } from './key-approval.ts';
import type { KeyLine } from './pages/keys.tsx';
import type { Membership } from './people-store.ts';

/** A key as somebody in a role sees it at an instant. */
export function keyLine(key: StoredKey, at: Membership, now: Date): KeyLine {
  const open = key.revokedAt === null && key.expiresAt > now;
  const reads = `${key.changes.length > 0 ? 'Reads and changes' : 'Reads'} ${key.categories.join(', ')}`;
  const purpose = Object.hasOwn(purposes, key.purpose) ? purposes[key.purpose as keyof typeof purposes] : key.purpose;
  const used = key.lastUsedAt === null ? 'Not used yet' : `Last used at ${instantInWords(key.lastUsedAt)}`;
  const end =
    key.revokedAt === null ? `Until ${instantInWords(key.expiresAt)}` : `Revoked at ${instantInWords(key.revokedAt)}`;
  const approved =
    key.approvedAt === null
      ? 'Opens nothing before somebody whose own role reads this approves it'
      : `Approved at ${instantInWords(key.approvedAt)} by ${key.approvedBy}`;
  return {
    keyId: key.keyId,
    name: key.name,
    words: `${reads}, ${purpose}. ${end}. ${approved}. ${used}.`,
    state: open ? (key.approvedAt === null ? 'waits' : 'serves') : 'over',
    may: mayApprove(at, key) ? 'approve' : 'look',
  };
}
