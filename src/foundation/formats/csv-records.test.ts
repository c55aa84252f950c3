import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { CsvOptions } from './csv-records.ts';
import { openCsvRecords } from './csv-records.ts';
import { csvDocument, csvStream, spreadsheetSafe } from './csv-writer.ts';
import type { RowFault, SourceRecord } from './record-table.ts';

async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

interface Read {
  readonly header: readonly string[];
  readonly records: readonly SourceRecord[];
  readonly faults: readonly RowFault[];
}

async function read(chunks: AsyncIterable<Uint8Array>, options: Partial<CsvOptions> = {}): Promise<Read> {
  const table = await openCsvRecords(chunks, { name: 'table.csv', ...options });
  if (!table.ok) throw new ProblemError(table.failure);
  const records: SourceRecord[] = [];
  const faults: RowFault[] = [];
  for await (const batch of table.value.batches) {
    expect(batch.records.length + batch.faults.length).toBeLessThanOrEqual(1000);
    records.push(...batch.records);
    faults.push(...batch.faults);
  }
  return { header: table.value.header, records, faults };
}

const readText = (text: string, options: Partial<CsvOptions> = {}, size?: number) =>
  read(inPieces(Buffer.from(text), size), options);

async function problemOf(text: string, options: Partial<CsvOptions> = {}) {
  const outcome = await readText(text, options).catch((error: unknown) => error);
  if (!(outcome instanceof ProblemError)) throw new TypeError(`Expected a problem, got ${JSON.stringify(outcome)}`);
  return outcome.problem;
}

const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', ';', '\t', 'a', '=', '-', '€'), maxLength: 8 }),
);
const rows = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));

