import { beforeAll, describe, expect, it } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import { groupPlace } from '#domain/roll/groups.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { transcript } from '../../../test/recorded-terminal.ts';
import { makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';

let environment: Readonly<Record<string, string>>;

const groups = (['year-group', 'sex', 'sen', 'fsm', 'ethnicity', 'looked-after', 'social-worker'] as const).map(
  (dimension) => groupPlace(dimension, ''),
);

/** Runs something on the database of the command, and leaves it. */
async function onDatabase(work: Parameters<typeof inScope>[2]): Promise<void> {
  const opened = await openDatabase({
    databaseUrl: environment['DATABASE_URL'],
    dataFolder: '/',
    notify: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const database = opened.value;
  await makeUpSetting(database, { settingId: 1 }).catch(() => undefined);
  await inScope(database, steward('load'), work);
  await database.close();
}

beforeAll(async () => {
  environment = { DATABASE_URL: await freshDatabaseUrl() };
});

async function school(): Promise<void> {
  const opened = await openDatabase({
    databaseUrl: environment['DATABASE_URL'],
    dataFolder: '/',
    notify: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const database = opened.value;
  await makeUpSetting(database, { settingId: 1 });
  const spells = [0, 1].map((place) => ({
    place,
    from: 0,
    to: 364,
    status: 'single' as const,
    compulsory: true,
    groups,
  }));
  await makeUpRoll(database, { settingId: 1 }, { year: 2026, size: 2, spells });
  for (const session of [1, 2]) {
    const sent = { settingId: 1, day: plainDate('2026-11-20'), session, version: 1, marks: Uint8Array.of(65, 65) };
    await recordRegister(database, settingScope(1), sent, new Date('2026-11-20T09:00:00Z'));
  }
  await database.close();
}

describe('headwater verify', () => {
  it('says what it looked at, what differs and where, and mends totals when asked', async () => {
    const seen = [await transcript(['verify'], environment)];
    await school();
    seen.push(await transcript(['verify'], environment));
    await onDatabase(async ({ client }) => {
      await client.query("DELETE FROM register_total WHERE setting_id = 1 AND session = 2 AND day = '2026-11-20'");
      await client.query('UPDATE learner_total SET counts = set_byte(counts, 8, 7) WHERE setting_id = 1');
    });
    seen.push(await transcript(['verify', '--year', '2026/27', '--setting', '990001'], environment));
    seen.push(await transcript(['verify', '--json'], environment));
    seen.push(await transcript(['verify', '--repair'], environment));
    seen.push(await transcript(['verify'], environment));
    await expect(seen.join('')).toMatchFileSnapshot('golden/cli/verify.txt');
  });

  it('names what no rewriting can mend', async () => {
    await onDatabase(async ({ client }) => {
      await client.query('UPDATE register SET version = 3 WHERE setting_id = 1 AND session = 2');
    });
    const seen = await transcript(['verify', '--repair'], environment);
    await expect(seen).toMatchFileSnapshot('golden/cli/verify-repair.txt');
  });

  it.each([
    [['verify', '--year', '2026'], 'academic year such as 2025/26'],
    [['verify', '--setting', '12'], 'six digits'],
    [['verify', '--setting', '123456'], 'no registers of a setting with the URN 123456'],
  ])('%j is refused in words', async (typed, words) => {
    const seen = await transcript(typed, environment);
    expect(seen).toContain(words);
    expect(seen).toMatch(/\[exit [12]\]\n$/);
  });
});
