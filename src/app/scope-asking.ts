import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { AskMembership } from '#platform/agreement/signatory-store.ts';
import type { Queries } from '#platform/database/pool.ts';
import { keyInHeader, scopeOfKey } from '#platform/sign-in/api-keys.ts';
import type { SessionState } from '#platform/sign-in/model.ts';
import type { SignIn } from '#platform/sign-in/sign-in.ts';
import { SignInEndedError } from '#platform/sign-in/sign-in.ts';
import { chosenInCookie, readChoice, scopeHeader } from './scope-choice.ts';
import type { Persona, ScopeMode } from './scope-personas.ts';
import { personaOf } from './scope-personas.ts';
import { demonstrationAuthorities, keepsRegisters } from './scope-store.ts';

/** Who a request is answered for, and how that came about. */
export type Standing =
  /** Signed in, under the scope compiled just now; or signed in without one, and why. */
  | { readonly kind: 'signed-in'; readonly personName: string; readonly scope: Result<Scope, Problem> }
  | { readonly kind: 'signed-in-no-more' }
  /** Nobody can be anybody here: no register is kept, or demonstration scopes are switched off. */
  | { readonly kind: 'no-registers' }
  /** `gone` when somebody was chosen who is not known, or no longer. */
  | { readonly kind: 'nobody'; readonly because: 'not-chosen' | 'chosen' | 'gone' }
  | { readonly kind: 'somebody'; readonly persona: Persona; readonly because: 'not-chosen' | 'chosen' };

/** Answers who asks: from a program’s key, from a sign-in, and, in a demonstration, from what was chosen. */
export interface ScopeAsking {
  /** For routes: makes the answer one that no cache may keep, wherever registers are kept. */
  readonly askScope: AskScope;
  /** As which member a request is signed in, also in a role that reaches no child. */
  readonly askMembership: AskMembership;
  /** For the banner: of the request that is being answered just now. */
  whoIsHere(): Promise<Standing>;
  /** Whether a route asked for a request's scope, and was answered by who asked. */
  wasAsked(request: AskingRequest): boolean;
  readonly mode: ScopeMode;
}

export interface ScopeAskingOptions {
  readonly database: Queries;
  readonly clock: Clock;
  readonly mode: ScopeMode;
  /** Signing in; without it nobody is signed in. */
  readonly signIn?: SignIn | undefined;
}

/** Long enough that a page and what it loads ask once; short enough that a register just loaded can be chosen. */
const keptFor = 5_000;
const mostKept = 1_000;

/** The request being answered, for what is drawn around every page. */
export const answering = new AsyncLocalStorage<AskingRequest>();

/** Who asks. What a demonstration’s role was chosen is kept for some seconds; what a sign-in may see, for its request alone. */
export function createScopeAsking({ database, clock, mode, signIn }: ScopeAskingOptions): ScopeAsking {
  const asked = new WeakSet<AskingRequest>();
  const chosenStanding = choosing({ database, clock, mode });
  const signedIn = signIn && signedInStanding(signIn);
  const standingOf = async (request: AskingRequest): Promise<Standing> =>
    (await signedIn?.(request)) ?? (await chosenStanding(request));
  return {
    mode,
    askScope: async (request) => {
      const key = keyInHeader(request.headers.authorization);
      if (signIn && key !== undefined) {
        asked.add(request);
        return opened(await signIn.atGate((gate) => scopeOfKey(gate, key, signIn.rules.people, clock.now())));
      }
      const standing = await standingOf(request);
      // Where nobody can be anybody, everybody is answered alike.
      if (standing.kind !== 'no-registers') asked.add(request);
      if (standing.kind === 'signed-in') return opened(standing.scope);
      if (standing.kind === 'signed-in-no-more' && signIn) throw ended(await signIn.stateOf(request));
      return standing.kind === 'somebody' ? standing.persona.scope : undefined;
    },
    askMembership: async (request) => {
      const state = await signIn?.stateOf(request);
      const engagement = state?.kind === 'live' ? state.session.engagement : undefined;
      return engagement?.as === 'member' ? engagement : undefined;
    },
    whoIsHere: () => {
      const request = answering.getStore();
      return request ? standingOf(request) : Promise.resolve({ kind: 'no-registers' });
    },
    wasAsked: (request) => asked.has(request),
  };
}

