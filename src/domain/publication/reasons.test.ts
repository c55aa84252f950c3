import { describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { choiceOf, keepRows, rowOf } from './fixtures/published-rows.ts';
import { readReasons, reasonTable } from './reasons.ts';

const database = await freshDatabase();
await seedAreas(database);

function yearSoFar(startYear: number, cells: Readonly<Record<string, Cell>>) {
  const [start, end] = [plainDate(`${startYear}-09-01`), plainDate(`${startYear}-11-05`)];
  return rowOf({ period: { grain: 'year-to-date', start, end }, publishedOn: end, cells });
}

const possible = { 'possible-sessions': numberCell(1000) };
await keepRows(database, [
  yearSoFar(2026, {
    ...possible,
    'reason-i-sessions': numberCell(30),
    reason_c3_authorised_caring: numberCell(12),
    REASON_O2_other_unauthorised: numberCell(7),
    reason_y8_not_required_heat: numberCell(3),
    reason_present_am: numberCell(400),
  }),
  yearSoFar(2027, { ...possible, 'absence-rate': numberCell(5) }),
]);

describe('absence by reason', () => {
  it('shows codes newer than the code list among the reasons, and says that they are new', async () => {
    const reasons = await readReasons(database, choiceOf());
    expect(reasons?.undeclaredCodes).toEqual(['C3', 'O2', 'Y8']);
    const rows = reasons && reasonTable(reasons, choiceOf()).rows.map((row) => row.slice(0, 4));
    expect(rows).toEqual([
      ['Illness', 'Authorised absence', numberCell(30), numberCell(3)],
      ['C3: caring (new code)', 'Authorised absence', numberCell(12), numberCell(1.2)],
      ['O2: other (new code)', 'Unauthorised absence', numberCell(7), numberCell(0.7)],
    ]);
  });

  it('is read from the newest release that has it', async () => {
    expect((await readReasons(database, choiceOf()))?.period.start).toBe('2026-09-01');
  });
});
