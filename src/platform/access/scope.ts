import type { Category } from './categories.ts';
import { categories } from './categories.ts';
import type { Trail } from './trail.ts';

/**
 * Who asks, for what purpose, over what (DESIGN §6). Every access to a table about children runs inside one; there is
 * no other way to such a table. One kind a transaction, each with its own database role and its own single policy.
 */
export type Scope = RequestScope | StewardScope;

/** A scope that a request may be answered under. */
export type RequestScope = SettingScope | AreaScope | TrustScope | NationScope | ChildrenScope;

interface Asker {
  /** Who, in words fit for the record of a register: a person's role, or the name of a supplier's system. */
  readonly actor: string;
  /** For what, in words: shown to the reader as the reason they may see the page. */
  readonly purpose: string;
  /** What is read. With none, every table answers no row. */
  readonly categories: readonly Category[];
  /** What may be changed; with none the transaction is read-only. */
  readonly changes: readonly Category[];
  /** From which stored facts the scope was compiled; absent for a demonstration’s chosen role and for commands. */
  readonly grounds?: Grounds | undefined;
  /** Where it is noted what was read under the scope, for the ledger; absent for Headwater’s own duties. */
  readonly trail?: Trail | undefined;
}

/** The facts behind a scope: what “Why can I see this?” says, and what the ledger keeps. */
export interface Grounds {
  readonly personId: number;
  /** The organisation acted for; absent for a child and a parent. */
  readonly organisationId?: number | undefined;
  readonly membershipId?: number | undefined;
  readonly agreementId?: number | undefined;
  readonly breakGlassId?: number | undefined;
  /** For a child’s own record, or a parent’s: opens the pages of families alone. */
  readonly family?: 'child' | 'parent' | undefined;
  /** By what: “as designated safeguarding lead of Brook School”, “under the agreement …”. */
  readonly by: string;
  /** The instant after which the facts carry it no longer; absent when no end is known. */
  readonly until?: Date | undefined;
}

/** The registers and rolls of some settings, by `setting_id`: a teacher, a head, a school's own system. */
export interface SettingScope extends Asker {
  readonly kind: 'setting';
  readonly settings: readonly number[];
  /** Of a scope made to record for some children alone: no mark at another place is written or given out. */
  readonly places?: readonly number[] | undefined;
}

/** The registers of every setting in one local authority, by its `area_id`. Reads only. */
export interface AreaScope extends Asker {
  readonly kind: 'area';
  readonly laId: number;
}

/** The registers of every setting of one trust. Reads only. */
export interface TrustScope extends Asker {
  readonly kind: 'trust';
  readonly trustId: number;
}

/** The totals of one nation, by its `area_id`. Never a row about a child. */
export interface NationScope extends Asker {
  readonly kind: 'nation';
  readonly nationId: number;
}

/**
 * Some children, wherever they are enrolled: a class, a year, a team around a child, the cases of an agreement, a parent’s
 * children, oneself. Reads only. At most `mostChildren`.
 */
export interface ChildrenScope extends Asker {
  readonly kind: 'children';
  /** `learner_id` of each. */
  readonly learners: readonly number[];
  /** The settings in which they are or were enrolled. */
  readonly settings: readonly number[];
  /** Their places there: see `placeKey`. */
  readonly places: readonly number[];
  /** How many are on the roll of which these are some: of a class or a year group; absent otherwise. */
  readonly onRoll?: number | undefined;
}

/** A slot of a setting as one number, for comparison in a policy: `setting_id × 2^24 + slot`. */
export function placeKey(settingId: number, slot: number): number {
  return settingId * 16_777_216 + slot;
}

/** What Headwater does on its own account. No request is ever answered under it. */
export interface StewardScope extends Omit<Asker, 'categories' | 'changes'> {
  readonly kind: 'steward';
  readonly duty: StewardDuty;
}

