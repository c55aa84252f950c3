import { z } from 'zod';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { sendPage } from '#platform/web/answers.ts';
import { oneText } from '#platform/web/form-fields.ts';
import { localPath } from '#platform/web/local-path.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { accountRoutes } from './account-routes.ts';
import type { Landing } from './arriving.ts';
import type { Choice } from './engagements.ts';
import { keyRoutes } from './key-routes.ts';
import { organisationRoutes } from './organisation-routes.ts';
import type { Place } from './pages/home.tsx';
import { signInPage } from './pages/sign-in.tsx';
import { passkeyRoutes } from './passkey-routes.ts';
import { signInPaths } from './paths.ts';
import { providerRoutes } from './provider-routes.ts';
import type { SignIn } from './sign-in.ts';
import { standingRoutes } from './standing-routes.ts';

/** What the routes of signing in are given. */
export interface SignInRouteOptions {
  readonly signIn: SignIn;
  readonly shell: Shell;
  readonly landing: Landing;
  /** Where somebody may want to go. */
  readonly placesOf: (choice: Choice) => readonly Place[];
}

const Asked = z.object({ return: oneText.optional() });

/** Every page of signing in. None is kept by a browser. */
export function signInRoutes(app: RouteServer, options: SignInRouteOptions, done: () => void): void {
  const { signIn, shell } = options;
  app.addHook('onRequest', (_request, reply, next) => {
    reply.header('cache-control', 'no-store');
    next();
  });
  app.get(signInPaths.signIn, { schema: { querystring: Asked } }, async (request, reply) => {
    const state = await signIn.stateOf(request);
    return sendPage(
      reply,
      shell,
      signInPage({
        providers: signIn.providers,
        passkeys: signIn.passkeys,
        returnTo: localPath(request.query.return),
        signedInAs: state.kind === 'live' ? state.session.personName : undefined,
      }),
    );
  });
  providerRoutes(app, options);
  passkeyRoutes(app, options);
  standingRoutes(app, options);
  accountRoutes(app, options);
  organisationRoutes(app, options);
  keyRoutes(app, options);
  done();
}
