import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { choiceOf, keepRows, rowOf, weekFrom } from './fixtures/published-rows.ts';
import { furthestMoved, readRevisions, revisionLines, revisionTable } from './revisions.ts';

let database: Database;

function published(monday: string, publishedOn: string, rate: Cell) {
  return rowOf({ period: weekFrom(monday), publishedOn: plainDate(publishedOn), cells: { 'absence-rate': rate } });
}

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
  const mondays = ['2025-09-08', '2025-09-15', '2025-09-22', '2025-09-29', '2025-10-06', '2025-10-13', '2025-10-20'];
  await keepRows(database, [
    ...mondays.map((monday) => published(monday, '2025-11-06', numberCell(6))),
    published('2025-10-06', '2025-11-20', numberCell(5.5)),
    published('2025-10-13', '2025-11-20', numberCell(6.25)),
    published('2025-10-20', '2025-11-20', missingCell('suppressed')),
  ]);
});

describe('revisions', () => {
  it('are those of the six newest weeks, each from its first publication to its last', async () => {
    const { weeks } = await readRevisions(database, choiceOf());
    expect(weeks.map(({ start, figures, moved }) => [start, figures.length, moved])).toEqual([
      ['2025-09-15', 1, undefined],
      ['2025-09-22', 1, undefined],
      ['2025-09-29', 1, undefined],
      ['2025-10-06', 2, -0.5],
      ['2025-10-13', 2, 0.25],
      ['2025-10-20', 2, undefined],
    ]);
  });

  it('name the week that moved furthest, whichever way', async () => {
    expect(furthestMoved(await readRevisions(database, choiceOf()))?.start).toBe('2025-10-06');
  });

  it('are none as long as each week was published once', async () => {
    const before = await readRevisions(database, choiceOf({ asPublished: plainDate('2025-11-10') }));
    expect(before.weeks).toHaveLength(6);
    expect(furthestMoved(before)).toBeUndefined();
  });

  it('are nothing before anything was published, or for a phase nobody published', async () => {
    expect(await readRevisions(database, choiceOf({ asPublished: plainDate('2025-11-05') }))).toEqual({ weeks: [] });
    expect(await readRevisions(database, choiceOf({ phase: 'special' }))).toEqual({ weeks: [] });
  });

  it('have a point in the picture and a row in the table for every publication', async () => {
    const revisions = await readRevisions(database, choiceOf());
    expect(revisionLines(revisions).flatMap((line) => line.points)).toHaveLength(9);
    expect(revisionTable(revisions, choiceOf()).rows).toHaveLength(9);
  });
});
