import type { Clock } from '#foundation/kernel/effects.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { Database } from '#platform/database/pool.ts';
import type { SigningPeopleIn } from '#platform/directory/asking.ts';
import type { LedgerRoutesContext } from '#platform/ledger/asking.ts';
import { goOnAs } from '#platform/sign-in/arriving.ts';
import { createDemonstrationIdentity } from '#platform/sign-in/demonstration-identity.ts';
import { holdForms } from '#platform/sign-in/hold-forms.ts';
import { invite } from '#platform/sign-in/invitations.ts';
import { countMadeUpPeople } from '#platform/sign-in/people-store.ts';
import { signInRoutes } from '#platform/sign-in/routes.ts';
import { endSessionsOf } from '#platform/sign-in/session-store.ts';
import type { SignIn } from '#platform/sign-in/sign-in.ts';
import { createSignIn } from '#platform/sign-in/sign-in.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Config } from './config.ts';
import { landingOf, placesOf } from './landing.ts';
import { remembered } from './remembered.ts';
import type { ShellOptions } from './shell.tsx';

/** Signing in to this Headwater, and the pages it needs. */
export interface SigningIn {
  readonly signIn: SignIn;
  /** Enters hooks and pages; before any other route. */
  enter(app: RouteServer, shell: Shell): void;
  /** As whom somebody is signed in, and going on as somebody else: for opening records out of reach. */
  readonly acting: Pick<LedgerRoutesContext, 'askEngagement' | 'engage'>;
  /** Inviting people, and ending their sign-ins: for whoever administers an organisation. */
  readonly signingPeopleIn: SigningPeopleIn;
  /** What the banner of a page says of it: no one made up where the demonstration’s own provider is not there. */
  readonly shown: Pick<ShellOptions, 'signingIn' | 'countMadeUp' | 'clock'>;
}

interface SigningInOptions {
  readonly config: Pick<Config, 'publicUrl' | 'signIn' | 'demonstration'>;
  readonly clock: Clock;
  readonly database: Database;
}

/** By the configuration; in a demonstration with a provider of its own, for people who are made up. */
export function openSigningIn({ config, clock, database }: SigningInOptions): SigningIn {
  const { mode, passkeys, providers, limits } = config.signIn;
  const identity =
    mode === 'demonstration' && config.demonstration !== 'nothing' ? createDemonstrationIdentity() : undefined;
  const signIn = createSignIn({
    database,
    clock,
    publicUrl: config.publicUrl,
    providers: identity ? [...providers, identity.provider] : providers,
    passkeys,
    rules: { limits, people: mode === 'production' ? 'real-only' : 'everybody' },
  });
  return {
    signIn,
    acting: {
      askEngagement: async (request) => {
        const state = await signIn.stateOf(request);
        return state.kind === 'live' ? state.session.engagement : undefined;
      },
      engage: (request, reply, engagement) => goOnAs({ signIn, request, reply }, engagement),
    },
    signingPeopleIn: {
      invite: async (gate, request, { personId, madeBy, now }) => {
        const { path, expiresAt } = await invite(gate, personId, madeBy, now);
        return { link: `${signIn.originOf(request)}${path}`, expiresAt };
      },
      endSessions: endSessionsOf,
    },
    shown: {
      clock,
      signingIn: signIn.providers.length > 0 || passkeys === 'on' ? 'possible' : 'impossible',
      countMadeUp: remembered({ forMilliseconds: 60_000, clock }, async () =>
        identity ? await signIn.atGate(countMadeUpPeople) : 0,
      ),
    },
    enter: (app, shell) => {
      holdForms(app, signIn, shell);
      app.register(signInRoutes, { signIn, shell, landing: landingOf, placesOf });
      identity?.enter(app, { database, shell });
    },
  };
}
