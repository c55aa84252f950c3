import { expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { familyBehind, readMyRecord } from '#domain/child/my-record.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { compileScope } from '#platform/sign-in/compile.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire } from './exampleshire.ts';
import { exampleAdults, hiddenAddress, loadExampleFamilies } from './exampleshire-families.ts';
import { loadExamplePeople } from './exampleshire-people.ts';
import { exampleSettings } from './exampleshire-settings.ts';

it('the family of Exampleshire: a parent sees their page without the hidden address, a barred one has no scope', async () => {
  const database = await freshDatabase();
  const clock = stoppedClock(new Date('2026-01-15T10:00:00Z'));
  await seedAreas(database);
  const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
  await loadExampleshire(database, clock, { settings, years: 1 });
  const people = await loadExamplePeople(database, clock);
  if (!people) throw new Error('Nobody was loaded');
  for (let times = 0; times < 2; times += 1) await loadExampleFamilies(database, people, clock);
  const person = (email: string) =>
    inGate(database, 'administer', (gate) =>
      gate.selectFrom('person').select('person_id').where('email', '=', email).executeTakeFirstOrThrow(),
    );
  const seen = async (personId: number, as: 'child' | 'parent') => {
    const scope = await compileScope(database, { as, personId }, clock.now());
    const here = familyBehind(scope.ok ? scope.value : undefined);
    return here && (await readMyRecord({ database, clock }, here, people.learnerId));
  };
  expect(await seen((await person(exampleAdults.barred)).person_id, 'parent')).toBeUndefined();
  const parents = await seen(people.people.parent, 'parent');
  expect(parents?.now?.settingId).toBe(people.settingId);
  expect(JSON.stringify(parents)).not.toMatch(new RegExp(`${hiddenAddress}|Kim |Lee `));
  const childs = await seen(people.people.child, 'child');
  expect(JSON.stringify(childs)).toContain('12 Weir Lane');
  expect(JSON.stringify(childs)).not.toContain(hiddenAddress);
  expect(childs?.year?.present).toBeGreaterThan(0);
  const hidden = await seen((await person(exampleAdults.hidden)).person_id, 'parent');
  expect(JSON.stringify(hidden)).toContain(hiddenAddress);
});
