import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfRow, keyOf, placeAgrees, registerNumbers, settingRows, totalNumbers } from './verify-rows.ts';

const rows = fc.uniqueArray(
  fc.record({
    day: fc.nat(365),
    session: fc.integer({ min: 1, max: 32_767 }),
    version: fc.integer({ min: -5, max: 2_147_483_647 }),
    bytes: fc.uint8Array({ maxLength: 5 }),
  }),
  { selector: ({ day, session }) => keyOf(day, session), maxLength: 20 },
);

describe('gathered rows of a setting', () => {
  it('are taken apart and put in order, whatever order they came in', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const numbers = Buffer.alloc(drawn.length * registerNumbers.length * 4);
        for (const [index, { day, session, version, bytes }] of drawn.entries()) {
          const values = [keyOf(day, session), version, 3, bytes.length, 201, 10_001];
          for (const [column, value] of values.entries())
            numbers.writeInt32BE(value, (index * values.length + column) * 4);
        }
        const found = settingRows({ numbers, bytes: Buffer.concat(drawn.map(({ bytes }) => bytes)) }, registerNumbers);
        const inOrder = drawn.toSorted((one, other) => keyOf(one.day, one.session) - keyOf(other.day, other.session));
        expect([...found.keys]).toEqual(inOrder.map(({ day, session }) => keyOf(day, session)));
        expect([...found.versions]).toEqual(inOrder.map(({ version }) => version));
        expect(inOrder.map((_, row) => [...bytesOfRow(found, row)])).toEqual(inOrder.map(({ bytes }) => [...bytes]));
        expect(found.books.every((book) => book === 3)).toBe(true);
      }),
    );
  });

  it('say where their setting stands', () => {
    const numbers = Buffer.alloc(totalNumbers.length * 4);
    for (const [column, value] of [keyOf(3, 1), 0, 201, 0, 1].entries()) numbers.writeInt32BE(value, column * 4);
    const total = settingRows({ numbers, bytes: Buffer.alloc(0) }, totalNumbers);
    const stands = { settingId: 7, laId: 201, trustId: 0, nationId: 1 };
    expect(placeAgrees(total, 0, stands)).toBe(true);
    for (const other of [{ laId: 202 }, { trustId: 5 }, { nationId: 2 }]) {
      expect(placeAgrees(total, 0, { ...stands, ...other })).toBe(false);
    }
  });
});
