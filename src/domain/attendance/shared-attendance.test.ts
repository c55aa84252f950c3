import { describe, expect, it } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { madeUpPlaces, settingScope } from '../../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { attendanceToShare } from './shared-attendance-store.ts';

const byte = (code: string): number => (code === '' ? 0 : (bookOf('england').bytes.get(code) ?? 0));
const today = plainDate('2026-01-14');

describe('attendance to share', () => {
  it('is of measured sessions alone, a child at a time, and says whether a part-time timetable runs', async () => {
    const database = await freshDatabase();
    await makeUpArea(database);
    await makeUpSchool(database, 1, 4);
    // Four of class 4B: always there; one of three missed; never marked; on the last, who has left, nothing more.
    const mornings = [
      ['2026-01-12', ['/', 'I', '', '']],
      ['2026-01-13', ['/', '/', '', '']],
      ['2026-01-14', ['/', 'L', '', '']],
    ] as const;
    for (const [day, codes] of mornings) {
      const sent = { settingId: 1, day: plainDate(day), session: 1, version: 1, marks: Uint8Array.from(codes, byte) };
      await recordRegister(database, settingScope(1), sent, new Date(`${day}T09:00:00Z`));
    }
    const learners = await inScope(database, steward('verify'), async ({ client }) => {
      const { rows } = await client.query<{ id: number }>(
        'SELECT learner_id AS id FROM enrolment WHERE slot < 4 ORDER BY slot',
      );
      return rows.map(({ id }) => id);
    });
    const area = {
      kind: 'area',
      laId: madeUpPlaces.laId,
      actor: 'a test',
      purpose: 'to test',
      ...keepingRegisters,
      changes: [],
    } as const;
    const shared = await inScope(database, area, (scoped) => attendanceToShare(scoped, learners, today));
    const [always, once, never] = learners.map((id) => shared.get(id));
    expect(always).toMatchObject({ rate: '100', timetable: 'N' });
    expect(once).toMatchObject({ rate: '66.6', timetable: 'N' });
    expect(never).toMatchObject({ rate: undefined });
    const plans = [...shared.values()].map(({ timetable }) => timetable);
    expect(plans.filter((one) => one === 'Y')).toHaveLength(1);
    const elsewhere = await inScope(database, { ...area, laId: 1 }, (scoped) =>
      attendanceToShare(scoped, learners, today),
    );
    expect(elsewhere.size).toBe(0);
    const without = { ...area, categories: ['identity'] } as const;
    const unread = await inScope(database, without, (scoped) => attendanceToShare(scoped, learners, today));
    expect([...unread.values()].map(({ rate }) => rate)).toEqual([undefined, undefined, undefined]);
  });
});
