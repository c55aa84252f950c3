import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import { localPath } from '#platform/web/local-path.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { arrive } from './arriving.ts';
import type { Remembered } from './attempts.ts';
import { beginAttempt, takeAttempt } from './attempts.ts';
import { invitedBy, useInvitation } from './invitation-store.ts';
import { notSignedInPage } from './pages/outcomes.tsx';
import { invitationPage, newPasskeyPage, usePasskeyPage } from './pages/passkey.tsx';
import { keepPasskey, optionsToMake, optionsToUse, passkeyUsed } from './passkeys.ts';
import { signInPaths } from './paths.ts';
import { openPerson } from './people-store.ts';
import { attemptProblems, proveAgain } from './provider-routes.ts';
import type { SignInRouteOptions } from './routes.ts';
import { hashOf, newSecret } from './secrets.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const text = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).optional();
const Beginning = z.object({ return: text, again: text });
const Invited = z.object({ invitation: text });
const Followed = z.object({ code: text });
const Used = z.object({ state: z.string().max(60), credential: z.string().max(20_000) });
const Made = Used.extend({ name: z.string().max(60).optional() });

/** Passkeys: using one, making one, and the invitation that lets somebody make their first. */
export function passkeyRoutes(app: RouteServer, options: SignInRouteOptions): void {
  const { signIn, shell } = options;
  app.get(signInPaths.invitation, { schema: { querystring: Followed } }, async (request, reply) => {
    const code = request.query.code ?? '';
    const invited = await signIn.atGate((gate) => invitedBy(gate, hashOf(code), signIn.clock.now()));
    if (!invited) return sendPage(reply.code(403), shell, notSignedInPage(invitationOver, '/'));
    const { providers, passkeys } = signIn;
    const offered = {
      personName: invited.name,
      code,
      passkeys,
      providers: providers.filter(({ id }) => id !== 'demonstration'),
    };
    return sendPage(reply, shell, invitationPage(offered));
  });
  if (signIn.passkeys === 'off') return;
  app.get(signInPaths.passkey, { schema: { querystring: Beginning } }, async (request, reply) => {
    const again = request.query.again === 'yes' ? await needSession(signIn, request) : undefined;
    const options_ = await signIn.atGate((gate) => optionsToUse(gate, siteOf(signIn, request), again?.personId));
    const remembered: Remembered = {
      kind: 'passkey',
      challenge: options_.challenge,
      returnTo: localPath(request.query.return),
      ...(again && { personId: again.personId }),
    };
    const state = await remember(signIn, request, reply, remembered);
    return sendPage(reply, shell, usePasskeyPage({ state, options: options_ }, again ? 'fresh' : 'usual'));
  });
  app.post(signInPaths.passkey, { schema: { body: Used } }, (request, reply) => use(options, request, reply));
  app.get(signInPaths.newPasskey, { schema: { querystring: Invited } }, (request, reply) =>
    beginToMake(options, request, reply),
  );
  app.post(signInPaths.newPasskey, { schema: { body: Made } }, (request, reply) => make(options, request, reply));
}

function siteOf(signIn: SignIn, request: FastifyRequest) {
  return { origin: signIn.originOf(request) };
}

async function remember(
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  remembered: Remembered,
): Promise<string> {
  const state = newSecret();
  const secret = signIn.cookies.read(request.headers.cookie, 'attempt') ?? newSecret();
  await signIn.atGate((gate) => beginAttempt(gate, { state, secret }, remembered, signIn.clock.now()));
  reply.header('set-cookie', signIn.cookies.set('attempt', secret));
  return state;
}

