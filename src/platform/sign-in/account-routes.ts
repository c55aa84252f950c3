import { z } from 'zod';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { roles } from '#platform/access/roles.ts';
import type { WaysIn } from '#platform/directory/ways-in-store.ts';
import { waysInOf } from '#platform/directory/ways-in-store.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { choicesOf, chosenAmong } from './engagements.ts';
import { approvesKeys, waitingFor } from './key-approval.ts';
import type { Session } from './model.ts';
import type { PasskeyLine, SessionLine } from './pages/account.tsx';
import { accountPage } from './pages/account.tsx';
import type { StoredPasskey } from './passkey-store.ts';
import { passkeysOf, removePasskey } from './passkey-store.ts';
import { signInPaths } from './paths.ts';
import type { SignInRouteOptions } from './routes.ts';
import type { StoredSession } from './session-store.ts';
import { endSessionsOf, endStoredSession, openSessionsOf } from './session-store.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const Ended = z.object({ session: z.union([z.literal('all'), z.coerce.number().int().positive()]) });
const Removed = z.object({ passkey: z.string().max(1_400) });

/** Where somebody is signed in, and with what they can. */
export function accountRoutes(app: RouteServer, { signIn, shell }: SignInRouteOptions): void {
  app.get(signInPaths.account, async (request, reply) => {
    const session = await needSession(signIn, request);
    const now = signIn.clock.now();
    const { personId } = session;
    const shown = await signIn.atGate(async (gate) => ({
      sessions: (await openSessionsOf(gate, personId, now)).map((one) => sessionLine(signIn, one, session)),
      passkeys: (await passkeysOf(gate, personId)).map(passkeyLine),
      administers: (await administeredBy(gate, session, now))?.organisation,
      waysRemoved: waysRemovedWords(await waysInOf(gate, personId)),
      keysWaiting: await keysWaiting(gate, session, now),
    }));
    const mayAddPasskey = signIn.passkeys === 'on' ? 'yes' : 'no';
    return sendPage(reply, shell, accountPage({ personName: session.personName, mayAddPasskey, ...shown }));
  });
  app.post(`${signInPaths.account}/end`, { schema: { body: Ended } }, async (request, reply) => {
    const { personId, sessionId } = await needSession(signIn, request);
    const now = signIn.clock.now();
    const which = request.body.session;
    await signIn.atGate(async (gate) => {
      if (which === 'all') return void (await endSessionsOf(gate, personId, now));
      const own = await openSessionsOf(gate, personId, now);
      if (own.some((one) => one.sessionId === which)) await endStoredSession(gate, which, 'revoked', now);
    });
    if (which !== 'all' && which !== sessionId) return reply.redirect(signInPaths.account, 303);
    return reply.header('set-cookie', signIn.cookies.forget('session')).redirect(signInPaths.signedOut, 303);
  });
  app.post(`${signInPaths.account}/remove-passkey`, { schema: { body: Removed } }, async (request, reply) => {
    const { personId } = await needSession(signIn, request);
    await signIn.atGate((gate) => removePasskey(gate, personId, request.body.passkey, signIn.clock.now()));
    return reply.redirect(signInPaths.account, 303);
  });
}

/** The role in force that somebody is here as. */
export async function membershipHere(gate: Gated, session: Session, now: Date) {
  const choices = await choicesOf(gate, session.personId, session.organisationClaims, now);
  return chosenAmong(choices, session.engagement)?.membership;
}

/** The organisation that somebody administers in what they are here as. */
export async function administeredBy(gate: Gated, session: Session, now: Date) {
  const membership = await membershipHere(gate, session, now);
  return membership && roles[membership.role].administers === 'own-organisation' ? membership : undefined;
}

function waysRemovedWords({ removedAt, removedBy }: WaysIn): string | undefined {
  if (removedAt === null) return undefined;
  return `At ${instantInWords(removedAt)} ${removedBy ?? 'somebody'} said that your key was lost, and took away every way you had to sign in.`;
}

async function keysWaiting(gate: Gated, session: Session, now: Date): Promise<number> {
  const at = await membershipHere(gate, session, now);
  return at && approvesKeys(at) ? (await waitingFor(gate, at, now)).length : 0;
}

function sessionLine(signIn: SignIn, kept: StoredSession, current: Session): SessionLine {
  const name = signIn.clients.get(kept.via)?.provider.name ?? 'a passkey';
  return {
    sessionId: kept.sessionId,
    device: kept.device,
    began: `Signed in at ${instantInWords(kept.signedInAt)} with ${name}`,
    seen: `Last used at ${instantInWords(kept.lastSeenAt)}`,
    current: kept.sessionId === current.sessionId ? 'yes' : 'no',
  };
}

function passkeyLine({ credentialId, name, madeAt, lastUsedAt }: StoredPasskey): PasskeyLine {
  return {
    credentialId,
    name,
    made: `Made at ${instantInWords(madeAt)}`,
    used: lastUsedAt === null ? 'Not used yet' : `Last used at ${instantInWords(lastUsedAt)}`,
  };
}
