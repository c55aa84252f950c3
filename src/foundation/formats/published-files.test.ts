import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { readEesMeta } from './ees-meta.ts';
import type { FoundSource } from './found-source.ts';
import { nodeFiles } from './node-files.ts';
import { openParquetRecords } from './parquet-records.ts';
import { heldAtRandom } from './random-access.ts';
import { findSources } from './source-files.ts';
import { openSourceRecords } from './source-records.ts';
import type { TextEncoding } from './text-decoding.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const absent = !existsSync(data);

async function sources(path: string): Promise<FoundSource[]> {
  const found: FoundSource[] = [];
  for await (const item of findSources([join(data, path)], { files: nodeFiles })) {
    if (item.kind === 'csv' || item.kind === 'parquet') found.push(item);
  }
  return found;
}

async function countRows(source: FoundSource, encoding?: TextEncoding): Promise<{ rows: number; columns: number }> {
  const table = await openSourceRecords(source, encoding ? { encoding } : {});
  if (!table.ok) throw new ProblemError(table.failure);
  let rows = 0;
  for await (const { records, faults } of table.value.batches) rows += records.length + faults.length;
  return { rows, columns: table.value.header.length };
}

/** Rows the data folder's README states, by path: `| file | source | licence | 485 x 62 | …`. */
function statedRows(): Map<string, number> {
  const stated = new Map<string, number>();
  let section = '';
  for (const line of readFileSync(join(data, 'README.md'), 'utf8').split('\n')) {
    section = /^## (\S+)$/.exec(line)?.[1] ?? section;
    const [, file, , , size] = line.split('|').map((cell) => cell.trim());
    const rows = /^(\d+) x \d+$/.exec(size ?? '')?.[1];
    if (file && rows && /\.(?:csv|tsv|parquet)(?:\.gz)?$/.test(file)) stated.set(`${section}/${file}`, Number(rows));
  }
  return stated;
}

/** Saved by older Windows programs: their few long dashes and curly apostrophes are no UTF-8. */
const windowsFiles = /gias_links|school_data_sql/;

describe.skipIf(absent)('the published files (skipped where ../shared/data is absent)', () => {
  it('have the rows their README states', { timeout: 120_000 }, async () => {
    const stated = statedRows();
    expect(stated.size).toBeGreaterThan(80);
    const found: [string, number][] = [];
    for (const path of stated.keys()) {
      const [source] = await sources(path);
      if (!source) continue;
      const { rows } = await countRows(source, windowsFiles.test(path) ? 'windows-1252' : undefined);
      found.push([path, rows]);
    }
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(stated.entries().filter(([path]) => !/\.meta\./.test(path))),
    );
  });

  it('have the rows known of the archives, and usable descriptions', { timeout: 120_000 }, async () => {
    const counts: Record<string, unknown> = {};
    for (const source of await sources('ees_published')) {
      if (!source.meta) continue;
      const meta = await readEesMeta(source.meta.open(), { name: source.meta.name });
      const { rows, columns } = await countRows(source);
      const described = meta.ok ? [meta.value.filters.length, meta.value.indicators.length] : meta.failure;
      counts[source.name.replace(/.*!/, '')] = { rows, columns, described, changed: source.publishedOnHint?.day };
    }
    expect(counts).toEqual({
      'absence_by_term.csv': { rows: 9680, columns: 35, described: [2, 23], changed: '2019-12-03' },
      'absence_in_prus.csv': { rows: 612, columns: 38, described: [0, 27], changed: '2019-12-02' },
      'absence_number_missing_at_least_one_session_by_reason.csv': {
        rows: 109_104,
        columns: 31,
        described: [1, 17],
        changed: '2019-12-02',
      },
      'exclusions_by_characteristic.csv': { rows: 4586, columns: 15, described: [2, 7], changed: '2019-12-02' },
      'exclusions_by_geographic_level.csv': { rows: 242_170, columns: 23, described: [1, 8], changed: '2019-12-02' },
      'exclusions_by_reason.csv': { rows: 7004, columns: 35, described: [1, 24], changed: '2019-12-02' },
    });
  });

  it('name the first line that is not UTF-8', async () => {
    const [source] = await sources('exclusion_statistics/school_data_sql.csv.gz');
    if (!source) throw new TypeError('No source');
    await expect(countRows(source)).rejects.toThrow('line 21965 is not UTF-8 (byte 0x92');
  });

  it('have values in Parquet as a CSV would print them', async () => {
    const [source] = await sources('lait/bds_long_0.parquet');
    if (source?.kind !== 'parquet') throw new TypeError('No Parquet source');
    const table = await openSourceRecords(source);
    if (!table.ok) throw new ProblemError(table.failure);
    expect(table.value.header).toEqual([
      'Short Desc',
      'Data item',
      'Years',
      'LA and Regions',
      'Values',
      'LA Number',
      'Region',
    ]);
    expect(table.value.rowCount).toBe(641_070);
    for await (const { records } of table.value.batches) {
      expect(records).toHaveLength(1000);
      expect(records[0]?.line).toBe(2);
      expect(records[0]?.values).toHaveLength(7);
      expect(records.flatMap(({ values }) => values).every((value) => typeof value === 'string')).toBe(true);
      expect(records[0]?.values[5]).toMatch(/^\d*$/);
      break;
    }
  });

  it('give a plain problem when Parquet is cut short or changed anywhere', { timeout: 60_000 }, async () => {
    const whole = readFileSync(join(data, 'lait/bds_long_0.parquet'));
    const footerBytes = whole.readUInt32LE(whole.length - 8);
    const flipped = Array.from({ length: 40 }, (_, at) => whole.length - 9 - Math.floor((at * footerBytes) / 40));
    const damaged = flipped.map((at) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ 0x55;
      return copy;
    });
    const inside = Buffer.from(whole).fill(0xaa, 60_000, 60_400);
    for (const bytes of [whole.subarray(0, 1000), whole.subarray(0, -1), inside, ...damaged]) {
      const outcome = await readParquet(bytes).catch((error: unknown) => error);
      if (typeof outcome !== 'number') expect(outcome).toBeInstanceOf(ProblemError);
    }
    await expect(readParquet(whole.subarray(0, 1000))).rejects.toThrow('cut short');
    await expect(readParquet(inside)).rejects.toThrow('damaged');
  });
});

async function readParquet(bytes: Buffer): Promise<number> {
  const chunks = (async function* () {
    yield await Promise.resolve(bytes);
  })();
  const file = await heldAtRandom(chunks, { name: 'x.parquet', mostBytes: 10_000_000 });
  const table = await openParquetRecords(file, { name: 'x.parquet' });
  if (!table.ok) throw new ProblemError(table.failure);
  let rows = 0;
  for await (const { records } of table.value.batches) {
    rows += records.length;
    if (rows > 100_000) break;
  }
  return rows;
}

describe('openParquetRecords', () => {
  it.each([
    ['empty-file', ''],
    ['damaged', 'a,b\n1,2\n3,4\n5,6\n'],
    ['cut-short', 'PAR1'],
    ['cut-short', 'PAR1 and then no more of it'],
    ['damaged', 'PAR1 nonsense in the middle PAR1'],
  ])('says plainly: %s', async (code, text) => {
    const outcome = await readParquet(Buffer.from(text, 'latin1')).catch((error: unknown) => error);
    expect(outcome instanceof ProblemError && outcome.problem.code).toBe(code);
  });
});
