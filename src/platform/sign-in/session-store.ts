import type { Engagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { Session } from './model.ts';

/** A session as it is kept. */
export interface StoredSession extends Session {
  readonly sealedIdToken: Buffer | null;
  readonly endedAt: Date | null;
  readonly endedBecause: 'signed-out' | 'replaced' | 'revoked' | 'everywhere' | null;
  readonly personClosedAt: Date | null;
  readonly personIsMadeUp: boolean;
}

/** What is written of a new one. */
export interface NewSession extends Omit<Session, 'sessionId' | 'personName'> {
  readonly tokenHash: Buffer;
  readonly sealedIdToken: Buffer | null;
}

/** Enters a session and answers its id. */
export async function insertSession(gate: Gated, session: NewSession): Promise<number> {
  const { engagement } = session;
  const { session_id } = await gate
    .insertInto('sign_in_session')
    .values({
      token_hash: session.tokenHash,
      person_id: session.personId,
      via: session.via,
      ...engagedColumns(engagement),
      organisation_claims: [...session.organisationClaims],
      signed_in_at: session.signedInAt,
      expires_at: session.expiresAt,
      last_seen_at: session.lastSeenAt,
      device: session.device,
      sealed_id_token: session.sealedIdToken,
      ended_because: null,
    })
    .returning('session_id')
    .executeTakeFirstOrThrow();
  return session_id;
}

function engagedColumns(engagement: Engagement | undefined) {
  const member = engagement?.as === 'member' ? engagement : undefined;
  return {
    engaged_as: engagement?.as ?? null,
    membership_id: member?.membershipId ?? null,
    purpose: member?.purpose ?? null,
    agreement_id: member?.agreementId ?? null,
    break_glass_id: member?.breakGlassId ?? null,
    stepped_up_at: engagement?.steppedUpAt ?? null,
  };
}

interface Row {
  readonly session_id: number;
  readonly person_id: number;
  readonly via: string;
  readonly engaged_as: string | null;
  readonly membership_id: number | null;
  readonly purpose: string | null;
  readonly agreement_id: number | null;
  readonly break_glass_id: number | null;
  readonly organisation_claims: string[];
  readonly signed_in_at: Date;
  readonly expires_at: Date;
  readonly last_seen_at: Date;
  readonly stepped_up_at: Date | null;
  readonly device: string;
  readonly sealed_id_token: Buffer | null;
  readonly ended_at: Date | null;
  readonly ended_because: string | null;
  readonly name: string;
  readonly closed_at: Date | null;
  readonly demonstration: boolean;
}

const asKept = `SELECT s.*, p.name, p.closed_at, p.demonstration
                  FROM sign_in_session AS s JOIN person AS p ON p.person_id = s.person_id`;

/** The session whose secret has this hash, ended or not. */
export async function sessionByHash(gate: Gated, tokenHash: Buffer): Promise<StoredSession | undefined> {
  const { rows } = await gate.client.query<Row>({
    name: 'session-by-hash',
    text: `${asKept} WHERE s.token_hash = $1`,
    values: [tokenHash],
  });
  return rows[0] && sessionOf(rows[0]);
}

/** Those of a person that have not been ended and are not past their end, the latest first. */
export async function openSessionsOf(gate: Gated, personId: number, now: Date): Promise<readonly StoredSession[]> {
  const { rows } = await gate.client.query<Row>({
    text: `${asKept} WHERE s.person_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 ORDER BY s.last_seen_at DESC`,
    values: [personId, now],
  });
  return rows.map(sessionOf);
}

function sessionOf(row: Row): StoredSession {
  return {
    sessionId: row.session_id,
    personId: row.person_id,
    personName: row.name,
    via: row.via,
    engagement: engagementOf(row),
    organisationClaims: row.organisation_claims,
    signedInAt: row.signed_in_at,
    expiresAt: row.expires_at,
    lastSeenAt: row.last_seen_at,
    device: row.device,
    sealedIdToken: row.sealed_id_token,
    endedAt: row.ended_at,
    endedBecause: row.ended_because as StoredSession['endedBecause'],
    personClosedAt: row.closed_at,
    personIsMadeUp: row.demonstration,
  };
}

function engagementOf(row: Row): Engagement | undefined {
  const who = { personId: row.person_id, ...(row.stepped_up_at && { steppedUpAt: row.stepped_up_at }) };
  if (row.engaged_as === 'child' || row.engaged_as === 'parent') return { ...who, as: row.engaged_as };
  if (row.engaged_as !== 'member' || row.membership_id === null || row.purpose === null) return undefined;
  return {
    ...who,
    as: 'member',
    membershipId: row.membership_id,
    purpose: row.purpose as Purpose,
    ...(row.agreement_id !== null && { agreementId: row.agreement_id }),
    ...(row.break_glass_id !== null && { breakGlassId: row.break_glass_id }),
  };
}

/**
 * Notes a request, on the way of the COMMIT: nobody waits for it, nor for the disk. Lost with the power, it is noted with the
 * next request.
 */
export function touchSession(gate: Gated, sessionId: number, now: Date): void {
  gate.alongCommit(gate.client.query('SET LOCAL synchronous_commit = off'));
  gate.alongCommit(
    gate.client.query({
      name: 'touch-session',
      text: 'UPDATE sign_in_session SET last_seen_at = $2 WHERE session_id = $1 AND ended_at IS NULL',
      values: [sessionId, now],
    }),
  );
}

/** Ends one session; answers whether it was open. Two at once: one of them is answered true. */
export async function endStoredSession(
  gate: Gated,
  sessionId: number,
  because: 'signed-out' | 'replaced' | 'revoked',
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await gate
    .updateTable('sign_in_session')
    .set({ ended_at: now, ended_because: because })
    .where('session_id', '=', sessionId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends every session of a person, and answers how many. */
export async function endSessionsOf(gate: Gated, personId: number, now: Date): Promise<number> {
  const { numUpdatedRows } = await gate
    .updateTable('sign_in_session')
    .set({ ended_at: now, ended_because: 'everywhere' })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
