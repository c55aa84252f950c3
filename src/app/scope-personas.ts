import { keepingRegisters, readingRegisters, readingTotals } from '#platform/access/categories.ts';
import type { Scope, StewardScope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';
import type { ChoiceKind, ScopeChoice } from './scope-choice.ts';
import type { PlaceFilter, ScopePlace } from './scope-store.ts';
import { authorityPlaces, nationPlaces, settingPlaces, trustPlaces } from './scope-store.ts';

/**
 * Whom a demonstration scope may be made for: `made-up-only` reaches only places all of whose registers are made up,
 * `any` reaches every place, `none` none.
 */
export type ScopeMode = 'made-up-only' | 'any' | 'none';

/** Somebody a reader can be here as. */
export interface Persona {
  readonly choice: ScopeChoice;
  readonly scope: Scope;
}

interface Role {
  /** In words, as the banner and the record of a register say it. */
  readonly role: string;
  /** For what: why they may see what they see. */
  readonly purpose: string;
  readonly places: (queries: Queries, filter: PlaceFilter) => Promise<readonly ScopePlace[]>;
  readonly scopeAt: (
    id: number,
  ) => Pick<Exclude<Scope, StewardScope>, 'kind' | 'categories' | 'changes'> & Record<string, unknown>;
}

/** The roles, in the order in which they are offered. */
export const roles = {
  nation: {
    role: 'national analyst',
    purpose: 'to see the nation’s totals; no child is shown',
    places: nationPlaces,
    scopeAt: (nationId) => ({ kind: 'nation', nationId, ...readingTotals }),
  },
  la: {
    role: 'local authority officer',
    purpose: 'to see who misses education, and help',
    places: authorityPlaces,
    scopeAt: (laId) => ({ kind: 'area', laId, ...readingRegisters }),
  },
  trust: {
    role: 'trust attendance officer',
    purpose: 'to see attendance across the trust’s settings, and help',
    places: trustPlaces,
    scopeAt: (trustId) => ({ kind: 'trust', trustId, ...readingRegisters }),
  },
  setting: {
    role: 'teacher',
    purpose: 'to take and correct registers of this setting',
    places: settingPlaces,
    scopeAt: (id) => ({ kind: 'setting', settings: [id], ...keepingRegisters }),
  },
  head: {
    role: 'head teacher',
    purpose: 'to answer for the registers and the roll of this setting',
    places: settingPlaces,
    scopeAt: (id) => ({ kind: 'setting', settings: [id], ...keepingRegisters }),
  },
} as const satisfies Readonly<Record<ChoiceKind, Role>>;

/** Somebody in a role at a place. Registers that are not made up are said to be none. */
function personaAt(kind: ChoiceKind, place: ScopePlace): Persona {
  const { role, purpose, scopeAt } = roles[kind];
  const actor = `${role}, ${place.name} (${place.madeUp === place.settings ? 'demonstration' : 'trial without sign-in'})`;
  return { choice: { kind, key: place.key }, scope: { ...scopeAt(place.id), actor, purpose } };
}

/** Whom a choice stands for now; `undefined` when there is no such place, or it may not be reached. */
export async function personaOf(queries: Queries, mode: ScopeMode, choice: ScopeChoice): Promise<Persona | undefined> {
  if (choice.kind === 'nobody' || mode === 'none') return undefined;
  const [place] = await roles[choice.kind].places(queries, { key: choice.key, limit: 1, reach: reachOf(mode) });
  return place ? personaAt(choice.kind, place) : undefined;
}

/** Which places may be reached at all. */
export function reachOf(mode: Exclude<ScopeMode, 'none'>): PlaceFilter['reach'] {
  return mode === 'any' ? 'every' : 'made-up';
}
