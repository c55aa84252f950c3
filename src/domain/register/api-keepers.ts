import { keepers } from '#domain/roll/keeper-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { AskingRequest, AskScope, Needed } from '#platform/access/ask-scope.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';

/** What routes about registers are given. */
export interface RegisterContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly askScope: AskScope;
}

interface KnownKeepers {
  readonly byUrn: Map<number, Keeper>;
  until: number;
  /** How many were asked for one by one since. */
  asked: number;
}

const knownFor = 60_000;
/** So many different settings in a minute are a morning: then all are read at once. */
const aMorning = 50;
const known = new WeakMap<object, KnownKeepers>();

/**
 * The setting whose registers are asked for, by URN. Remembered for a minute: a national morning asks for every one, and
 * a setting changes its keeper's row hardly ever. Throws `setting-not-found`.
 */
export async function keeperByUrn(
  { database, clock }: Pick<RegisterContext, 'database' | 'clock'>,
  urn: number,
): Promise<Keeper> {
  const now = clock.now().getTime();
  const last = known.get(database.pool);
  const held = last && now <= last.until ? last : { byUrn: new Map(), until: now + knownFor, asked: 0 };
  known.set(database.pool, held);
  const remembered = held.byUrn.get(urn);
  if (remembered) return remembered;
  held.asked += 1;
  for (const keeper of await keepers(database, held.asked === aMorning ? {} : { urn })) {
    held.byUrn.set(keeper.urn, keeper);
  }
  const found = held.byUrn.get(urn);
  if (!found) throw keeperNotFound(urn);
  return found;
}

/** The URN in an address. Throws `setting-not-found` when it is no number of six digits. */
export function readUrn(text: string): number {
  if (/^\d{6}$/.test(text)) return Number(text);
  throw keeperNotFound(text);
}

function keeperNotFound(urn: number | string): ProblemError {
  return new ProblemError({
    code: 'setting-not-found',
    message: `No setting with the URN “${urn}” keeps its registers here.`,
    nextStep: 'Look for it at /areas, or enter its roll first.',
  });
}

/**
 * The scope a setting's registers are read under: somebody of the setting, its local authority or its trust, or somebody
 * with children there. What is shown is names and marks unless `needed` says otherwise. Throws `scope-not-allowed` where
 * the scope does not read that, and `register-scope-not-allowed` for others.
 */
export async function needReadingScope(
  askScope: AskScope,
  request: AskingRequest,
  keeper: Keeper,
  needed: Needed = ['identity', 'attendance'],
): Promise<Scope> {
  const scope = await needScope(askScope, request, needed);
  if (covers(scope, keeper)) {
    scope.trail?.within([keeper.settingId]);
    return scope;
  }
  throw new ProblemError({
    code: 'register-scope-not-allowed',
    message: `This register is another setting’s, and you are here as: ${scope.actor}.`,
    nextStep: 'Choose a role at this setting, its local authority or its trust; see /scope.',
  });
}

/** Whether a scope reads the registers of a setting, mark by mark. */
export function covers(scope: Scope, keeper: Pick<Keeper, 'settingId' | 'laId' | 'trustId'>): boolean {
  switch (scope.kind) {
    case 'setting':
      return scope.settings.includes(keeper.settingId);
    case 'area':
      return scope.laId === keeper.laId;
    case 'children':
      return scope.settings.includes(keeper.settingId);
    case 'trust':
      return scope.trustId === keeper.trustId;
    case 'nation':
    case 'steward':
      return false;
  }
}
