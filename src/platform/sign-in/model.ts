import type { Engagement } from '#platform/access/engagement.ts';

/** How long a sign-in holds, in milliseconds: without a request, and at most. */
export interface SessionLimits {
  readonly idle: number;
  readonly absolute: number;
}

/** Somebody who is signed in. */
export interface Session {
  readonly sessionId: number;
  readonly personId: number;
  readonly personName: string;
  /** How they proved it: a provider’s id, or `passkey`. */
  readonly via: string;
  /** As whom they are here; absent until they have chosen. */
  readonly engagement?: Engagement | undefined;
  /** The organisations, by `external_id`, that the provider says they are here for; empty when it says nothing. */
  readonly organisationClaims: readonly string[];
  readonly signedInAt: Date;
  readonly expiresAt: Date;
  readonly lastSeenAt: Date;
  readonly device: string;
}

/** What a cookie stands for. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'live'; readonly session: Session }
  /** It was one of ours. Who it was is known, so that what they wrote can be kept for them. */
  | { readonly kind: 'ended'; readonly because: EndedBecause; readonly personId: number; readonly personName: string };

export type EndedBecause = 'idle' | 'too-long' | 'signed-out' | 'replaced' | 'revoked' | 'everywhere' | 'closed';
