import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { childrenRoll } from './children-roll-store.ts';
import type { Keeper } from './model.ts';
import type { Roll } from './packed-roll.ts';
import { packIdentifiers, packSpells, unpackIdentifiers, unpackSpells } from './packed-roll.ts';

/**
 * The packed roll of a setting's academic year, of some children alone where the scope reaches no more; `undefined` when
 * there is none, or it is out of scope.
 */
export async function rollOf(scoped: Scoped, settingId: number, year: AcademicYear): Promise<Roll | undefined> {
  if (scoped.scope.kind === 'children') return childrenRoll(scoped, settingId, year);
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

/** The years of which a setting has a packed roll, the oldest first. */
export async function packedYears(scoped: Scoped, settingId: number): Promise<readonly AcademicYear[]> {
  const { rows } = await sql<{ year: AcademicYear }>`
    SELECT year FROM setting_roll WHERE setting_id = ${settingId} ORDER BY year
  `.execute(scoped);
  return rows.map(({ year }) => year);
}

/** Bytes of a place in `learner_total.counts`: four 16-bit counts (register/learner-counts.ts). */
const countBytesPerPlace = 8;

/**
 * Stores a packed roll with the row of its learners' totals, which is the lock under which registers of the year change:
 * made when it is not there, its counts kept and grown to the roll's size. The totals of periods are the register
 * room's: rebuild them when registers were there before.
 */
export async function saveRoll(scoped: Scoped, roll: Roll, keeper: Pick<Keeper, 'laId' | 'trustId'>): Promise<void> {
  const { settingId, year, version, base, size } = roll;
  const { laId, trustId } = keeper;
  await sql`
    INSERT INTO learner_total AS old (setting_id, year, version, counts, la_id, trust_id)
    VALUES (${settingId}, ${year}, 0, ${Buffer.alloc(size * countBytesPerPlace)}, ${laId}, ${trustId})
    ON CONFLICT (setting_id, year) DO UPDATE SET counts = old.counts || substring(excluded.counts FROM length(old.counts) + 1)
  `.execute(scoped);
  await sql`
    INSERT INTO setting_roll (setting_id, year, version, base, size, spells, identifiers, la_id, trust_id)
    VALUES (${settingId}, ${year}, ${version}, ${base}, ${size}, ${packSpells(roll.spells)},
            ${packIdentifiers(roll.identifiers)}, ${laId}, ${trustId})
    ON CONFLICT (setting_id, year) DO UPDATE SET version = excluded.version, size = excluded.size,
      spells = excluded.spells, identifiers = excluded.identifiers, la_id = excluded.la_id, trust_id = excluded.trust_id
  `.execute(scoped);
}
