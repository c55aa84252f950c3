import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';

/** A key as it is kept, with the organisation it is of. */
export interface StoredKey {
  readonly keyId: number;
  readonly name: string;
  readonly organisationId: number;
  readonly organisation: string;
  readonly kind: OrganisationKind;
  readonly settingId: number | null;
  readonly laId: number | null;
  readonly trustId: number | null;
  readonly nationId: number | null;
  readonly demonstration: boolean;
  readonly purpose: string;
  readonly categories: readonly string[];
  readonly changes: readonly string[];
  readonly madeByPerson: number;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** When somebody who reaches what it opens let it work; until then it opens nothing. */
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
}

const asKept = `SELECT k.key_id AS "keyId", k.name, k.organisation_id AS "organisationId", o.name AS organisation, o.kind,
                       o.setting_id AS "settingId", o.la_id AS "laId", o.trust_id AS "trustId", o.nation_id AS "nationId",
                       o.demonstration, k.purpose, k.categories, k.changes, k.made_by_person AS "madeByPerson",
                       k.made_at AS "madeAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt",
                       k.revoked_at AS "revokedAt", k.approved_at AS "approvedAt", k.approved_by AS "approvedBy"
                  FROM api_key AS k JOIN organisation AS o ON o.organisation_id = k.organisation_id`;

/** The key of this hash, whether or not it still serves. */
export async function keyByHash(gate: Gated, keyHash: Buffer): Promise<StoredKey | undefined> {
  const { rows } = await gate.client.query<StoredKey>({
    name: 'key-by-hash',
    text: `${asKept} WHERE k.key_hash = $1`,
    values: [keyHash],
  });
  return rows[0];
}

/** Every key of an organisation that was ever made, the latest first. */
export async function keysOf(gate: Gated, organisationId: number): Promise<readonly StoredKey[]> {
  const { rows } = await gate.client.query<StoredKey>({
    text: `${asKept} WHERE k.organisation_id = $1 ORDER BY k.key_id DESC LIMIT 100`,
    values: [organisationId],
  });
  return rows;
}

interface NewKey
  extends Pick<
    StoredKey,
    | 'name'
    | 'organisationId'
    | 'purpose'
    | 'categories'
    | 'changes'
    | 'madeByPerson'
    | 'madeAt'
    | 'expiresAt'
    | 'approvedAt'
    | 'approvedBy'
  > {
  readonly keyHash: Buffer;
}

export async function insertKey(gate: Gated, key: NewKey): Promise<void> {
  await gate
    .insertInto('api_key')
    .values({
      key_hash: key.keyHash,
      organisation_id: key.organisationId,
      name: key.name,
      purpose: key.purpose,
      categories: [...key.categories],
      changes: [...key.changes],
      made_by_person: key.madeByPerson,
      made_at: key.madeAt,
      expires_at: key.expiresAt,
      revoked_by: null,
      approved_at: key.approvedAt,
      approved_by: key.approvedBy,
    })
    .execute();
}

/** Lets a key work that waits; answers whether it still waited. */
export async function approveKey(
  gate: Gated,
  { keyId, organisationId }: { readonly keyId: number; readonly organisationId: number },
  by: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await gate
    .updateTable('api_key')
    .set({ approved_at: now, approved_by: by })
    .where('key_id', '=', keyId)
    .where('organisation_id', '=', organisationId)
    .where('approved_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Revokes a key of an organisation; answers whether it served until now. */
export async function revokeKey(
  gate: Gated,
  { keyId, organisationId }: { readonly keyId: number; readonly organisationId: number },
  by: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await gate
    .updateTable('api_key')
    .set({ revoked_at: now, revoked_by: by })
    .where('key_id', '=', keyId)
    .where('organisation_id', '=', organisationId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function noteKeyUse(gate: Gated, keyId: number, now: Date): Promise<void> {
  await gate.updateTable('api_key').set({ last_used_at: now }).where('key_id', '=', keyId).execute();
}