/**
 * load: fill a database with made-up registers. verify: rebuild totals and compare. join: find a child's other settings.
 * feed: keep the live picture, which holds totals alone. compile: find which children a scope is to reach. keep: copy,
 * restore, and delete what its time has come for.
 */
export type StewardDuty = 'load' | 'verify' | 'join' | 'feed' | 'compile' | 'keep';

/** What a scope reads and changes. */
export function scopeCategories(scope: Scope): {
  readonly read: readonly Category[];
  readonly changed: readonly Category[];
} {
  if (scope.kind === 'steward') return { read: categories, changed: categories };
  return { read: scope.categories, changed: scope.changes };
}

/** The scope of one of Headwater's own duties. */
export function steward(duty: StewardDuty): StewardScope {
  return { kind: 'steward', duty, actor: 'Headwater', purpose: `Headwater’s own duty: ${duty}` };
}

/** Where a setting stands: `area_id` of its local authority and nation, `trust_id` or 0. */
export interface SettingStanding {
  readonly laId: number;
  readonly trustId: number;
  readonly nationId: number;
}

/**
 * The statements that put a scope in force for the transaction they are sent in. Numbers and fixed words only. A setting
 * scope says where its settings stand too, in the same order: nothing may be written that says otherwise.
 */
export function scopeSettings(scope: Scope, standings: readonly (SettingStanding | undefined)[] = []): string {
  if (scope.kind === 'steward') return `SET LOCAL headwater.duty = '${scope.duty}'`;
  const { read, changed } = scopeCategories(scope);
  return [
    ...(changed.length === 0 ? ['SET TRANSACTION READ ONLY'] : []),
    `SET LOCAL headwater.categories = '${fixedWords(read)}'`,
    `SET LOCAL headwater.changes = '${fixedWords(changed)}'`,
    reachSettings(scope, standings),
  ].join(';');
}

function fixedWords(named: readonly Category[]): string {
  const strange = named.find((one) => !categories.includes(one));
  if (strange !== undefined) throw new RangeError(`${strange} is not a category`);
  return named.join(',');
}

function reachSettings(scope: RequestScope, standings: readonly (SettingStanding | undefined)[]): string {
  switch (scope.kind) {
    case 'setting':
      return [
        setNumbers('settings', scope.settings),
        setNumbers(
          'las',
          standings.map((standing) => standing?.laId),
        ),
        setNumbers(
          'trusts',
          standings.map((standing) => standing?.trustId),
        ),
        setNumbers(
          'nations',
          standings.map((standing) => standing?.nationId),
        ),
      ].join(';');
    case 'area':
      return `SET LOCAL headwater.la = '${identity(scope.laId)}'`;
    case 'trust':
      return `SET LOCAL headwater.trust = '${identity(scope.trustId)}'`;
    case 'nation':
      return `SET LOCAL headwater.nation = '${identity(scope.nationId)}'`;
    case 'children':
      return [
        setNumbers('learners', scope.learners),
        setNumbers('settings', scope.settings),
        setNumbers('places', scope.places),
        // By which families find what they asked themselves; of nobody else’s scope.
        ...(scope.grounds?.family ? [`SET LOCAL headwater.person = '${identity(scope.grounds.personId)}'`] : []),
      ].join(';');
  }
}

function setNumbers(name: string, ids: readonly (number | undefined)[]): string {
  const written = ids.map((id) => (id === undefined ? 'NULL' : wholeNumber(id)));
  return `SET LOCAL headwater.${name} = '{${written.join(',')}}'`;
}

/** An id of something: 0 stands for no trust, and is no scope of all settings that have none. */
function identity(id: number): string {
  if (id <= 0) throw new RangeError(`${id} is not an id`);
  return wholeNumber(id);
}

function wholeNumber(id: number): string {
  if (!Number.isSafeInteger(id) || id < 0) throw new RangeError(`${id} is not an id`);
  return String(id);
}
