import type { World } from './world.ts';

/** A world, and its number: what its ids are made of. */
export interface Numbered {
  readonly number: number;
  readonly world: World;
}

/** Rows of a table, columns by name. */
export type Rows = readonly Readonly<Record<string, unknown>>[];
/** Rows by table. */
export type Tables = Readonly<Record<string, Rows>>;
