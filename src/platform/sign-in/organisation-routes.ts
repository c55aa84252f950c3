import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { hasRoleElsewhere } from '#platform/directory/people-store.ts';
import { hasWayIn } from '#platform/directory/ways-in-store.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { administeredBy } from './account-routes.ts';
import { keysOf } from './api-key-store.ts';
import { invite } from './invitations.ts';
import { keyLine } from './key-words.ts';
import type { Session } from './model.ts';
import { whereItStands } from './organisation-store.ts';
import type { OrganisationShown } from './pages/organisation.tsx';
import { organisationPage } from './pages/organisation.tsx';
import { signInPaths } from './paths.ts';
import type { Membership } from './people-store.ts';
import { colleaguesOf } from './people-store.ts';
import type { SignInRouteOptions } from './routes.ts';
import { endSessionsOf } from './session-store.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const id = z.coerce.number().int().positive().optional();
const ForPerson = z.object({ invite: id, end: id });

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
    if (person.hasKey) throw new ProblemError(hasWayIn);
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
}

/** Answered where an organisation has nothing of the number sent. */
export const notOfYours = {
  code: 'administration-not-allowed',
  message: 'Your organisation has nothing of this kind, or no longer.',
  nextStep: `Choose one of those listed at ${signInPaths.organisation}.`,
};

const elsewhereToo = {
  code: 'invitation-not-allowed',
  message: 'This person is something elsewhere too, or has a family here, and an invitation would open that as well.',
  nextStep: 'They sign in as they do there. Who has no way in any more asks whoever runs Headwater.',
};

/** Who administers an organisation, in what they are here as. Throws `administration-not-allowed` (403) for others. */
export async function needAdministrator(
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

/** What its page shows of an organisation. */
export async function shown(signIn: SignIn, at: Membership): Promise<OrganisationShown> {
  const { organisationId, organisation } = at;
  const now = signIn.clock.now();
  return await signIn.atGate(async (gate) => ({
    organisation,
    stands: await whereItStands(gate, { organisationId }),
    colleagues: await colleaguesOf(gate, organisationId, londonDay(now), now),
    keys: (await keysOf(gate, organisationId)).map((key) => keyLine(key, at, now)),
  }));
}
