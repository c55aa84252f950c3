import type { Gated } from '#platform/access/in-gate.ts';
import { insertInvitation } from './invitation-store.ts';
import { hashOf, newSecret } from './secrets.ts';

/** How long an invitation serves, in milliseconds: three days. */
const invitationLasts = 3 * 24 * 3_600_000;

/** A link with which somebody proves who they are for the first time. It is shown once. */
export interface Invitation {
  /** A path on this server. Its secret stands in the query, which no log keeps. */
  readonly path: string;
  readonly expiresAt: Date;
}

/**
 * Makes a one-time invitation for a person; earlier ones serve no more. Whoever asks must have checked that the asker may:
 * who holds the link can become the person.
 */
export async function invite(gate: Gated, personId: number, madeBy: string, now: Date): Promise<Invitation> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + invitationLasts);
  await insertInvitation(gate, { tokenHash: hashOf(secret), personId, madeBy, madeAt: now, expiresAt });
  return { path: `/sign-in/invitation?code=${secret}`, expiresAt };
}
