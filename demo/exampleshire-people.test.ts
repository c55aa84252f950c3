import { describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire } from './exampleshire.ts';
import { exampleAdministrators, examplePeople, loadExamplePeople } from './exampleshire-people.ts';
import { exampleSettings } from './exampleshire-settings.ts';

describe('the people of Exampleshire', () => {
  it('are eight and two administrators, who hang together, and are entered once', async () => {
    const database = await freshDatabase();
    const clock = stoppedClock(new Date('2026-01-15T10:00:00Z'));
    await seedAreas(database);
    expect(await loadExamplePeople(database, clock)).toBeUndefined();
    const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
    await loadExampleshire(database, clock, { settings, years: 1 });
    const first = await loadExamplePeople(database, clock);
    expect(await loadExamplePeople(database, stoppedClock(new Date('2026-02-15T10:00:00Z')))).toEqual(first);
    expect(first?.settingId).toBe(990_003);
    const held = await inGate(database, 'administer', async (gate) => ({
      people: await gate.selectFrom('person').select(['name', 'email']).orderBy('person_id').execute(),
      roles: await gate.selectFrom('membership').select('role').orderBy('membership_id').execute(),
      teams: await gate.selectFrom('team').select('learner_id').execute(),
      guardians: await gate.selectFrom('guardian').select(['learner_id', 'person_id']).execute(),
    }));
    expect(held.people.map(({ email }) => email)).toEqual([
      ...Object.values(examplePeople),
      ...Object.values(exampleAdministrators),
    ]);
    expect(held.roles).toHaveLength(9);
    expect(held.roles.slice(-2).map(({ role }) => role)).toEqual(['administrator', 'administrator']);
    expect(held.teams).toEqual([{ learner_id: first?.learnerId }]);
    // Whoever has a social worker in their team has one by what the school writes of them, too.
    const known = await inScope(database, steward('verify'), ({ client }) =>
      client.query<{ worker: string }>({
        text: `SELECT c.social_worker AS worker FROM characteristic AS c JOIN enrolment AS e USING (setting_id, slot)
                WHERE e.learner_id = $1`,
        values: [first?.learnerId],
      }),
    );
    expect(known.rows.map(({ worker }) => worker)).toContain('Y');
    expect(held.guardians).toEqual([{ learner_id: first?.learnerId, person_id: first?.people.parent }]);
  });
});
