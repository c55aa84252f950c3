import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { registerAt } from '#domain/register/register-store.ts';
import { verifyRegisters } from '#domain/register/verify.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire } from './exampleshire.ts';
import { exampleSettings } from './exampleshire-settings.ts';
import { topUpExampleshire } from './exampleshire-top-up.ts';
import type { MorningPlayed } from './morning.ts';
import { playMorning } from './morning.ts';

const day = plainDate('2026-01-15');
const settings = exampleSettings.filter(({ keeper }) => keeper.urn <= 990_004 || keeper.urn === 990_041);

async function loadedAt(instant: string): Promise<Database> {
  const database = await freshDatabase();
  await seedAreas(database);
  await loadExampleshire(database, stoppedClock(new Date(instant)), { settings, years: 1 });
  return database;
}

describe('a morning in Exampleshire', () => {
  let database: Database;
  const lines: string[] = [];
  const waited: number[] = [];
  const play = (interrupted = new AbortController().signal): Promise<MorningPlayed> =>
    playMorning(database, {
      day,
      speed: 60,
      registersThere: 'leave',
      interrupted,
      tell: (line) => void lines.push(line),
      wait: (milliseconds) => Promise.resolve(waited.push(milliseconds)),
    });
  const marksOf = (from: Database, settingId: number) =>
    inScope(from, steward('verify'), async (scoped) => {
      const register = await registerAt(scoped, { settingId, day, session: 1 });
      return register && [...register.marks];
    });

  const registersIn = () =>
    inScope(database, steward('verify'), async ({ client }) => {
      const text = 'SELECT count(*)::integer AS n FROM register_total WHERE day = $1 AND session = 1';
      const { rows } = await client.query<{ n: number }>({ text, values: [day] });
      return rows[0]?.n ?? 0;
    });
  const verified = async () => (await verifyRegisters(database, { threads: 0 })).differences;

  beforeAll(async () => {
    database = await loadedAt('2026-01-15T07:30:00Z');
  }, 60_000);

  it('stops where it is interrupted, and goes on with what is missing', async () => {
    const stopped = await play(AbortSignal.abort());
    expect(stopped).toMatchObject({ recorded: 0, there: 0 });
    const played = await play();
    expect(played.recorded).toBe(settings.length - played.missing.length);
    expect(played.corrected).toBeGreaterThan(0);
    expect(await play()).toMatchObject({ recorded: 0, corrected: 0, there: played.recorded });
  });

  it('played again begins with nothing in, and ends with the same marks', async () => {
    const there = await registersIn();
    const marks = await marksOf(database, settings[0]?.keeper.settingId ?? 0);
    const atEachWait: number[] = [];
    const again = await playMorning(database, {
      day,
      speed: 60,
      registersThere: 'again',
      interrupted: new AbortController().signal,
      tell: () => undefined,
      wait: async () => atEachWait.push(await registersIn()),
    });
    expect(there).toBeGreaterThan(0);
    expect(atEachWait[0]).toBe(0);
    expect(again).toMatchObject({ recorded: there, there: 0 });
    expect(await registersIn()).toBe(there);
    expect(await marksOf(database, settings[0]?.keeper.settingId ?? 0)).toEqual(marks);
    expect(await verified()).toEqual([]);
  }, 60_000);

  it('takes as long as its speed says, and names no child', () => {
    const seventyMinutes = (70 * 60_000) / 60;
    expect(waited.every((milliseconds) => milliseconds >= 0)).toBe(true);
    expect(waited.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBeLessThanOrEqual(seventyMinutes);
    const shape =
      /^\d\d:\d\d {2}(?:[\w ]+: \d+ marks, \d+ absent.*|[\w ]+: \d+ child.* N becomes L|\d+ of \d+ settings have.*)$/;
    expect(lines.filter((line) => !shape.test(line))).toEqual([]);
  });

  it('ends where the day would have come without it', async () => {
    const noon = '2026-01-15T12:00:00Z';
    await topUpExampleshire(database, stoppedClock(new Date(noon)));
    const other = await loadedAt(noon);
    for (const { keeper } of settings) {
      expect(await marksOf(database, keeper.settingId)).toEqual(await marksOf(other, keeper.settingId));
    }
  }, 60_000);
});
