import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Engagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Choice } from './engagements.ts';
import { byRoleAlone, choicesOf } from './engagements.ts';
import { heldForm } from './held-forms.ts';
import { signInPaths, withQuery } from './paths.ts';
import { hashOf } from './secrets.ts';
import { endStoredSession, sessionByHash } from './session-store.ts';
import type { Arrival } from './sessions.ts';
import { openSession, renewSession } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { deviceOf } from './sign-in.ts';

/** Where somebody goes who came from nowhere in particular. */
export type Landing = (choice: Choice) => string;

interface Arriving {
  readonly signIn: SignIn;
  readonly landing: Landing;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Somebody has proved who they are: opens their session under a new secret, ends the one this browser had, and leads them
 * on: to choose what they are here as, to what is held for them, to where they were going, or to a page that suits them.
 */
export async function arrive(
  { signIn, landing, request, reply }: Arriving,
  arrival: Omit<Arrival, 'device' | 'engagement'>,
  returnTo: string,
): Promise<FastifyReply> {
  const now = signIn.clock.now();
  const heldSecret = signIn.cookies.read(request.headers.cookie, 'held');
  const { token, to } = await signIn.atGate(async (gate) => {
    await endFormer(gate, signIn.tokenOf(request), now);
    const choices = await choicesOf(gate, arrival.personId, arrival.organisationClaims, now);
    // Agreements are for whoever asks for one: most days a role is enough, and nobody is asked what needs no answer.
    const roles = choices.filter(byRoleAlone);
    const only = roles.length === 1 ? roles[0] : undefined;
    const opened = await openSession(
      gate,
      { ...arrival, device: deviceOf(request), engagement: only?.engagement },
      signIn.rules,
      now,
    );
    const held = await heldForm(gate, heldSecret, arrival.personId, now);
    const onwards = held?.kind === 'own' ? signInPaths.held : returnTo;
    return {
      token: opened,
      to: only ? onTo(onwards, only, landing) : withQuery(signInPaths.choose, { return: onwards }),
    };
  });
  return reply
    .header('set-cookie', [signIn.cookies.set('session', token), signIn.cookies.forget('attempt')])
    .header('cache-control', 'no-store')
    .redirect(to, 303);
}

/** The session this browser had goes with the new one: two people may use one screen, one after the other. */
async function endFormer(gate: Gated, token: string | undefined, now: Date): Promise<void> {
  const former = token === undefined ? undefined : await sessionByHash(gate, hashOf(token));
  if (former) await endStoredSession(gate, former.sessionId, 'replaced', now);
}

/** To where they were going, or to a page that suits them. */
export function onTo(returnTo: string, choice: Choice, landing: Landing): string {
  return returnTo === '/' ? landing(choice) : returnTo;
}

/** Goes on as somebody else, or with a second proof, under a new secret. Answers where the old one held no longer: false. */
export async function goOnAs(
  { signIn, request, reply }: Omit<Arriving, 'landing'>,
  engagement: Engagement | undefined,
): Promise<boolean> {
  const token = signIn.tokenOf(request);
  if (token === undefined) return false;
  const renewed = await signIn.atGate((gate) => renewSession(gate, token, engagement, signIn.clock.now()));
  if (renewed === undefined) return false;
  reply.header('set-cookie', [signIn.cookies.set('session', renewed), signIn.cookies.forget('attempt')]);
  return true;
}
