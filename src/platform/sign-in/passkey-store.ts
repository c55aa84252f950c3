import type { Gated } from '#platform/access/in-gate.ts';

/** A passkey as it is kept. */
export interface StoredPasskey {
  readonly credentialId: string;
  readonly personId: number;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly madeAt: Date;
  readonly lastUsedAt: Date | null;
}

const columns = [
  'credential_id as credentialId',
  'person_id as personId',
  'public_key as publicKey',
  'counter',
  'transports',
  'name',
  'made_at as madeAt',
  'last_used_at as lastUsedAt',
] as const;

/** A passkey that serves. */
export async function passkeyById(gate: Gated, credentialId: string): Promise<StoredPasskey | undefined> {
  return await gate
    .selectFrom('passkey')
    .select(columns)
    .where('credential_id', '=', credentialId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** The passkeys of a person that serve, in the order of their making. */
export async function passkeysOf(gate: Gated, personId: number): Promise<readonly StoredPasskey[]> {
  return await gate
    .selectFrom('passkey')
    .select(columns)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('made_at')
    .execute();
}

/** Keeps a new passkey. One that is kept already, whoever’s it is, stays as it was: answers whether it was new. */
export async function insertPasskey(gate: Gated, passkey: Omit<StoredPasskey, 'lastUsedAt'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await gate
    .insertInto('passkey')
    .values({
      credential_id: passkey.credentialId,
      person_id: passkey.personId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      name: passkey.name,
      made_at: passkey.madeAt,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes a use, and the authenticator’s new counter. */
export async function notePasskeyUse(gate: Gated, credentialId: string, counter: number, now: Date): Promise<void> {
  await gate
    .updateTable('passkey')
    .set({ counter, last_used_at: now })
    .where('credential_id', '=', credentialId)
    .execute();
}

/** Removes a passkey of a person; answers whether it served until now. */
export async function removePasskey(gate: Gated, personId: number, credentialId: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await gate
    .updateTable('passkey')
    .set({ removed_at: now })
    .where('credential_id', '=', credentialId)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
