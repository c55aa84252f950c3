import type { Gated } from '#platform/access/in-gate.ts';

interface NewHeldForm {
  readonly keyHash: Buffer;
  readonly personId: number;
  readonly sealed: Buffer;
  readonly heldAt: Date;
  readonly expiresAt: Date;
}

/** Keeps a sealed form, and forgets those whose time is over. */
export async function insertHeldForm(gate: Gated, form: NewHeldForm): Promise<void> {
  await gate.deleteFrom('held_form').where('expires_at', '<', form.heldAt).execute();
  await gate
    .insertInto('held_form')
    .values({
      key_hash: form.keyHash,
      person_id: form.personId,
      sealed: form.sealed,
      held_at: form.heldAt,
      expires_at: form.expiresAt,
    })
    .execute();
}

/** A form that is still held. */
export async function heldFormByHash(gate: Gated, keyHash: Buffer, now: Date) {
  return await gate
    .selectFrom('held_form')
    .select(['person_id as personId', 'sealed', 'held_at as heldAt', 'expires_at as expiresAt'])
    .where('key_hash', '=', keyHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function deleteHeldForm(gate: Gated, keyHash: Buffer): Promise<void> {
  await gate.deleteFrom('held_form').where('key_hash', '=', keyHash).execute();
}
