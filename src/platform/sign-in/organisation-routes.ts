import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { purposes } from '#platform/access/purposes.ts';
import { hasRoleElsewhere } from '#platform/directory/people-store.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { administeredBy } from './account-routes.ts';
import type { StoredKey } from './api-key-store.ts';
import { keysOf, revokeKey } from './api-key-store.ts';
import { keyPurposes, makeKey, mostKeyDays } from './api-keys.ts';
import { invite } from './invitations.ts';
import type { Session } from './model.ts';
import { whereItStands } from './organisation-store.ts';
import type { KeyLine, OrganisationShown } from './pages/organisation.tsx';
import { keyReaches, organisationPage } from './pages/organisation.tsx';
import { signInPaths } from './paths.ts';
import type { Membership } from './people-store.ts';
import { colleaguesOf } from './people-store.ts';
import type { SignInRouteOptions } from './routes.ts';
import { endSessionsOf } from './session-store.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const id = z.coerce.number().int().positive().optional();
const ForPerson = z.object({ invite: id, end: id });
const NewKey = z.object({
  name: z.string().trim().min(1, 'give it a name').max(60),
  purpose: z.enum(keyPurposes),
  reach: z.enum(['totals', 'attendance', 'registers']),
  may: z.enum(['read', 'change']),
  days: z.coerce.number().int().min(1).max(mostKeyDays),
});
const Revoked = z.object({ key: z.coerce.number().int().positive() });

/** What whoever administers an organisation does about signing in. */
export function organisationRoutes(app: RouteServer, options: SignInRouteOptions): void {
  const { signIn, shell } = options;
  app.get(signInPaths.organisation, async (request, reply) => {
    const { at } = await needAdministrator(signIn, request);
    return sendPage(reply, shell, organisationPage(await shown(signIn, at)));
  });
  app.post(`${signInPaths.organisation}/people`, { schema: { body: ForPerson } }, async (request, reply) => {
    const { at, session } = await needAdministrator(signIn, request);
    const { invite: invited, end } = request.body;
    const now = signIn.clock.now();
    const people = await signIn.atGate((gate) => colleaguesOf(gate, at.organisationId, londonDay(now), now));
    const person = people.find(({ personId }) => personId === (invited ?? end));
    if (!person) throw new ProblemError(notOfYours);
    if (invited === undefined) {
      await signIn.atGate((gate) => endSessionsOf(gate, person.personId, now));
      return reply.redirect(signInPaths.organisation, 303);
    }
    // Whoever holds the link becomes the person: also in what they are elsewhere.
    if (await signIn.atGate((gate) => hasRoleElsewhere(gate, person.personId, at.organisationId)))
      throw new ProblemError(elsewhereToo);
    const made = await signIn.atGate((gate) => invite(gate, person.personId, session.personName, now));
    return sendPage(
      reply,
      shell,
      organisationPage({
        ...(await shown(signIn, at)),
        made: {
          kind: 'invitation',
          secret: `${signIn.originOf(request)}${made.path}`,
          words: `Give it to ${person.name} and nobody else. It opens their account once, until ${instantInWords(made.expiresAt)}.`,
        },
      }),
    );
  });
  keyRoutes(app, options);
}

function keyRoutes(app: RouteServer, { signIn, shell }: SignInRouteOptions): void {
  app.post(`${signInPaths.organisation}/keys`, { schema: { body: NewKey } }, async (request, reply) => {
    const { at, session } = await needAdministrator(signIn, request);
    const { reach, ...wanted } = request.body;
    const now = signIn.clock.now();
    const secret = await signIn.atGate((gate) =>
      makeKey(
        gate,
        { ...wanted, categories: keyReaches[reach], organisationId: at.organisationId, madeByPerson: session.personId },
        now,
      ),
    );
    const words =
      'Give it to the supplier by a safe way. Programs send it as Authorization: Bearer, followed by the key.';
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
}

const notOfYours = {
  code: 'administration-not-allowed',
  message: 'Your organisation has nothing of this kind, or no longer.',
  nextStep: `Choose one of those listed at ${signInPaths.organisation}.`,
};

const elsewhereToo = {
  code: 'invitation-not-allowed',
  message: 'This person is something elsewhere too, or has a family here, and an invitation would open that as well.',
  nextStep: 'They sign in as they do there. Who has no way in any more asks whoever runs Headwater.',
};

async function needAdministrator(
  signIn: SignIn,
  request: FastifyRequest,
): Promise<{ readonly at: Membership; readonly session: Session }> {
  const session = await needSession(signIn, request);
  const at = await signIn.atGate((gate) => administeredBy(gate, session, signIn.clock.now()));
  if (at) return { at, session };
  throw new ProblemError({
    code: 'administration-not-allowed',
    message: 'This page is for whoever administers an organisation, and in the role you are here as you do not.',
    nextStep: `Switch to another role at ${signInPaths.choose}, or ask your organisation’s administrator.`,
  });
}

async function shown(signIn: SignIn, { organisationId, organisation }: Membership): Promise<OrganisationShown> {
  const now = signIn.clock.now();
  return await signIn.atGate(async (gate) => ({
    organisation,
    stands: await whereItStands(gate, { organisationId }),
    colleagues: await colleaguesOf(gate, organisationId, londonDay(now), now),
    keys: (await keysOf(gate, organisationId)).map((key) => keyLine(key, now)),
  }));
}

function keyLine(key: StoredKey, now: Date): KeyLine {
  const serves = key.revokedAt === null && key.expiresAt > now;
  const reads = `${key.changes.length > 0 ? 'Reads and changes' : 'Reads'} ${key.categories.join(', ')}`;
  const purpose = Object.hasOwn(purposes, key.purpose) ? purposes[key.purpose as keyof typeof purposes] : key.purpose;
  const used = key.lastUsedAt === null ? 'Not used yet' : `Last used at ${instantInWords(key.lastUsedAt)}`;
  const end =
    key.revokedAt === null ? `Until ${instantInWords(key.expiresAt)}` : `Revoked at ${instantInWords(key.revokedAt)}`;
  return {
    keyId: key.keyId,
    name: key.name,
    words: `${reads}, ${purpose}. ${end}. ${used}.`,
    serves: serves ? 'yes' : 'no',
  };
}
