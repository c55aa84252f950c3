import { beforeAll, describe, expect, it } from 'vitest';
import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { eventMarksOf, eventsOf, marksOf, syntheticEngland } from '#demo/synthetic-england.ts';
import { loadSyntheticYear, syntheticDays } from '#demo/synthetic-year.ts';
import { seedAreas } from '#domain/area/store.ts';
import { writeEvents } from '#domain/roll/load-store.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { recordRegister } from './actions.ts';
import { lockYearTotals, writeYears } from './load-store.ts';
import type { LoadedRegister } from './load-year.ts';
import { countLoad } from './load-year.ts';

const year = academicYearOf(plainDate('2025-09-01'));
const days = syntheticDays(year, 7);
const book = bookOf('england');
const [present, ill] = [book.bytes.get('/') ?? 0, book.bytes.get('I') ?? 0];

/** A small school, a small unit and a college. */
const settings = [...syntheticEngland({ seed: 'load', settings: 900, year })].filter(
  ({ roll, keeper }) => (keeper.unit === 'session' && roll.size < 14) || keeper.kind === 'sixth-form-college',
);

/** Registers of a setting; in every third, a mark is changed an hour later and another is only then entered. */
function registersOf(setting: SyntheticSetting): readonly LoadedRegister[] {
  const kept = setting.keeper.unit;
  const base = days.flatMap((day): Pick<LoadedRegister, 'day' | 'event' | 'marks' | 'session'>[] =>
    kept === 'event'
      ? eventsOf(setting, day).map((event) => ({
          day,
          event,
          marks: eventMarksOf(setting, day, event),
          session: event.session,
        }))
      : [1, 2].map((session) => ({ day, event: undefined, marks: marksOf(setting, day, session), session })),
  );
  return base.map(({ day, event, marks, session }, index) => {
    const takenAt = new Date(Date.parse(`${day}T08:00:00Z`) + session * 60_000);
    const register = { day, session, marks, takenAt, event, actor: 'A school system' };
    const [first, second] = [...marks.keys()].filter((place) => marks[place] !== 0);
    if (index % 3 > 0 || first === undefined || second === undefined) return register;
    marks[first] = ill;
    marks[second] = present;
    const at = new Date(takenAt.getTime() + 3_600_000);
    const changed = [
      { place: first, original: present, amended: ill },
      { place: second, original: 0, amended: present },
    ];
    return { ...register, changes: [{ at, actor: 'A school system', reason: 'A note came', marks: changed }] };
  });
}

async function emptyRolls(): Promise<Database> {
  const database = await freshDatabase();
  await seedAreas(database);
  await loadSyntheticYear(database, { settings, days: [] });
  const events = settings
    .filter(({ keeper }) => keeper.unit === 'event')
    .flatMap((setting) =>
      days.flatMap((day) =>
        eventsOf(setting, day).map((event) => ({
          ...event,
          day,
          settingId: setting.keeper.settingId,
          place: setting.keeper,
        })),
      ),
    );
  await inScope(database, steward('load'), (scoped) => writeEvents(scoped, events));
  return database;
}

/** One after another in order of time, as a school sends them. */
async function recordEach(database: Database): Promise<void> {
  const scope = { ...steward('load'), actor: 'A school system' };
  for (const setting of settings) {
    const settingId = setting.keeper.settingId;
    const steps = registersOf(setting).flatMap(({ day, session, marks, takenAt, changes = [] }) => {
      const first = Uint8Array.from(marks);
      for (const { place, original } of changes.flatMap((change) => change.marks)) first[place] = original;
      const key = { settingId, day, session };
      return [
        { at: takenAt, run: () => recordRegister(database, scope, { ...key, version: 1, marks: first }, takenAt) },
        ...changes.map(({ at, reason }) => ({
          at,
          run: () => recordRegister(database, scope, { ...key, version: 2, marks, reason }, at),
        })),
      ];
    });
    for (const step of steps.toSorted((left, right) => left.at.getTime() - right.at.getTime())) {
      expect((await step.run()).kind).toBe('recorded');
    }
  }
}

/** In two parts, the second upon the first's totals. */
async function loadAll(database: Database): Promise<void> {
  for (const part of [0, 1]) {
    await inScope(database, steward('load'), async (scoped) => {
      for (const { keeper, roll, ...setting } of settings) {
        const all = registersOf({ keeper, roll, ...setting });
        const registers = all.filter(({ day }) => day < (days[3] ?? '') === (part === 0));
        const counted = countLoad(roll, book, registers, await lockYearTotals(scoped, roll));
        await writeYears(scoped, [{ keeper, roll, bookId: book.bookId, registers, counted }]);
      }
    });
  }
}

async function contents(database: Database, table: string): Promise<readonly unknown[]> {
  const { rows } = await inScope(database, steward('verify'), ({ client }) =>
    client.query(`SELECT (to_jsonb(t) - 'actor_id')::text AS row FROM ${table} AS t ORDER BY 1`),
  );
  return rows;
}

describe('loading registers in bulk', () => {
  let recorded: Database;
  let loaded: Database;
  beforeAll(async () => {
    [recorded, loaded] = [await emptyRolls(), await emptyRolls()];
    await recordEach(recorded);
    await loadAll(loaded);
  }, 60_000);

  it.each(['register', 'register_total', 'period_total', 'learner_total', 'amendment', 'register_entry'])(
    'leaves the same rows in %s as recording each register would',
    async (table) => {
      const rows = await contents(recorded, table);
      expect(rows.length).toBeGreaterThan(0);
      expect(await contents(loaded, table)).toEqual(rows);
    },
  );
});
