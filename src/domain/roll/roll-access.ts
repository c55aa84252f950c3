import type { Clock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { changes } from '#platform/access/allowed.ts';
import type { AskingRequest, AskScope, Needed } from '#platform/access/ask-scope.ts';
import { needScope, needSettingScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RollWriter } from './change-roll.ts';
import { keepers } from './keeper-store.ts';
import type { Keeper } from './model.ts';
import type { OnRollChanged } from './roll-years.ts';

/** What routes about rolls are given. */
export interface RollContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly askScope: AskScope;
  /** Rebuilds a year's totals; the register room's, handed in because it comes after this one. */
  readonly onRollChanged: OnRollChanged;
}

/** The keeper a URN in an address names. Throws `setting-not-found`. */
export async function keeperAt({ database }: Pick<RollContext, 'database'>, urn: string): Promise<Keeper> {
  const [keeper] = /^\d{6}$/.test(urn) ? await keepers(database, { urn: Number(urn) }) : [];
  if (keeper) return keeper;
  throw new ProblemError({
    code: 'setting-not-found',
    message: `No setting with the URN “${urn}” keeps its registers here.`,
    nextStep: 'Look for it at /areas, or enter its roll first.',
  });
}

/**
 * The scope a setting's roll is read under: somebody of the setting, its local authority or its trust. Throws
 * `roll-scope-not-allowed` for others.
 */
export async function needRollReader(
  askScope: AskScope,
  request: AskingRequest,
  keeper: Keeper,
  needed: Needed = ['identity'],
): Promise<Scope> {
  const scope = await needScope(askScope, request, needed);
  if (reads(scope, keeper)) {
    scope.trail?.within([keeper.settingId]);
    return scope;
  }
  throw new ProblemError({
    code: 'roll-scope-not-allowed',
    message: `This roll is another setting’s, and you are here as: ${scope.actor}.`,
    nextStep: 'Choose a role at this setting, its local authority or its trust; see /scope.',
  });
}

function reads(scope: Scope, { settingId, laId, trustId }: Keeper): boolean {
  switch (scope.kind) {
    case 'setting':
      return scope.settings.includes(settingId);
    case 'area':
      return scope.laId === laId;
    case 'children':
      return scope.settings.includes(settingId);
    case 'trust':
      return scope.trustId === trustId;
    case 'nation':
    case 'steward':
      return false;
  }
}

/** What changing a roll or a calendar comes to: it moves what is expected, and so the totals. */
const keepingTheRoll = ['identity', 'characteristics', 'attendance', 'totals'] as const;

/** Whether a scope may change a setting's roll and calendar. */
export function mayChange(scope: Scope, { settingId }: Keeper): boolean {
  return scope.kind === 'setting' && scope.settings.includes(settingId) && changes(scope, ...keepingTheRoll);
}

/** A writer of a keeper's roll for whoever asks. Throws `scope-not-allowed` when that is not somebody of the setting. */
export async function rollWriter(context: RollContext, request: AskingRequest, keeper: Keeper): Promise<RollWriter> {
  const { database, clock, onRollChanged, askScope } = context;
  const scope = await needSettingScope(askScope, request, keeper.settingId, keepingTheRoll);
  return { database, scope, today: clock.today(), onRollChanged };
}

/** A field of a posted form as text, without the null characters that PostgreSQL has not; '' when it is not there. */
export function textOf(form: PostedForm, name: string): string {
  const value = form[name];
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).replaceAll('\0', '').trim();
}

/** A posted form: a field that stands more than once is a list. */
export type PostedForm = Readonly<Record<string, string | readonly string[] | undefined>>;
