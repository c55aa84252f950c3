import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { characteristicsOf, enrolmentsOf } from './enrolment-store.ts';
import { keepers } from './keeper-store.ts';
import { isCut, ownPlaces } from './own-places.ts';
import { packRoll } from './pack-roll.ts';
import type { Roll } from './packed-roll.ts';

/** Where a setting’s packed roll of a year begins and how long it is. */
export interface RollShape {
  readonly version: number;
  readonly base: number;
  readonly size: number;
}

/** The shape of a packed roll, without anybody who is on it; `undefined` when there is none, or it is out of scope. */
export async function rollShape(scoped: Scoped, settingId: number, year: AcademicYear): Promise<RollShape | undefined> {
  const { rows } = await sql<RollShape>`
    SELECT version, base, size FROM setting_roll WHERE setting_id = ${settingId} AND year = ${year}
  `.execute(scoped);
  return rows[0];
}

/**
 * A setting’s roll of a year as far as a scope of some children reaches: packed anew from the rows it may see, in the
 * places that the whole roll has them in. The packed bytes hold everybody, and such a scope may not read them.
 */
export async function childrenRoll(scoped: Scoped, settingId: number, year: AcademicYear): Promise<Roll | undefined> {
  if (!isCut(scoped.scope)) throw new Error('A scope of everybody reads the packed roll');
  const shape = await rollShape(scoped, settingId, year);
  const [keeper] = await keepers(scoped, { settingIds: [settingId] });
  if (!shape || !keeper) return undefined;
  const own = ownPlaces(scoped.scope, settingId, shape.base);
  const isOwn = ({ slot }: { readonly slot: number }) => own?.has(slot - shape.base) ?? false;
  const enrolments = (await enrolmentsOf(scoped, settingId)).filter(isOwn);
  const characteristics = (await characteristicsOf(scoped, settingId)).filter(isOwn);
  const roll = packRoll({ keeper, year, enrolments, characteristics, packed: shape });
  return { ...roll, version: shape.version };
}
