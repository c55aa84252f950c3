import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import { localPath } from '#platform/web/local-path.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { arrive, goOnAs } from './arriving.ts';
import type { AttemptRefused, Remembered } from './attempts.ts';
import { beginAttempt, takeAttempt } from './attempts.ts';
import { invitedBy, useInvitation } from './invitation-store.ts';
import { notSignedInPage } from './pages/outcomes.tsx';
import { signInPaths } from './paths.ts';
import { linkIdentity, personByIdentity } from './people-store.ts';
import type { ProviderClient, Returned } from './provider-client.ts';
import type { SignInRouteOptions } from './routes.ts';
import { hashOf, newSecret } from './secrets.ts';
import { justLeft } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const text = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).optional();
const Named = z.object({ provider: z.string() });
const Beginning = z.object({ return: text, again: text, invitation: text });

/** To a provider and back. */
export function providerRoutes(app: RouteServer, options: SignInRouteOptions): void {
  const { signIn } = options;
  app.get('/sign-in/with/:provider', { schema: { params: Named, querystring: Beginning } }, (request, reply) => {
    const client = signIn.clients.get(request.params.provider);
    return client ? begin(options, client, request, reply) : reply.callNotFound();
  });
  app.get('/sign-in/answer/:provider', { schema: { params: Named } }, (request, reply) => {
    const client = signIn.clients.get(request.params.provider);
    return client ? finish(options, client, request, reply) : reply.callNotFound();
  });
  app.get(signInPaths.leaveProvider, async (request, reply) => {
    const token = signIn.cookies.read(request.headers.cookie, 'leaving');
    const left =
      token === undefined ? undefined : await signIn.atGate((gate) => justLeft(gate, token, signIn.clock.now()));
    const client = left && signIn.clients.get(left.via);
    const place =
      client && (await client.leave(left?.idToken, ownAddress(signIn, client, request, signInPaths.signedOut)));
    reply.header('set-cookie', signIn.cookies.forget('leaving'));
    return reply.redirect(place === undefined ? signInPaths.signedOut : reachable(client, place), 303);
  });
}

/** An address of ours as the provider knows it. */
function ownAddress(signIn: SignIn, { provider }: ProviderClient, request: FastifyRequest, path: string): string {
  return `${provider.knowsUsAs ?? signIn.originOf(request)}${path}`;
}

/** A provider in the same process is reached at whatever address this page was: by path alone. */
function reachable(client: ProviderClient | undefined, address: string): string {
  const own = client?.provider.knowsUsAs;
  return own !== undefined && address.startsWith(`${own}/`) ? address.slice(own.length) : address;
}

