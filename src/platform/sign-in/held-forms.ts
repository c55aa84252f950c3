import { z } from 'zod';
import type { Gated } from '#platform/access/in-gate.ts';
import { deleteHeldForm, heldFormByHash, insertHeldForm } from './held-form-store.ts';
import { hashOf, newSecret, seal, unseal } from './secrets.ts';

/** A form as it was sent. */
const Form = z.object({
  /** Where it was sent: a path on this server, with its query. */
  action: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
});
export type SentForm = z.infer<typeof Form>;

/** Until the end of a school day: long enough to come back from a lesson, no longer than a sign-in could have lasted. */
const heldFor = 12 * 3_600_000;

/**
 * Keeps what somebody sent after their sign-in had ended, sealed with a secret that their browser alone gets: the database
 * cannot be read for it, nor can anybody at another browser. Answers the secret, for a cookie.
 */
export async function holdForm(gate: Gated, personId: number, form: SentForm, now: Date): Promise<string> {
  const secret = newSecret();
  await insertHeldForm(gate, {
    keyHash: hashOf(secret),
    personId,
    sealed: seal(secret, 'held-form', JSON.stringify(form)),
    heldAt: now,
    expiresAt: new Date(now.getTime() + heldFor),
  });
  return secret;
}

/** A form that is held for whoever holds the secret: their own, or somebody else’s, whose words they are not shown. */
export type HeldForm =
  | { readonly kind: 'own'; readonly form: SentForm; readonly heldAt: Date }
  | { readonly kind: 'another-persons' };

export async function heldForm(
  gate: Gated,
  secret: string | undefined,
  personId: number,
  now: Date,
): Promise<HeldForm | undefined> {
  const kept = secret === undefined ? undefined : await heldFormByHash(gate, hashOf(secret), now);
  if (!kept || secret === undefined) return undefined;
  if (kept.personId !== personId) return { kind: 'another-persons' };
  const text = unseal(secret, 'held-form', kept.sealed);
  return text === undefined ? undefined : { kind: 'own', form: Form.parse(JSON.parse(text)), heldAt: kept.heldAt };
}

/** Forgets a form: its writer says so, or it has been sent. */
export async function forgetForm(gate: Gated, secret: string): Promise<void> {
  await deleteHeldForm(gate, hashOf(secret));
}
