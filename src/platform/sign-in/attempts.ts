import { z } from 'zod';
import type { Gated } from '#platform/access/in-gate.ts';
import { attemptByHash, deleteOldAttempts, insertAttempt, useAttempt } from './attempt-store.ts';
import { hashOf, seal, unseal } from './secrets.ts';

/** What a sign-in under way must remember. */
const Remembered = z.object({
  kind: z.enum(['provider', 'passkey', 'enrol', 'invitation']),
  /** Where to go back to: a path on this server. */
  returnTo: z.string(),
  /** The provider’s id, for one. */
  provider: z.string().optional(),
  nonce: z.string().optional(),
  verifier: z.string().optional(),
  challenge: z.string().optional(),
  /** The secret of an invitation that the sign-in is to accept. */
  invitation: z.string().optional(),
  /** Whom it is to be, where somebody proves it a second time or adds a passkey. */
  personId: z.number().optional(),
});
export type Remembered = z.infer<typeof Remembered>;

/** How long a sign-in may take, in milliseconds. */
const attemptLasts = 600_000;

/** Keeps a sign-in under way: findable by `state`, readable with the browser’s own `secret` alone. */
export async function beginAttempt(
  gate: Gated,
  { state, secret }: { readonly state: string; readonly secret: string },
  remembered: Remembered,
  now: Date,
): Promise<void> {
  await deleteOldAttempts(gate, new Date(now.getTime() - 24 * 3_600_000));
  await insertAttempt(gate, {
    stateHash: hashOf(state),
    kind: remembered.kind,
    sealed: seal(secret, 'attempt', JSON.stringify(remembered)),
    begunAt: now,
    expiresAt: new Date(now.getTime() + attemptLasts),
  });
}

/** Why a sign-in under way cannot go on. */
export type AttemptRefused = 'unknown' | 'used' | 'expired' | 'other-browser';

/**
 * Takes a sign-in up again, once: a second time is refused, and so is another browser than the one that began it. It is
 * used up by the question, whatever comes of it.
 */
export async function takeAttempt(
  gate: Gated,
  { state, secret }: { readonly state: string; readonly secret: string | undefined },
  kind: Remembered['kind'],
  now: Date,
): Promise<Remembered | AttemptRefused> {
  const kept = await attemptByHash(gate, hashOf(state));
  if (!kept || kept.kind !== kind) return 'unknown';
  const text = secret === undefined ? undefined : unseal(secret, 'attempt', kept.sealed);
  // Not used up by somebody else's browser: they could spoil the sign-in of whoever began it.
  if (text === undefined) return 'other-browser';
  if (kept.usedAt !== null || !(await useAttempt(gate, hashOf(state), now))) return 'used';
  return kept.expiresAt <= now ? 'expired' : Remembered.parse(JSON.parse(text));
}