describe('openCsvRecords', () => {
  it('reads back whatever the writer wrote, cut anywhere, with the line each row starts on', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (table, size) => {
        const header = table[0]?.map((_, at) => `h${at}`) ?? [];
        const text = csvDocument({ header, rows: table });
        const found = await readText(text, {}, size);
        expect(found.header).toEqual(header);
        expect(found.faults).toEqual([]);
        expect(found.records.map(({ values }) => values)).toEqual(table.map((row) => row.map(spreadsheetSafe)));
        let line = 2;
        for (const [at, record] of found.records.entries()) {
          expect(record.line).toBe(line);
          line += csvDocument({ header: table[at] ?? [], rows: [] }).match(/\r\n|\r|\n/g)?.length ?? 0;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with csv-parse on text made of the characters that matter', async () => {
    const soup = fc.string({ unit: fc.constantFrom('"', ',', '\r\n', '\n', 'a', 'b', ' ', '""', '",'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (part, size) => {
        const text = `x,y\n${part}\n1,2\n`;
        const oracle = {
          relax_column_count: true,
          skip_empty_lines: true,
          trim: true,
          record_delimiter: ['\r\n', '\n', '\r'],
        };
        let expected: string[][] | undefined;
        try {
          expected = parse(text, oracle);
        } catch {
          expected = undefined;
        }
        const found = await readText(text, {}, size).catch((error: unknown) => error);
        if (expected === undefined) expect(found).toBeInstanceOf(ProblemError);
        else {
          const { records, faults } = found as Read;
          const lines = [...records, ...faults].map(({ line }) => line);
          expect(new Set(lines).size).toBe(expected.length - 1);
          expect(records.map(({ values }) => values)).toEqual(expected.slice(1).filter((row) => row.length === 2));
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['comma', 'a,b;c\n1,2\n'],
    ['tab', 'a\tb;c\n1\t2\n'],
    ['semicolon', 'a;"b;c,d,e"\n1;2\n'],
    ['comma, line ends mixed, a blank line and a mark', '\uFEFF a , b;c \r\n1,2\n\n'],
  ])('finds the separator: %s', async (_, text) => {
    const found = await readText(text);
    expect(found.header).toHaveLength(2);
    expect(found.records).toEqual([{ line: 2, values: ['1', '2'] }]);
  });

  it('counts physical lines through quoted breaks and blank lines', async () => {
    const text = 'a,b\r\n"one\r\ntwo\r\nthree",x\r\n\r\n\r\n3,y\r\n"p\nq",z\r\n4,w\r\n';
    for (const size of [1, 2, 3, 5, 100]) {
      const { records } = await readText(text, {}, size);
      expect(records.map(({ line }) => line)).toEqual([2, 7, 8, 10]);
    }
  });

  it('reports ragged rows one by one and keeps the others', async () => {
    const found = await readText('a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n');
    expect(found.records.map(({ line }) => line)).toEqual([2, 5]);
    expect(found.faults).toEqual([
      { line: 3, found: 2, expected: 3, reason: 'The row has 2 values, and there are 3 headings', value: '1,2' },
      { line: 4, found: 4, expected: 3, reason: 'The row has 4 values, and there are 3 headings', value: '1,2,3,4' },
    ]);
  });

  it('names columns without a heading', async () => {
    const table = await openCsvRecords(inPieces(Buffer.from('a,,column 2,\n1,2,3,4\n')), { name: 't.csv' });
    if (!table.ok) throw new ProblemError(table.failure);
    expect(table.value.header).toEqual(['a', 'column 2 (no heading)', 'column 2', 'column 4']);
    expect(table.value.unnamedColumns).toEqual([2, 4]);
    await table.value.close();
  });

  it.each([
    ['empty-file', '', 'table.csv is empty'],
    ['empty-file', '\n\r\n', 'table.csv is empty'],
    ['no-headings', ',,\n1,2,3\n', 'no headings in its first line'],
    ['no-rows', 'a,b\n', 'has headings and no rows'],
    ['repeated-heading', 'a,b, a \n1,2,3\n', '“a” over columns 1 and 3'],
    [
      'quote-not-closed',
      'a,b\n1,2\n3,"4\n5,6\n7,8\n',
      'row that starts on line 3, the quotation mark that opens value 2',
    ],
    ['misplaced-quote', 'a,b\n1,2\n3,"4"5\n', 'row that starts on line 3, value 2'],
    ['misplaced-quote', 'a,b\n1,6" nail\n', 'row that starts on line 2, value 2'],
  ])('says plainly: %s', async (code, text, message) => {
    const problem = await problemOf(text);
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(message);
    expect(problem.nextStep).not.toBe('');
  });

  it('finds an unclosed quotation mark in a long file without reading on to its end', async () => {
    let given = 0;
    async function* endless() {
      yield Buffer.from('a,b\n1,2\n3,"4\n');
      for (;;) {
        given += 65_536;
        yield await Promise.resolve(Buffer.from('some text,x\n'.repeat(5461)));
      }
    }
    await expect(read(endless())).rejects.toThrow('row that starts on line 3, the quotation mark that opens value 2');
    expect(given).toBeLessThan(2_000_000);
  });

  it('refuses a line of commas that would make a million values', async () => {
    async function* commas() {
      yield Buffer.from('a,b\n1,2\n');
      for (;;) yield await Promise.resolve(Buffer.alloc(65_536, ','));
    }
    await expect(read(commas())).rejects.toThrow('line 3 is longer than');
  });

  it('closes the file when the reader leaves early, or takes no row at all', async () => {
    let closed = 0;
    async function* watched() {
      try {
        for (;;) yield await Promise.resolve(Buffer.from('a,b\n'.repeat(1)));
      } finally {
        closed += 1;
      }
    }
    const rowsOf = async function* () {
      yield Buffer.from('h1,h2\n1,2\n');
      yield* watched();
    };
    const left = await openCsvRecords(rowsOf(), { name: 't.csv' });
    if (!left.ok) throw new ProblemError(left.failure);
    for await (const batch of left.value.batches) {
      expect(batch.records.length).toBe(1000);
      break;
    }
    const unused = await openCsvRecords(rowsOf(), { name: 't.csv' });
    if (unused.ok) await unused.value.close();
    expect(closed).toBeGreaterThan(0);
  });
});

describe('csvDocument', () => {
  it('writes what the golden file holds', async () => {
    const text = csvDocument({
      header: ['area', 'rate', 'note'],
      rows: [
        ['Barnsley', { kind: 'number', value: 6.25 }, null],
        ['Bristol, City of', { kind: 'suppressed', symbol: 'c' }, 'says “x"y”'],
        ['=1+1', -3, '-'],
        ['+44 20', 1e-7, '@here'],
        ['-2.5', { kind: 'not-available', symbol: '-' }, ' two\nlines'],
      ],
    });
    await expect(text).toMatchFileSnapshot('golden/document.csv');
  });

  it('streams the same text', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) => [at, `row ${at}`]);
    let text = '';
    let pieces = 0;
    for await (const piece of csvStream({ header: ['n', 'text'], rows: many })) {
      text += piece;
      pieces += 1;
    }
    expect(text).toBe(csvDocument({ header: ['n', 'text'], rows: many }));
    expect(pieces).toBeGreaterThan(3);
  });

  it('never lets text begin a formula', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '1', 'a', '＝'), maxLength: 6 }),
        (text) => {
          const safe = spreadsheetSafe(text);
          expect(/^[=@\t\r\n＝]/.test(safe)).toBe(false);
          if (/^[+-]/.test(safe)) expect(safe).toMatch(/^(?:[+-]\d+|-)$/);
        },
      ),
    );
  });

  it('refuses a number that is none', () => {
    expect(() => csvDocument({ header: ['a'], rows: [[Number.NaN]] })).toThrow(RangeError);
  });
});
