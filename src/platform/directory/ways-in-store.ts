import type { Gated } from '#platform/access/in-gate.ts';

/** Whether somebody can sign in, and when that was last taken from them. */
export interface WaysIn {
  readonly has: 'a way in' | 'none';
  /** When every passkey and provider of theirs was last taken away, and by whom in words. */
  readonly removedAt: Date | null;
  readonly removedBy: string | null;
}

/** Whether a person has a passkey or an account of a provider with which they prove who they are. */
export async function waysInOf(gate: Gated, personId: number): Promise<WaysIn> {
  const { rows } = await gate.client.query<Omit<WaysIn, 'has'> & { readonly way: boolean }>({
    text: `SELECT p.ways_removed_at AS "removedAt", p.ways_removed_by AS "removedBy",
                  EXISTS (SELECT 1 FROM provider_identity AS i WHERE i.person_id = p.person_id)
                  OR EXISTS (SELECT 1 FROM passkey AS k WHERE k.person_id = p.person_id AND k.removed_at IS NULL) AS way
             FROM person AS p WHERE p.person_id = $1 FOR UPDATE OF p`,
    values: [personId],
  });
  const [found] = rows;
  const { removedAt = null, removedBy = null } = found ?? {};
  return { has: found?.way ? 'a way in' : 'none', removedAt, removedBy };
}

/**
 * Takes away every way a person has to prove who they are, links not used too, and writes down who did it. Whoever calls ends
 * their sign-ins.
 */
export async function removeWaysIn(
  gate: Gated,
  personId: number,
  removed: { readonly at: Date; readonly by: string },
): Promise<void> {
  await gate
    .updateTable('passkey')
    .set({ removed_at: removed.at })
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .execute();
  await gate.deleteFrom('provider_identity').where('person_id', '=', personId).execute();
  await gate.deleteFrom('invitation').where('person_id', '=', personId).where('used_at', 'is', null).execute();
  await gate
    .updateTable('person')
    .set({ ways_removed_at: removed.at, ways_removed_by: removed.by })
    .where('person_id', '=', personId)
    .execute();
}

/** Said where somebody would be invited who can sign in already. */
export const hasWayIn = {
  code: 'invitation-not-allowed',
  message: 'This person can sign in already, and whoever opened an invitation would become them.',
  nextStep:
    'If they lost what they sign in with, say so on their page at /people: it signs them out, and both of you see it.',
} as const;
