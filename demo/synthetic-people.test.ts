import { describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { characteristicsOf, enrolmentsOf } from '#domain/roll/enrolment-store.ts';
import { packRoll } from '#domain/roll/pack-roll.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import { groupsPerSpell, spellHolds } from '#domain/roll/packed-roll.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { syntheticEngland } from './synthetic-england.ts';
import { loadSyntheticYear } from './synthetic-year.ts';

/** Who is expected on a day, and in which groups: spells end where compulsory school age does, and mean the same. */
function standingOn({ spells }: Roll, day: number): readonly unknown[] {
  return [...spells.place.keys()]
    .filter((spell) => spellHolds(spells, spell, day))
    .map((spell) => [
      spells.place[spell],
      ...spells.groups.subarray(spell * groupsPerSpell, (spell + 1) * groupsPerSpell),
    ]);
}

const year = academicYearOf(plainDate('2025-09-01'));

describe('the people of synthetic England', () => {
  it('pack into the rolls they were made from', async () => {
    const settings = [...syntheticEngland({ seed: 'people', settings: 900, year })].filter(
      ({ roll, keeper }) => roll.size < 16 || (keeper.kind === 'primary' && roll.size < 100),
    );
    const database = await freshDatabase();
    await seedAreas(database);
    await loadSyntheticYear(database, { settings, days: [], people: 'named' });
    expect(settings.length).toBeGreaterThan(3);
    for (const { keeper, roll } of settings) {
      const [enrolments, characteristics] = await inScope(
        database,
        steward('verify'),
        async (scoped) =>
          [await enrolmentsOf(scoped, keeper.settingId), await characteristicsOf(scoped, keeper.settingId)] as const,
      );
      const packed = packRoll({ keeper, year, enrolments, characteristics });
      expect(packed.identifiers).toEqual(roll.identifiers);
      for (const day of [0, 29, 30, 100, 200, 364]) expect(standingOn(packed, day)).toEqual(standingOn(roll, day));
    }
  });
});
