import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { Scope, StewardScope } from '#platform/access/scope.ts';
import type { StoredKey } from './api-key-store.ts';
import { insertKey, keyByHash, noteKeyUse } from './api-key-store.ts';
import { hashOf, newSecret } from './secrets.ts';

/** Keys begin so, that one which got into a file or a message can be found by searching for it. */
const opening = 'hwk_';
/** A key serves so long at most, in days. */
export const mostKeyDays = 400;

/** What a key may be given: what registers need. Safeguarding and a child’s voice are for people, never for programs. */
export const keyCategories = [
  'totals',
  'identity',
  'characteristics',
  'attendance',
  'exclusion',
  'movement',
] as const satisfies readonly Category[];
/** For what programs ask. */
export const keyPurposes = [
  'teaching',
  'pastoral',
  'leadership',
  'attendance-support',
  'inclusion',
  'national-picture',
] as const satisfies readonly Purpose[];

/** What an administrator asks a key to be. */
export interface KeyWanted {
  readonly organisationId: number;
  readonly name: string;
  readonly purpose: (typeof keyPurposes)[number];
  readonly categories: readonly (typeof keyCategories)[number][];
  readonly may: 'read' | 'change';
  readonly days: number;
  readonly madeByPerson: number;
  /** Who reaches what it opens and lets it work at once, in words; absent when it waits for somebody. */
  readonly approvedBy?: string | undefined;
}

/** Makes a key and answers it: it is shown once, and its hash kept. */
export async function makeKey(gate: Gated, wanted: KeyWanted, now: Date): Promise<string> {
  const key = `${opening}${newSecret()}`;
  await insertKey(gate, {
    ...wanted,
    changes: wanted.may === 'change' ? wanted.categories : [],
    keyHash: hashOf(key),
    madeAt: now,
    approvedAt: wanted.approvedBy === undefined ? null : now,
    approvedBy: wanted.approvedBy ?? null,
    expiresAt: new Date(now.getTime() + Math.min(wanted.days, mostKeyDays) * 24 * 3_600_000),
  });
  return key;
}

/** The key of an Authorization header; `undefined` when it has none of ours. */
export function keyInHeader(authorization: string | undefined): string | undefined {
  return /^Bearer (hwk_[\w-]{43})$/i.exec(authorization?.trim() ?? '')?.[1];
}

/** The scope of a key at an instant. Fails closed when it is unknown, over or revoked. */
export async function scopeOfKey(
  gate: Gated,
  key: string,
  people: 'everybody' | 'real-only',
  now: Date,
): Promise<Result<Exclude<Scope, StewardScope>, Problem>> {
  const kept = await keyByHash(gate, hashOf(key));
  if (!kept || (kept.demonstration && people === 'real-only')) return refused('This key is not known here.');
  if (kept.revokedAt !== null && kept.revokedAt <= now) return refused(`The key “${kept.name}” was revoked.`);
  if (kept.expiresAt <= now) return refused(`The key “${kept.name}” has expired.`);
  if (kept.approvedAt === null) return failure(waits(kept));
  if (kept.lastUsedAt === null || now.getTime() - kept.lastUsedAt.getTime() > 3_600_000)
    await noteKeyUse(gate, kept.keyId, now);
  return reachOfKey(kept);
}

function reachOfKey(kept: StoredKey): Result<Exclude<Scope, StewardScope>, Problem> {
  const { kind, settingId, laId, trustId, nationId } = kept;
  const asker = {
    actor: `${kept.name}, ${kept.organisation}`,
    purpose: purposes[kept.purpose as Purpose] ?? kept.purpose,
    categories: categories.filter((one) => kept.categories.includes(one)),
    changes: categories.filter((one) => kept.changes.includes(one)),
    grounds: {
      personId: kept.madeByPerson,
      organisationId: kept.organisationId,
      by: `with the key “${kept.name}” of ${kept.organisation}`,
      until: kept.expiresAt,
    },
  };
  if (kind === 'setting' && settingId !== null) return success({ ...asker, kind: 'setting', settings: [settingId] });
  if (kind === 'trust' && trustId !== null) return success({ ...asker, changes: [], kind: 'trust', trustId });
  if (kind === 'local-authority' && laId !== null) return success({ ...asker, changes: [], kind: 'area', laId });
  if (kind === 'nation' && nationId !== null) {
    return success({ ...asker, categories: ['totals'], changes: [], kind: 'nation', nationId });
  }
  return refused(`${kept.organisation} reaches no registers of its own, so a program of its sees none.`);
}

function waits({ name, organisation }: StoredKey): Problem {
  return {
    code: 'key-unapproved',
    message: `The key “${name}” waits: nobody at ${organisation} whose own role reads what it reads has approved it yet.`,
    nextStep: 'Ask somebody there in such a role, such as the head, to approve it: it is listed on their account page.',
  };
}

function refused(message: string): Result<never, Problem> {
  return failure({
    code: 'key-not-allowed',
    message,
    nextStep: 'Ask an administrator of the organisation for another: it is made on its page of keys.',
  });
}
