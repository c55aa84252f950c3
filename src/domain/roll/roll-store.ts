import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { Roll } from './packed-roll.ts';
import { unpackIdentifiers, unpackSpells } from './packed-roll.ts';

/** The packed roll of a setting's academic year; `undefined` when there is none, or it is out of scope. */
export async function rollOf(scoped: Scoped, settingId: number, year: AcademicYear): Promise<Roll | undefined> {
  const { rows } = await sql<{ version: number; base: number; size: number; spells: Buffer; identifiers: Buffer }>`
    SELECT version, base, size, spells, identifiers FROM setting_roll WHERE setting_id = ${settingId} AND year = ${year}
  `.execute(scoped);
  const row = rows[0];
  if (!row) return undefined;
  const { version, base, size } = row;
  return {
    settingId,
    year,
    version,
    base,
    size,
    spells: unpackSpells(row.spells),
    identifiers: unpackIdentifiers(row.identifiers),
  };
}
