import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import {
  bigintArray,
  byteaArray,
  dateArray,
  instantArray,
  integerArray,
  smallintArray,
  textArray,
} from './binary-arrays.ts';

const row = fc.record({
  four: fc.option(fc.integer(), { nil: undefined }),
  two: fc.integer({ min: -32_768, max: 32_767 }),
  eight: fc.maxSafeInteger(),
  day: fc.integer({ min: -200_000, max: 200_000 }).map((days) => addDays(plainDate('2000-01-01'), days)),
  instant: fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
  bytes: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
  words: fc.option(
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    { nil: undefined },
  ),
});

describe('columns as parameters', () => {
  it('come back from PostgreSQL as they were sent, missing values as NULL', async () => {
    const database = await freshDatabase({ contents: 'empty' });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const { rows: found } = await sql`
          SELECT * FROM unnest(
            ${integerArray(rows.map(({ four }) => four))}::integer[], ${smallintArray(rows.map(({ two }) => two))}::smallint[],
            ${bigintArray(rows.map(({ eight }) => eight))}::bigint[], ${dateArray(rows.map(({ day }) => day))}::date[],
            ${instantArray(rows.map(({ instant }) => instant))}::timestamptz[],
            ${byteaArray(rows.map(({ bytes }) => bytes))}::bytea[], ${textArray(rows.map(({ words }) => words))}::text[]
          ) AS sent (four, two, eight, day, instant, bytes, words)
        `.execute(database);
        expect(found).toEqual(
          rows.map((sent) => ({
            ...sent,
            four: sent.four ?? null,
            bytes: sent.bytes === undefined ? null : Buffer.from(sent.bytes),
            words: sent.words ?? null,
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('may be empty', async () => {
    const database = await freshDatabase({ contents: 'empty' });
    const { rows } = await sql`SELECT * FROM unnest(${integerArray([])}::integer[])`.execute(database);
    expect(rows).toEqual([]);
  });
});