/** The scope, or the reason why there is none; a role that reaches nobody sees what everybody sees. */
function opened(scope: Result<Scope, Problem>): Scope | undefined {
  if (scope.ok) return scope.value;
  if (scope.failure.code === 'scope-not-allowed') return undefined;
  throw new ProblemError(scope.failure);
}

function ended(state: SessionState): SignInEndedError {
  return state.kind === 'ended'
    ? new SignInEndedError(state.because, state.personName)
    : new SignInEndedError('signed-out', '');
}

/** Who is signed in by a request; `undefined` when nobody. Compiled once for each request. */
function signedInStanding(signIn: SignIn) {
  const known = new WeakMap<AskingRequest, Promise<Standing | undefined>>();
  const find = async (request: AskingRequest): Promise<Standing | undefined> => {
    const state = await signIn.stateOf(request);
    if (state.kind === 'none') return undefined;
    if (state.kind === 'ended') return { kind: 'signed-in-no-more' };
    return { kind: 'signed-in', personName: state.session.personName, scope: await signIn.scopeOf(request) };
  };
  return (request: AskingRequest): Promise<Standing | undefined> => {
    const found = known.get(request) ?? find(request);
    known.set(request, found);
    return found;
  };
}

/** What a program’s header or a browser’s cookie chose, in a demonstration. */
function choosing({ database, clock, mode }: Omit<ScopeAskingOptions, 'signIn'>) {
  const kept = new Map<string, { readonly until: number; readonly standing: Promise<Standing> }>();
  // Once registers are kept they go on being kept: a morning asks for another setting with every register.
  let anyKept = false;
  const keepsAny = async (): Promise<boolean> => {
    anyKept ||= await keepsRegisters(database);
    return anyKept;
  };
  return (request: AskingRequest): Promise<Standing> => {
    const chosen = chosenBy(request) ?? '';
    const now = clock.now().getTime();
    const known = kept.get(chosen);
    if (known && now < known.until) return known.standing;
    const standing = findStanding({ database, mode, keepsAny }, chosen);
    if (kept.size >= mostKept) kept.clear();
    kept.set(chosen, { until: now + keptFor, standing });
    standing.catch(() => kept.delete(chosen));
    return standing;
  };
}

/** What a request says: a program's header before a browser's cookie. */
function chosenBy({ headers }: AskingRequest): string | undefined {
  const header = headers[scopeHeader];
  return (typeof header === 'string' ? header : chosenInCookie(headers.cookie))?.slice(0, 60);
}

interface Finding extends Pick<ScopeAskingOptions, 'database' | 'mode'> {
  readonly keepsAny: () => Promise<boolean>;
}

async function findStanding({ database, mode, keepsAny }: Finding, chosen: string): Promise<Standing> {
  if (mode === 'none' || !(await keepsAny())) return { kind: 'no-registers' };
  if (chosen === '') return unchosen(database, mode);
  const choice = readChoice(chosen);
  if (choice?.kind === 'nobody') return { kind: 'nobody', because: 'chosen' };
  const persona = choice && (await personaOf(database, mode, choice));
  return persona ? { kind: 'somebody', persona, because: 'chosen' } : { kind: 'nobody', because: 'gone' };
}

/** Who has chosen nothing is shown the one made-up authority, where there is exactly one. */
async function unchosen(database: Queries, mode: ScopeMode): Promise<Standing> {
  const authorities = await demonstrationAuthorities(database);
  const [only] = authorities;
  const choice =
    authorities.length === 1 && only !== undefined ? ({ kind: 'la', key: String(only) } as const) : undefined;
  const persona = choice && (await personaOf(database, mode, choice));
  return persona ? { kind: 'somebody', persona, because: 'not-chosen' } : { kind: 'nobody', because: 'not-chosen' };
}
