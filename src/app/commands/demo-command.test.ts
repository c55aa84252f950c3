import { beforeAll, describe, expect, it } from 'vitest';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { loadExamplePeople } from '#demo/exampleshire-people.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { seedAreas } from '#domain/area/store.ts';
import { registerAt } from '#domain/register/register-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { transcript } from '../../../test/recorded-terminal.ts';

/** The day of the tests' clock, before any school sends a register. */
const early = stoppedClock(new Date('2026-01-15T07:30:00Z'));
const day = plainDate('2026-01-15');
const slice = exampleSettings.filter(({ keeper }) => keeper.urn <= 990_006 || keeper.urn === 990_041);

async function demonstration(): Promise<{ readonly database: Database; readonly databaseUrl: string }> {
  const databaseUrl = await freshDatabaseUrl();
  const opened = await openDatabase({ databaseUrl, dataFolder: '', notify: () => undefined });
  if (!opened.ok) throw new ProblemError(opened.failure);
  await seedAreas(opened.value);
  await loadExampleshire(opened.value, early, { settings: slice, years: 1 });
  await loadExamplePeople(opened.value, early);
  return { database: opened.value, databaseUrl };
}

describe('headwater demo', () => {
  let database: Database;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const made = await demonstration();
    database = made.database;
    environment = { DATABASE_URL: made.databaseUrl };
    return () => database.close();
  }, 60_000);

  const registerOf = (settingId: number) =>
    inScope(database, steward('verify'), (scoped) => registerAt(scoped, { settingId, day, session: 1 }));

  it('brings the day up to the clock before a morning, then plays what is missing, and again on request', async () => {
    const first = await transcript(['demo', 'morning', '--speed', '1000000'], environment);
    const again = await transcript(['demo', 'morning', '--speed', '1000000', '--again'], environment);
    await expect(first + again).toMatchFileSnapshot('golden/cli/demo-morning.txt');
    const settingId = slice[0]?.keeper.settingId ?? 0;
    const register = await registerOf(settingId);
    expect(register?.actor).toBe('School system, playing a morning (made up)');
    // It begins with nothing in: the first version, or the second where somebody came late.
    expect(register?.version).toBeLessThanOrEqual(2);
  });

  it('says on which days there is no school', async () => {
    const words = ['demo', 'morning', '--as-at', '2026-01-17'];
    await expect(await transcript(words, environment)).toMatchFileSnapshot('golden/cli/demo-morning-weekend.txt');
  });

  it('removes Exampleshire, and nothing else', async () => {
    const removed = await transcript(['demo', 'remove'], environment);
    const twice = await transcript(['demo', 'remove', '--json'], environment);
    const none = await transcript(['demo', 'morning'], environment);
    await expect(removed + twice + none).toMatchFileSnapshot('golden/cli/demo-remove.txt');
    expect(await keepers(database)).toEqual([]);
    const { rows } = await inScope(database, steward('verify'), ({ client }) =>
      client.query('SELECT (SELECT count(*) FROM register) + (SELECT count(*) FROM learner) AS left'),
    );
    expect(rows).toEqual([{ left: 0 }]);
  });
});