async function begin(
  { signIn, shell }: SignInRouteOptions,
  client: ProviderClient,
  request: FastifyRequest<{ Querystring: z.infer<typeof Beginning> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const returnTo = localPath(request.query.return);
  const again = request.query.again === 'yes' ? await needSession(signIn, request) : undefined;
  const redirectUri = ownAddress(signIn, client, request, signInPaths.answer(client.provider.id));
  const sent = await client.begin(redirectUri, again ? 'fresh' : 'usual');
  if (!sent.ok) return sendPage(reply.code(502), shell, notSignedInPage(sent.failure, returnTo));
  const { state, nonce, verifier, address } = sent.value;
  const secret = signIn.cookies.read(request.headers.cookie, 'attempt') ?? newSecret();
  const remembered: Remembered = {
    kind: 'provider',
    provider: client.provider.id,
    returnTo,
    nonce,
    verifier,
    ...(again && { personId: again.personId }),
    ...(request.query.invitation !== undefined && { invitation: request.query.invitation }),
  };
  await signIn.atGate((gate) => beginAttempt(gate, { state, secret }, remembered, signIn.clock.now()));
  return reply.header('set-cookie', signIn.cookies.set('attempt', secret)).redirect(reachable(client, address), 303);
}

async function finish(
  options: SignInRouteOptions,
  client: ProviderClient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { signIn, shell } = options;
  const query = request.url.split('?')[1] ?? '';
  const state = new URLSearchParams(query).get('state') ?? '';
  const secret = signIn.cookies.read(request.headers.cookie, 'attempt');
  const taken = await signIn.atGate((gate) => takeAttempt(gate, { state, secret }, 'provider', signIn.clock.now()));
  const refuse = (problem: Problem, returnTo = '/') =>
    sendPage(reply.code(400), shell, notSignedInPage(problem, returnTo));
  if (typeof taken === 'string') return refuse(attemptProblems[taken]);
  if (taken.provider !== client.provider.id) return refuse(attemptProblems.unknown);
  const answer = new URL(`${ownAddress(signIn, client, request, signInPaths.answer(client.provider.id))}?${query}`);
  const returned = await client.finish(answer, {
    state,
    nonce: taken.nonce ?? '',
    verifier: taken.verifier ?? '',
    proof: taken.personId === undefined ? 'usual' : 'fresh',
  });
  if (!returned.ok) return refuse(returned.failure, taken.returnTo);
  const now = signIn.clock.now();
  const person = await signIn.atGate((gate) => whoIs(gate, returned.value, taken.invitation, now));
  if (!person) return refuse(unknownPerson(client.provider.name), taken.returnTo);
  if (person.demonstration && signIn.rules.people === 'real-only') return refuse(unknownPerson(client.provider.name));
  if (taken.personId !== undefined) return proveAgain(options, { request, reply }, taken, person.personId);
  const { idToken, organisationClaims } = returned.value;
  return arrive(
    { ...options, request, reply },
    { personId: person.personId, via: client.provider.id, organisationClaims, idToken },
    taken.returnTo,
  );
}

/** The person a provider means: known already, or invited just now. An e-mail address makes nobody anybody. */
async function whoIs(gate: Gated, { issuer, subject }: Returned, invitation: string | undefined, now: Date) {
  const known = await personByIdentity(gate, issuer, subject);
  if (known || invitation === undefined) return known;
  const invited = await invitedBy(gate, hashOf(invitation), now);
  if (!invited || !(await useInvitation(gate, invited.invitationId, now))) return undefined;
  await linkIdentity(gate, { issuer, subject, personId: invited.personId }, now);
  return await personByIdentity(gate, issuer, subject);
}

/** A second proof: of the same person, in the same session, which gets a new secret. */
export async function proveAgain(
  { signIn, shell }: SignInRouteOptions,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { returnTo, personId }: Remembered,
  provedId: number,
): Promise<FastifyReply> {
  const session = await needSession(signIn, request);
  const same = session.personId === personId && provedId === personId;
  const engagement = session.engagement && { ...session.engagement, steppedUpAt: signIn.clock.now() };
  if (!same || !(await goOnAs({ signIn, request, reply }, engagement))) {
    return sendPage(reply.code(400), shell, notSignedInPage(somebodyElse, returnTo));
  }
  return reply.redirect(returnTo, 303);
}

export const attemptProblems: Readonly<Record<AttemptRefused, Problem>> = {
  unknown: {
    code: 'sign-in-unknown',
    message: 'This sign-in was not begun here, or it is long over.',
    nextStep: 'Begin again from the sign-in page.',
  },
  used: {
    code: 'sign-in-used',
    message: 'This sign-in was used already.',
    nextStep: 'If you are signed in, go on. If not, begin again: each sign-in serves once.',
  },
  expired: {
    code: 'sign-in-expired',
    message: 'This sign-in took longer than ten minutes.',
    nextStep: 'Begin again.',
  },
  'other-browser': {
    code: 'sign-in-other-browser',
    message: 'This sign-in was begun in another browser, or its cookies were cleared meanwhile.',
    nextStep: 'Begin again in this browser, and let it keep cookies of this address.',
  },
};

const somebodyElse: Problem = {
  code: 'sign-in-somebody-else',
  message: 'Somebody else than the person signed in here has proved who they are, so nothing more was opened.',
  nextStep: 'Prove it with your own account, or sign out first.',
};

function unknownPerson(provider: string): Problem {
  return {
    code: 'person-unknown',
    message: `${provider} knows you, but nobody here is joined to that account yet.`,
    nextStep:
      'Ask whoever looks after Headwater at your organisation for an invitation: its link joins your account to you, once. An invitation that was used or is older than three days serves no more.',
  };
}