async function use(
  options: SignInRouteOptions,
  request: FastifyRequest<{ Body: z.infer<typeof Used> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { signIn, shell } = options;
  const { state, credential } = request.body;
  const secret = signIn.cookies.read(request.headers.cookie, 'attempt');
  const now = signIn.clock.now();
  const taken = await signIn.atGate((gate) => takeAttempt(gate, { state, secret }, 'passkey', now));
  if (typeof taken === 'string') return sendPage(reply.code(400), shell, notSignedInPage(attemptProblems[taken], '/'));
  const used = await signIn.atGate(async (gate) => {
    const answer = { site: siteOf(signIn, request), challenge: taken.challenge ?? '', credential };
    const passkey = await passkeyUsed(gate, answer, now);
    return passkey && (await openPerson(gate, passkey.personId));
  });
  if (!used || (used.demonstration && signIn.rules.people === 'real-only')) {
    return sendPage(reply.code(400), shell, notSignedInPage(passkeyUnknown, taken.returnTo));
  }
  if (taken.personId !== undefined) return proveAgain(options, { request, reply }, taken, used.personId);
  return arrive(
    { ...options, request, reply },
    { personId: used.personId, via: 'passkey', organisationClaims: [] },
    taken.returnTo,
  );
}

/** For whom a passkey is made: whoever the invitation is for, or whoever is signed in and has just proved it again. */
async function beginToMake(
  { signIn, shell }: SignInRouteOptions,
  request: FastifyRequest<{ Querystring: z.infer<typeof Invited> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { invitation } = request.query;
  const now = signIn.clock.now();
  const invited =
    invitation === undefined ? undefined : await signIn.atGate((gate) => invitedBy(gate, hashOf(invitation), now));
  if (invitation !== undefined && !invited)
    return sendPage(reply.code(403), shell, notSignedInPage(invitationOver, '/'));
  const session = invited ? undefined : await needSession(signIn, request);
  // A screen left open must not become a key for good.
  if (session && !isFresh(session.engagement?.steppedUpAt ?? session.signedInAt, now)) {
    return reply.redirect(`${signInPaths.again}?return=${signInPaths.newPasskey}`, 303);
  }
  const person = invited ?? { personId: session?.personId ?? 0, name: session?.personName ?? '' };
  const creation = await signIn.atGate((gate) => optionsToMake(gate, siteOf(signIn, request), person));
  const state = await remember(signIn, request, reply, {
    kind: 'enrol',
    challenge: creation.challenge,
    returnTo: invited ? '/' : signInPaths.account,
    personId: person.personId,
    ...(invitation !== undefined && { invitation }),
  });
  return sendPage(reply, shell, newPasskeyPage({ state, options: creation }, person.name));
}

function isFresh(provedAt: Date, now: Date): boolean {
  return now.getTime() - provedAt.getTime() < 15 * 60_000;
}

async function make(
  options: SignInRouteOptions,
  request: FastifyRequest<{ Body: z.infer<typeof Made> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { signIn, shell } = options;
  const { state, credential, name } = request.body;
  const secret = signIn.cookies.read(request.headers.cookie, 'attempt');
  const now = signIn.clock.now();
  const refuse = (problem: Problem) => sendPage(reply.code(400), shell, notSignedInPage(problem, '/'));
  const taken = await signIn.atGate((gate) => takeAttempt(gate, { state, secret }, 'enrol', now));
  if (typeof taken === 'string') return refuse(attemptProblems[taken]);
  const { personId, invitation } = taken;
  if (personId === undefined) return refuse(attemptProblems.unknown);
  if (invitation === undefined && (await needSession(signIn, request)).personId !== personId)
    return refuse(attemptProblems.unknown);
  const answer = { site: siteOf(signIn, request), challenge: taken.challenge ?? '', credential };
  const owner = { personId, name: name?.trim() || 'My passkey' };
  const kept = await signIn.atGate((gate) => keepFor(gate, answer, { ...owner, invitation }, now)).catch(notKept);
  if (kept instanceof NotKept) return refuse(kept.problem);
  if (invitation === undefined) return reply.redirect(signInPaths.account, 303);
  return arrive({ ...options, request, reply }, { personId, via: 'passkey', organisationClaims: [] }, '/');
}

/** Undoes what the transaction did: an invitation is not used up by a passkey that was not kept. */
class NotKept extends ProblemError {}

function notKept(reason: unknown): NotKept {
  if (reason instanceof NotKept) return reason;
  throw reason;
}

async function keepFor(
  gate: Gated,
  answer: Parameters<typeof keepPasskey>[1],
  owner: { readonly personId: number; readonly name: string; readonly invitation: string | undefined },
  now: Date,
): Promise<void> {
  if (owner.invitation !== undefined) {
    const invited = await invitedBy(gate, hashOf(owner.invitation), now);
    if (invited?.personId !== owner.personId || !(await useInvitation(gate, invited.invitationId, now))) {
      throw new NotKept(invitationOver);
    }
  }
  if (!(await keepPasskey(gate, answer, owner, now))) throw new NotKept(passkeyNotKept);
}

const invitationOver: Problem = {
  code: 'invitation-over',
  message: 'This invitation was used already, is older than three days, or was replaced by a newer one.',
  nextStep: 'Ask whoever sent it for another. If you have a passkey or an account already, just sign in.',
};

const passkeyUnknown: Problem = {
  code: 'passkey-unknown',
  message: 'This passkey opens nothing here: it was removed, or it is not of this Headwater.',
  nextStep: 'Use another passkey, or ask an administrator for an invitation to make one.',
};

const passkeyNotKept: Problem = {
  code: 'passkey-not-kept',
  message: 'The passkey could not be kept: your device did not prove it, or has it kept here already.',
  nextStep: 'Open the invitation’s link again and try once more, or use another device.',
};
