import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import type { Queries } from '#platform/database/pool.ts';
import { chosenInCookie, readChoice, scopeHeader } from './scope-choice.ts';
import type { Persona, ScopeMode } from './scope-personas.ts';
import { personaOf } from './scope-personas.ts';
import { demonstrationAuthorities, keepsRegisters } from './scope-store.ts';

/** Who a request is answered for, and how that came about. */
export type Standing =
  /** Nobody can be anybody here: no register is kept, or demonstration scopes are switched off. */
  | { readonly kind: 'no-registers' }
  /** `gone` when somebody was chosen who is not known, or no longer. */
  | { readonly kind: 'nobody'; readonly because: 'not-chosen' | 'chosen' | 'gone' }
  | { readonly kind: 'somebody'; readonly persona: Persona; readonly because: 'not-chosen' | 'chosen' };

/** Answers who asks, from the request's header or cookie and what the database keeps. */
export interface ScopeAsking {
  /** For routes: makes the answer one that no cache may keep, wherever registers are kept. */
  readonly askScope: AskScope;
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
}

/** Long enough that a page and what it loads ask once; short enough that a register just loaded can be chosen. */
const keptFor = 5_000;
const mostKept = 1_000;

/** The request being answered, for what is drawn around every page. */
export const answering = new AsyncLocalStorage<AskingRequest>();

/** Who asks, kept for some seconds by what was chosen. */
export function createScopeAsking({ database, clock, mode }: ScopeAskingOptions): ScopeAsking {
  const kept = new Map<string, { readonly until: number; readonly standing: Promise<Standing> }>();
  const asked = new WeakSet<AskingRequest>();
  // Once registers are kept they go on being kept: a morning asks for another setting with every register.
  let anyKept = false;
  const keepsAny = async (): Promise<boolean> => {
    anyKept ||= await keepsRegisters(database);
    return anyKept;
  };
  const standingOf = (request: AskingRequest): Promise<Standing> => {
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
  return {
    mode,
    askScope: async (request) => {
      const standing = await standingOf(request);
      // Where nobody can be anybody, everybody is answered alike.
      if (standing.kind !== 'no-registers') asked.add(request);
      return standing.kind === 'somebody' ? standing.persona.scope : undefined;
    },
    whoIsHere: () => {
      const request = answering.getStore();
      return request ? standingOf(request) : Promise.resolve({ kind: 'no-registers' });
    },
    wasAsked: (request) => asked.has(request),
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
