import { z } from 'zod';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { roles } from '#platform/access/roles.ts';
import { sendPage } from '#platform/web/answers.ts';
import { localPath } from '#platform/web/local-path.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { goOnAs, onTo } from './arriving.ts';
import { compileScope } from './compile.ts';
import { choicesOf, chosenAmong } from './engagements.ts';
import { forgetForm, heldForm } from './held-forms.ts';
import type { Session } from './model.ts';
import { againPage } from './pages/again.tsx';
import { choosePage, nothingToBePage } from './pages/choose.tsx';
import { heldPage } from './pages/held.tsx';
import { homePage } from './pages/home.tsx';
import { signedOutPage, signOutPage } from './pages/outcomes.tsx';
import { signInPaths } from './paths.ts';
import type { SignInRouteOptions } from './routes.ts';
import { justLeft, signOut } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { needSession } from './sign-in.ts';

const text = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).optional();
const Asked = z.object({ return: text });
const Chosen = z.object({ return: text, choice: text });

/** What somebody who is signed in is here as, and signing out. */
export function standingRoutes(app: RouteServer, options: SignInRouteOptions): void {
  choosing(app, options);
  holding(app, options);
  leaving(app, options);
  const { signIn, shell } = options;
  app.get(signInPaths.home, async (request, reply) => {
    const session = await needSession(signIn, request);
    const choice = chosenAmong(await choices(signIn, session), session.engagement);
    if (!choice || !session.engagement) return reply.redirect(signInPaths.choose, 303);
    const compiled = await compileScope(signIn.database, session.engagement, signIn.clock.now());
    const more = choice.membership && roles[choice.membership.role].readsAfterStepUp;
    return sendPage(
      reply,
      shell,
      homePage({
        personName: session.personName,
        choice,
        places: options.placesOf(choice),
        scope: compiled.ok ? compiled.value : { refused: `${compiled.failure.message} ${compiled.failure.nextStep}` },
        opensAgain: compiled.ok && more?.some((one) => !compiled.value.categories.includes(one)) ? 'yes' : 'no',
      }),
    );
  });
  app.get(signInPaths.again, { schema: { querystring: Asked } }, async (request, reply) => {
    const { via } = await needSession(signIn, request);
    const name = signIn.clients.get(via)?.provider.name ?? '';
    return sendPage(reply, shell, againPage({ via, name, returnTo: localPath(request.query.return) }));
  });
}

function choices(signIn: SignIn, { personId, organisationClaims }: Session) {
  return signIn.atGate((gate) => choicesOf(gate, personId, organisationClaims, signIn.clock.now()));
}

function choosing(app: RouteServer, { signIn, shell, landing }: SignInRouteOptions): void {
  app.get(signInPaths.choose, { schema: { querystring: Asked } }, async (request, reply) => {
    const session = await needSession(signIn, request);
    const offered = await choices(signIn, session);
    if (offered.length === 0) return sendPage(reply, shell, nothingToBePage(session.personName));
    const { personName, engagement } = session;
    const current = chosenAmong(offered, engagement);
    const returnTo = localPath(request.query.return);
    return sendPage(reply, shell, choosePage({ personName, choices: offered, current, returnTo }));
  });
  app.post(signInPaths.choose, { schema: { body: Chosen } }, async (request, reply) => {
    const session = await needSession(signIn, request);
    const choice = (await choices(signIn, session)).find(({ value }) => value === request.body.choice);
    if (!choice) throw new ProblemError(unknownChoice);
    // What was proved a second time was proved for the former role.
    if (!(await goOnAs({ signIn, request, reply }, choice.engagement))) throw new ProblemError(unknownChoice);
    return reply.redirect(onTo(localPath(request.body.return), choice, landing), 303);
  });
}

const unknownChoice: Problem = {
  code: 'choice-not-allowed',
  message: 'You have no such role here, or no longer.',
  nextStep: `Choose one of those listed at ${signInPaths.choose}.`,
};

function holding(app: RouteServer, { signIn, shell }: SignInRouteOptions): void {
  app.get(signInPaths.held, async (request, reply) => {
    const { personId } = await needSession(signIn, request);
    const secret = signIn.cookies.read(request.headers.cookie, 'held');
    const held = await signIn.atGate((gate) => heldForm(gate, secret, personId, signIn.clock.now()));
    return sendPage(reply, shell, heldPage(held));
  });
  app.post(signInPaths.held, async (request, reply) => {
    const { personId } = await needSession(signIn, request);
    const secret = signIn.cookies.read(request.headers.cookie, 'held');
    await signIn.atGate(async (gate) => {
      const held = await heldForm(gate, secret, personId, signIn.clock.now());
      if (held?.kind === 'own' && secret !== undefined) await forgetForm(gate, secret);
    });
    return reply.header('set-cookie', signIn.cookies.forget('held')).redirect(signInPaths.home, 303);
  });
}

function leaving(app: RouteServer, { signIn, shell }: SignInRouteOptions): void {
  app.post(signInPaths.signOut, async (request, reply) => {
    const token = signIn.tokenOf(request);
    if (token === undefined) return reply.redirect(signInPaths.signedOut, 303);
    await signIn.atGate((gate) => signOut(gate, token, signIn.clock.now()));
    return reply
      .header('set-cookie', [signIn.cookies.forget('session'), signIn.cookies.set('leaving', token)])
      .redirect(signInPaths.signedOut, 303);
  });
  // Whoever follows a link to it is asked: an address that is only opened must sign nobody out.
  app.get(signInPaths.signOut, (_request, reply) => sendPage(reply, shell, signOutPage()));
  app.get(signInPaths.signedOut, async (request, reply) => {
    const token = signIn.cookies.read(request.headers.cookie, 'leaving');
    const left =
      token === undefined ? undefined : await signIn.atGate((gate) => justLeft(gate, token, signIn.clock.now()));
    const provider = left && signIn.clients.get(left.via)?.provider;
    return sendPage(reply, shell, signedOutPage(provider?.id === 'demonstration' ? undefined : provider?.name));
  });
}
