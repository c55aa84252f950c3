import type { Gated } from '#platform/access/in-gate.ts';

interface NewInvitation {
  readonly tokenHash: Buffer;
  readonly personId: number;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** Enters an invitation; those before it that nobody has used serve no more. */
export async function insertInvitation(gate: Gated, invitation: NewInvitation): Promise<void> {
  const { tokenHash, personId, madeBy, madeAt, expiresAt } = invitation;
  await gate.deleteFrom('invitation').where('person_id', '=', personId).where('used_at', 'is', null).execute();
  await gate
    .insertInto('invitation')
    .values({ token_hash: tokenHash, person_id: personId, made_by: madeBy, made_at: madeAt, expires_at: expiresAt })
    .execute();
}

/** Whom an invitation that still serves is for. */
export async function invitedBy(gate: Gated, tokenHash: Buffer, now: Date) {
  return await gate
    .selectFrom('invitation as i')
    .innerJoin('person as p', 'p.person_id', 'i.person_id')
    .select(['i.invitation_id as invitationId', 'p.person_id as personId', 'p.name', 'p.demonstration'])
    .where('i.token_hash', '=', tokenHash)
    .where('i.used_at', 'is', null)
    .where('i.expires_at', '>', now)
    .where('p.closed_at', 'is', null)
    .executeTakeFirst();
}

/** Uses an invitation up; answers whether it still served. */
export async function useInvitation(gate: Gated, invitationId: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await gate
    .updateTable('invitation')
    .set({ used_at: now })
    .where('invitation_id', '=', invitationId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
