import type { Gated } from '#platform/access/in-gate.ts';

interface NewAttempt {
  readonly stateHash: Buffer;
  readonly kind: string;
  readonly sealed: Buffer;
  readonly begunAt: Date;
  readonly expiresAt: Date;
}

export async function insertAttempt(gate: Gated, attempt: NewAttempt): Promise<void> {
  await gate
    .insertInto('sign_in_attempt')
    .values({
      state_hash: attempt.stateHash,
      kind: attempt.kind,
      sealed: attempt.sealed,
      begun_at: attempt.begunAt,
      expires_at: attempt.expiresAt,
    })
    .execute();
}

/** An attempt as it is kept, used or not. */
export async function attemptByHash(gate: Gated, stateHash: Buffer) {
  return await gate
    .selectFrom('sign_in_attempt')
    .select(['kind', 'sealed', 'used_at as usedAt', 'expires_at as expiresAt'])
    .where('state_hash', '=', stateHash)
    .executeTakeFirst();
}

/** Marks an attempt as used; answers whether it was not before. */
export async function useAttempt(gate: Gated, stateHash: Buffer, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await gate
    .updateTable('sign_in_attempt')
    .set({ used_at: now })
    .where('state_hash', '=', stateHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Forgets what began before an instant. */
export async function deleteOldAttempts(gate: Gated, before: Date): Promise<void> {
  await gate.deleteFrom('sign_in_attempt').where('expires_at', '<', before).execute();
}
