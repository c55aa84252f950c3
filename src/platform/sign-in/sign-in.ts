import type { FastifyRequest } from 'fastify';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { keyInHeader } from './api-keys.ts';
import type { Engaged } from './compile.ts';
import { findEngaged, scopeOfFound } from './compile.ts';
import { memberFactsOfSession } from './compile-store.ts';
import type { Cookies } from './cookies.ts';
import { cookiesFor } from './cookies.ts';
import type { EndedBecause, Session, SessionState } from './model.ts';
import { signInPaths } from './paths.ts';
import type { Provider, ProviderClient } from './provider-client.ts';
import { providerClient } from './provider-client.ts';
import { hashOf } from './secrets.ts';
import type { SessionRules } from './sessions.ts';
import { noteRequest, sessionState } from './sessions.ts';

/** How people sign in to one Headwater. */
export interface SignInOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** The address people type; that of the request where none is given. */
  readonly publicUrl: string | undefined;
  readonly providers: readonly Provider[];
  readonly passkeys: 'on' | 'off';
  readonly rules: SessionRules;
}

/** Signing in, as routes and whoever asks for a scope use it. */
export interface SignIn extends SignInOptions {
  readonly cookies: Cookies;
  readonly clients: ReadonlyMap<string, ProviderClient>;
  /** Who is signed in by a request: asked once for each. */
  stateOf(request: AskingRequest): Promise<SessionState>;
  /** What whoever is signed in by a request may see now, compiled from stored facts for this request alone. */
  scopeOf(request: AskingRequest): Promise<Result<RequestScope, Problem>>;
  /** The secret of a request’s session cookie. */
  tokenOf(request: AskingRequest): string | undefined;
  /** The address this Headwater is reached at by a request, without a path. */
  originOf(request: FastifyRequest): string;
  /** Work of the gate, for signing in. */
  atGate<Outcome>(work: (gate: Gated) => Promise<Outcome>): Promise<Outcome>;
}

export function createSignIn(options: SignInOptions): SignIn {
  const { database, clock, publicUrl, rules } = options;
  const cookies = cookiesFor(publicUrl);
  const known = new WeakMap<AskingRequest, Promise<Known>>();
  // A key speaks for itself alone, whoever is signed in where it is sent from.
  const tokenOf = ({ headers }: AskingRequest): string | undefined =>
    keyInHeader(headers.authorization) === undefined ? cookies.read(headers.cookie, 'session') : undefined;
  const atGate = <Outcome>(work: (gate: Gated) => Promise<Outcome>) => inGate(database, 'sign-in', work);
  const knownOf = (request: AskingRequest): Promise<Known> => {
    const token = tokenOf(request);
    if (token === undefined) return Promise.resolve(nobody);
    const asked = known.get(request) ?? atGate((gate) => askKnown(gate, hashOf(token), rules, clock.now()));
    known.set(request, asked);
    return asked;
  };
  return {
    ...options,
    cookies,
    clients: new Map(options.providers.map((provider) => [provider.id, providerClient(provider)])),
    tokenOf,
    atGate,
    stateOf: async (request) => (await knownOf(request)).state,
    scopeOf: async (request) => {
      const { state, engaged } = await knownOf(request);
      if (state.kind !== 'live') return { ok: false, failure: notSignedIn };
      return engaged ? await scopeOfFound(database, engaged) : { ok: false, failure: notChosen };
    },
    originOf: (request) =>
      publicUrl === undefined ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin,
  };
}

/** Of whom a request is, and as what: all that the gate is asked of a request, in one transaction. */
interface Known {
  readonly state: SessionState;
  /** Absent while nobody is signed in, or they have not chosen what they are here as. */
  readonly engaged?: Engaged | undefined;
}

const nobody: Known = { state: { kind: 'none' } };

async function askKnown(gate: Gated, tokenHash: Buffer, rules: SessionRules, now: Date): Promise<Known> {
  // Both questions travel together; where the session holds no longer, what the second was answered is not looked at.
  const stateAsked = sessionState(gate, tokenHash, rules, now);
  const factsAsked = memberFactsOfSession(gate, tokenHash);
  const [state] = await Promise.all([stateAsked, factsAsked]);
  if (state.kind !== 'live') return { state };
  const { engagement } = state.session;
  const engaged = engagement && (await findEngaged(gate, engagement, now, factsAsked));
  noteRequest(gate, state.session, now);
  return { state, engaged };
}

const notChosen: Problem = {
  code: 'choice-not-allowed',
  message: 'You are signed in, but have not chosen what you are here as.',
  nextStep: `Choose it at ${signInPaths.choose}.`,
};

/** Thrown where a sign-in has ended: answered with a page that says so and leads back. */
export class SignInEndedError extends ProblemError {
  readonly because: EndedBecause;
  readonly personName: string;

  constructor(because: EndedBecause, personName: string) {
    super({ code: 'sign-in-ended-not-allowed', message: 'Your sign-in has ended.', nextStep: 'Sign in again.' });
    this.because = because;
    this.personName = personName;
  }
}

/** Whoever is signed in by a request. Throws what the error pages answer when nobody is, or no longer. */
export async function needSession(signIn: SignIn, request: AskingRequest): Promise<Session> {
  const state = await signIn.stateOf(request);
  if (state.kind === 'live') return state.session;
  if (state.kind === 'ended') throw new SignInEndedError(state.because, state.personName);
  throw new ProblemError(notSignedIn);
}

const notSignedIn: Problem = {
  code: 'sign-in-not-allowed',
  message: 'This page is for people who are signed in.',
  nextStep: `Sign in first: ${signInPaths.signIn}.`,
};

/** Browser and system of a request in words, to tell one’s own sign-ins apart: families only, no version. */
export function deviceOf({ headers }: AskingRequest): string {
  const agent = headers['user-agent'] ?? '';
  const find = (pairs: readonly (readonly [RegExp, string])[]) => pairs.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = find([
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\/|Chromium\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/iPhone|iPad/, 'iPhone or iPad'],
    [/Android/, 'Android'],
    [/CrOS/, 'Chromebook'],
    [/Windows/, 'Windows'],
    [/Macintosh/, 'Mac'],
    [/Linux/, 'Linux'],
  ]);
  return `${browser ?? 'A browser'}${system ? ` on ${system}` : ''}`;
}
