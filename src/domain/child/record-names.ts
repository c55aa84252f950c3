import { isSecret } from './record-catalogue.ts';
import type { RecordRow } from './record-store.ts';

/** Names for the numbers that rows carry. */
export interface RecordNames {
  readonly settings: ReadonlyMap<number, string>;
  readonly actors: ReadonlyMap<number, string>;
  readonly persons: ReadonlyMap<number, string>;
  readonly organisations: ReadonlyMap<number, string>;
  readonly agreements: ReadonlyMap<number, string>;
  /** Who somebody is in a role: their name, the role and the organisation. */
  readonly members: ReadonlyMap<number, { readonly personId: number; readonly words: string }>;
}
export type NameKind = keyof RecordNames;

const numbersOf: Readonly<Record<NameKind, RegExp>> = {
  settings: /^(?:partner_|other_)?setting_id$/,
  actors: /^actor_id$/,
  persons: /^(?:asked_by|(?:\w+_)?person_id|reviewer_id)$/,
  organisations: /^organisation_id$/,
  agreements: /^agreement_id$/,
  members: /^membership_id$/,
};
const kinds = Object.keys(numbersOf) as readonly NameKind[];

function kindOf(column: string): NameKind | undefined {
  return kinds.find((kind) => numbersOf[kind].test(column));
}

/** The numbers in rows that have names, each once. */
export function numbersIn(rows: readonly RecordRow[]): Readonly<Record<NameKind, readonly number[]>> {
  const found: Record<NameKind, Set<number>> = {
    settings: new Set(),
    actors: new Set(),
    persons: new Set(),
    organisations: new Set(),
    agreements: new Set(),
    members: new Set(),
  };
  for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
    const kind = kindOf(column);
    if (kind && value !== null) found[kind].add(Number(value));
  }
  return Object.fromEntries(kinds.map((kind) => [kind, [...found[kind]]])) as Record<NameKind, number[]>;
}

/** Where a setting stands, which is repeated in its rows for scopes. */
const standing = ['la_id', 'trust_id'];

interface Naming {
  readonly names: RecordNames;
  /** The child’s own accounts. */
  readonly accounts: readonly number[];
}

/**
 * A row with names beside its numbers, without what opens doors, and with each text of a document in a column of its own, so
 * that a person looks at it too.
 */
export function named(row: RecordRow, naming: Naming): RecordRow {
  const columns = Object.entries(row)
    .filter(([column]) => !isSecret(column) && !standing.includes(column))
    .flatMap(([column, value]) => opened(column, value));
  return Object.fromEntries(columns.flatMap((one) => withName(one, naming)));
}

/** `{"answers": {"necessary": "…"}}` as `answers: necessary`. */
function opened(column: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [[column, value]];
  return Object.entries(value).flatMap(([key, inside]) => opened(`${column}: ${key}`, inside));
}

function withName([column, value]: readonly [string, unknown], { names, accounts }: Naming) {
  const [kept, id, kind] = [[column, value] as const, Number(value), kindOf(column)];
  if (value === null || kind === undefined) return [kept];
  switch (kind) {
    case 'settings':
      return [kept, [column.replace('_id', ''), names.settings.get(id) ?? ''] as const];
    case 'actors':
      return [['actor', names.actors.get(id) ?? ''] as const];
    case 'members':
      return [kept, ['member', names.members.get(id)?.words ?? ''] as const];
    case 'persons': {
      // The child’s own account is nobody else.
      if (accounts.includes(id)) return [kept];
      const as = column === 'reviewer_id' ? 'reviewer' : 'person';
      return [kept, [as, names.persons.get(id) ?? ''] as const];
    }
    case 'organisations':
    case 'agreements':
      return [kept, [column.replace('_id', ''), names[kind].get(id) ?? ''] as const];
  }
}
