import { describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { testClock } from '../test/app-parts.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadDemonstration } from './load-demonstration.ts';

describe('loading the demonstration', () => {
  it('loads every made-up row, with nothing held, rejected, undeclared or new, and knows it the second time', async () => {
    const database = await freshDatabase();
    await seedAreas(database);
    const { files, totals } = await loadDemonstration(database, testClock);
    expect(totals).toMatchObject({ loaded: totals.read, known: 0, held: 0, rejected: 0 });
    expect(totals.read).toBeGreaterThan(10_000);
    const surprises = files.flatMap(({ problem, undeclaredColumns, undeclaredLabels, newAreas, newCodes }) => [
      ...(problem ? [problem.message] : []),
      ...[undeclaredColumns, undeclaredLabels, newAreas, newCodes].flat(),
    ]);
    expect(surprises).toEqual([]);
    const again = await loadDemonstration(database, testClock);
    expect(again.totals).toMatchObject({ loaded: 0, known: totals.read });
  });
});
