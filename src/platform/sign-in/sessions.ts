import type { Engagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { EndedBecause, Session, SessionLimits, SessionState } from './model.ts';
import { hashOf, newSecret, seal, unseal } from './secrets.ts';
import type { StoredSession } from './session-store.ts';
import { endStoredSession, insertSession, sessionByHash, touchSession } from './session-store.ts';

/** Somebody who has just proved who they are. */
export interface Arrival {
  readonly personId: number;
  readonly via: string;
  readonly organisationClaims: readonly string[];
  readonly device: string;
  readonly engagement?: Engagement | undefined;
  readonly idToken?: string | undefined;
}

/** What decides whether a session holds. */
export interface SessionRules {
  readonly limits: SessionLimits;
  /** `real-only`: nobody made up is signed in, whatever the database says. */
  readonly people: 'everybody' | 'real-only';
}

/** A request is noted at most so often, in milliseconds: a page and what it loads write once. */
const notedEvery = 60_000;

/** Opens a session and answers the secret for the cookie; the database keeps its hash. */
export async function openSession(gate: Gated, arrival: Arrival, rules: SessionRules, now: Date): Promise<string> {
  const token = newSecret();
  await insertSession(gate, {
    tokenHash: hashOf(token),
    personId: arrival.personId,
    via: arrival.via,
    engagement: arrival.engagement,
    organisationClaims: arrival.organisationClaims,
    signedInAt: now,
    expiresAt: new Date(now.getTime() + rules.limits.absolute),
    lastSeenAt: now,
    device: arrival.device,
    sealedIdToken: arrival.idToken === undefined ? null : seal(token, 'id-token', arrival.idToken),
  });
  return token;
}

/** What a secret stands for at an instant. */
export async function sessionState(
  gate: Gated,
  tokenHash: Buffer,
  rules: SessionRules,
  now: Date,
): Promise<SessionState> {
  const kept = await sessionByHash(gate, tokenHash);
  if (!kept || (kept.personIsMadeUp && rules.people === 'real-only')) return { kind: 'none' };
  const because = whyEnded(kept, rules, now);
  if (because !== undefined) {
    return { kind: 'ended', because, personId: kept.personId, personName: kept.personName };
  }
  return { kind: 'live', session: kept };
}

/** Notes a request of a session, as the last thing its transaction does. */
export function noteRequest(gate: Gated, { sessionId, lastSeenAt }: Session, now: Date): void {
  if (now.getTime() - lastSeenAt.getTime() >= notedEvery) touchSession(gate, sessionId, now);
}

function whyEnded(kept: StoredSession, { limits }: SessionRules, now: Date): EndedBecause | undefined {
  if (kept.endedAt !== null) return kept.endedBecause ?? 'revoked';
  if (kept.personClosedAt !== null && kept.personClosedAt <= now) return 'closed';
  if (kept.expiresAt <= now) return 'too-long';
  // The note may be a minute old: nobody is sent away early for that.
  const silence = now.getTime() - kept.lastSeenAt.getTime();
  return silence >= limits.idle + notedEvery ? 'idle' : undefined;
}

/**
 * The same sign-in under a new secret, as somebody else or having proved it a second time: whoever held the old one has
 * nothing. Answers the new secret, or `undefined` when the old one holds no longer.
 */
export async function renewSession(
  gate: Gated,
  token: string,
  engagement: Engagement | undefined,
  now: Date,
): Promise<string | undefined> {
  const kept = await sessionByHash(gate, hashOf(token));
  if (!kept || !(await endStoredSession(gate, kept.sessionId, 'replaced', now))) return undefined;
  const renewed = newSecret();
  const idToken = kept.sealedIdToken && unseal(token, 'id-token', kept.sealedIdToken);
  await insertSession(gate, {
    ...kept,
    engagement,
    tokenHash: hashOf(renewed),
    lastSeenAt: now,
    sealedIdToken: idToken ? seal(renewed, 'id-token', idToken) : null,
  });
  return renewed;
}

/** Ends a session at its owner’s wish. Answers how they had signed in, when it was open. */
export async function signOut(gate: Gated, token: string, now: Date): Promise<string | undefined> {
  const kept = await sessionByHash(gate, hashOf(token));
  if (!kept) return undefined;
  await endStoredSession(gate, kept.sessionId, 'signed-out', now);
  return kept.via;
}

/** For minutes after signing out: how they had signed in, and the provider’s statement, to sign out there too. */
export async function justLeft(
  gate: Gated,
  token: string,
  now: Date,
): Promise<{ readonly via: string; readonly idToken: string | undefined } | undefined> {
  const kept = await sessionByHash(gate, hashOf(token));
  if (!kept?.endedAt || now.getTime() - kept.endedAt.getTime() > 300_000) return undefined;
  const idToken = kept.sealedIdToken ? unseal(token, 'id-token', kept.sealedIdToken) : undefined;
  return { via: kept.via, idToken };
}
