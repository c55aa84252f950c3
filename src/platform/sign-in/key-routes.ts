import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { roles } from '#platform/access/roles.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { membershipHere } from './account-routes.ts';
import { approveKey, revokeKey } from './api-key-store.ts';
import { keyPurposes, makeKey, mostKeyDays } from './api-keys.ts';
import { approvesKeys, mayApprove, waitingFor } from './key-approval.ts';
import { keyLine } from './key-words.ts';
import type { Session } from './model.ts';
import { needAdministrator, notOfYours, shown } from './organisation-routes.ts';
import { keyReaches, waitingKeysPage } from './pages/keys.tsx';
import { organisationPage } from './pages/organisation.tsx';
import { signInPaths } from './paths.ts';
import type { Membership } from './people-store.ts';
import type { SignInRouteOptions } from './routes.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const id = z.coerce.number().int().positive();
const NewKey = z.object({
  name: z.string().trim().min(1, 'give it a name').max(60),
  purpose: z.enum(keyPurposes),
  reach: z.enum(['totals', 'attendance', 'registers']),
  may: z.enum(['read', 'change']),
  days: z.coerce.number().int().min(1).max(mostKeyDays),
});
const Revoked = z.object({ key: id });
const Decided = z.object({ approve: id.optional(), refuse: id.optional() });

/** Keys of programs: an administrator asks for one, and somebody who reads what it reads lets it work. */
export function keyRoutes(app: RouteServer, { signIn, shell }: SignInRouteOptions): void {
  app.post(`${signInPaths.organisation}/keys`, { schema: { body: NewKey } }, async (request, reply) => {
    const { at, session } = await needAdministrator(signIn, request);
    const { reach, ...sent } = request.body;
    const { organisationId, kind } = at;
    const wanted = { ...sent, categories: keyReaches[reach], organisationId, madeByPerson: session.personId };
    const changes = sent.may === 'change' ? wanted.categories : [];
    const own = mayApprove(at, { organisationId, kind, categories: wanted.categories, changes });
    const approvedBy = own ? toldBy(session, at) : undefined;
    const secret = await signIn.atGate((gate) => makeKey(gate, { ...wanted, approvedBy }, signIn.clock.now()));
    const words = `Give it to the supplier by a safe way. Programs send it as Authorization: Bearer, followed by the key.${
      own
        ? ''
        : ' It opens nothing yet: somebody here whose own role reads this approves it on their account page first.'
    }`;
    return sendPage(
      reply,
      shell,
      organisationPage({ ...(await shown(signIn, at)), made: { kind: 'key', secret, words } }),
    );
  });
  app.post(`${signInPaths.organisation}/keys/revoke`, { schema: { body: Revoked } }, async (request, reply) => {
    const { at, session } = await needAdministrator(signIn, request);
    const key = { keyId: request.body.key, organisationId: at.organisationId };
    const revoked = await signIn.atGate((gate) => revokeKey(gate, key, session.personName, signIn.clock.now()));
    if (!revoked) throw new ProblemError(notOfYours);
    return reply.redirect(signInPaths.organisation, 303);
  });
  waitingRoutes(app, { signIn, shell });
}

function waitingRoutes(app: RouteServer, { signIn, shell }: Pick<SignInRouteOptions, 'signIn' | 'shell'>): void {
  app.get(signInPaths.waitingKeys, async (request, reply) => {
    const { at } = await needApprover(signIn, request);
    const now = signIn.clock.now();
    const keys = await signIn.atGate((gate) => waitingFor(gate, at, now));
    const lines = keys.map((key) => keyLine(key, at, now));
    return sendPage(reply, shell, waitingKeysPage({ organisation: at.organisation, keys: lines }));
  });
  app.post(signInPaths.waitingKeys, { schema: { body: Decided } }, async (request, reply) => {
    const { at, session } = await needApprover(signIn, request);
    const { approve, refuse } = request.body;
    const now = signIn.clock.now();
    const decided = await signIn.atGate(async (gate) => {
      const key = (await waitingFor(gate, at, now)).find(({ keyId }) => keyId === (approve ?? refuse));
      if (!key) return false;
      const decide = approve === undefined ? revokeKey : approveKey;
      return await decide(gate, key, toldBy(session, at), now);
    });
    if (!decided) throw new ProblemError(notOfYours);
    return reply.redirect(signInPaths.waitingKeys, 303);
  });
}

function toldBy({ personName }: Session, { role, organisation }: Membership): string {
  return `${personName}, ${roles[role].title}, ${organisation}`;
}

async function needApprover(
  signIn: SignIn,
  request: FastifyRequest,
): Promise<{ readonly at: Membership; readonly session: Session }> {
  const session = await needSession(signIn, request);
  const now = signIn.clock.now();
  const at = await signIn.atGate((gate) => membershipHere(gate, session, now));
  if (at && approvesKeys(at)) return { at, session };
  throw new ProblemError({
    code: 'key-approval-not-allowed',
    message:
      'A key is approved by somebody whose own role reads what it would read, and the role you are here as does not.',
    nextStep: `Switch to another role at ${signInPaths.choose}, or ask the head, or an officer who sees the whole organisation.`,
  });
}
