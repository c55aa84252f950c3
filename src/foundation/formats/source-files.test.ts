import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Zippable } from 'fflate';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { ArchiveLimits } from './decompression.ts';
import type { FoundItem, FoundSource } from './found-source.ts';
import { nodeFiles } from './node-files.ts';
import { findSources } from './source-files.ts';
import { openSourceRecords } from './source-records.ts';

const csv = 'a,b\n1,2\n';
const modified = '2019-12-03T12:00:00';
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'formats-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function folder(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  const path = join(root, name);
  await mkdir(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), content);
  }
  return path;
}

const zipped = (entries: Zippable) => Buffer.from(zipSync(entries, { mtime: modified }));

async function found(paths: string | readonly string[], limits: Partial<ArchiveLimits> = {}): Promise<FoundItem[]> {
  const items: FoundItem[] = [];
  const given = typeof paths === 'string' ? [paths] : paths;
  for await (const item of findSources(given, { files: nodeFiles, limits })) items.push(item);
  return items;
}

const shortName = (item: FoundItem) => item.name.slice(root.length + 1);

async function content(source: FoundSource | undefined): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source?.open() ?? []) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

function asSource(item: FoundItem | undefined): FoundSource {
  if (item?.kind !== 'csv' && item?.kind !== 'parquet') throw new TypeError(`No source: ${JSON.stringify(item)}`);
  return item;
}

async function openingProblem(item: FoundItem | undefined) {
  const outcome = await content(asSource(item)).catch((error: unknown) => error);
  if (!(outcome instanceof ProblemError))
    throw new TypeError(`Expected a problem, got ${String(outcome).slice(0, 80)}`);
  return outcome.problem;
}

function asProblem(item: FoundItem | undefined) {
  if (item?.kind !== 'problem') throw new TypeError(`No problem: ${JSON.stringify(item)}`);
  return item.problem;
}

describe('findSources', () => {
  it('walks folders in name order, through gzip and archives, and joins descriptions to their tables', async () => {
    const path = await folder('walk', {
      'b/2.csv': csv,
      'b/1.csv.gz': gzipSync(csv),
      'b/1.meta.csv': 'col_name\n',
      'a.zip': zipped({
        'data/x.csv': Buffer.from(csv),
        'data/x.meta.csv': Buffer.from('m'),
        '__MACOSX/._x.csv': Buffer.from('?'),
      }),
      'notes.txt': 'x',
      '.DS_Store': 'x',
    });
    const items = await found(path);
    expect(items.map(shortName)).toEqual(['walk/a.zip!data/x.csv', 'walk/b/1.csv.gz', 'walk/b/2.csv', 'walk']);
    const [entry, gz, plain, rest] = items;
    expect(asSource(entry).meta?.name.endsWith('a.zip!data/x.meta.csv')).toBe(true);
    expect(asSource(gz).meta?.name.endsWith('b/1.meta.csv')).toBe(true);
    expect(asSource(plain).meta).toBeUndefined();
    expect(rest).toMatchObject({ kind: 'left-alone', summary: '1 file is a text file' });
    for (const item of items.slice(0, 3)) {
      const source = asSource(item);
      expect(await content(source)).toBe(csv);
      expect(source.bytesRead()).toBe(source.sizeBytes);
      expect(await content(source)).toBe(csv);
    }
  });

  it('finds the description of a table given by itself', async () => {
    const path = await folder('alone', { 'x.csv.gz': gzipSync(csv), 'x.meta.csv': 'm' });
    const [item, ...others] = await found(join(path, 'x.csv.gz'));
    expect(asSource(item).meta?.name).toBe(join(path, 'x.meta.csv'));
    expect(others).toEqual([]);
  });

  it('takes the day from the path, and else from the archive', async () => {
    const path = await folder('days', {
      '2023-11-09/weekly.csv': csv,
      'old.zip': zipped({ 'x.csv': Buffer.from(csv), 'y_20200131.csv': Buffer.from(csv) }),
      'plain.csv': csv,
    });
    const days = (await found(path)).map((item) => asSource(item).publishedOnHint);
    expect(days).toEqual([
      { day: '2019-12-03', basis: 'archive' },
      { day: '2020-01-31', basis: 'path' },
      undefined,
      { day: '2023-11-09', basis: 'path' },
    ]);
  });

  it('says in one sentence what a folder of pictures holds', async () => {
    const pictures = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`IMG_${at}.JPG`, 'x']));
    const items = await found(
      await folder('pictures', { ...pictures, 'figures.xlsx': 'x', 'report.pdf': 'x', 'scan.pdf': 'x' }),
    );
    expect(items).toHaveLength(1);
    expect(asProblem(items[0]).message).toMatch(
      /pictures: nothing to import here, 14 files are pictures, 2 are PDF documents and 1 is a spreadsheet\.$/,
    );
    expect(asProblem(items[0]).nextStep).toContain('Save the spreadsheet');
  });

  it('explains single paths that lead to nothing', async () => {
    const path = await folder('single', { 'photo.png': 'x', 'empty.csv': '', 'inner/.keep': '' });
    const items = await found([
      join(path, 'photo.png'),
      join(path, 'empty.csv'),
      join(path, 'inner'),
      join(path, 'no.csv'),
    ]);
    expect(items.map((item) => asProblem(item).code)).toEqual([
      'nothing-to-import',
      'empty-file',
      'nothing-to-import',
      'no-such-path',
    ]);
    expect(asProblem(items[0]).message).toMatch(/photo\.png cannot be imported: it is a picture\.$/);
  });

  it('follows links but never in a circle, and takes no file twice', async () => {
    const path = await folder('links', { 'real/x.csv': csv });
    await symlink(path, join(path, 'real', 'up'));
    await symlink(join(path, 'real', 'x.csv'), join(path, 'also.csv'));
    await symlink(join(path, 'nowhere'), join(path, 'broken.csv'));
    const items = await found([path, path]);
    expect(items.map((item) => [item.kind, shortName(item)])).toEqual([
      ['problem', 'links/broken.csv'],
      ['csv', 'links/also.csv'],
      ['problem', 'links'],
    ]);
  });

  it('treats hostile names as names', async () => {
    const path = await folder('slip', {
      'a.zip': zipped({ '../../../etc/passwd.csv': Buffer.from(csv), 'x\u001b[31m.csv': Buffer.from(csv) }),
    });
    const items = await found(path);
    expect(items.map(shortName)).toEqual(['slip/a.zip!../../../etc/passwd.csv', 'slip/a.zip!x\uFFFD[31m.csv']);
    expect(await content(asSource(items[0]))).toBe(csv);
  });

  it('sees a zip or a workbook behind another name, and plain text behind .gz', async () => {
    const path = await folder('misnamed', {
      'a.csv.gz': zipped({ 'x.csv': Buffer.from(csv) }),
      'b.csv': zipped({ '[Content_Types].xml': Buffer.from('x'), 'xl/workbook.xml': Buffer.from('x') }),
      'c.csv.gz': csv,
    });
    const items = await found(path);
    expect(items.map(shortName)).toEqual(['misnamed/a.csv.gz!x.csv', 'misnamed/c.csv.gz', 'misnamed']);
    expect(items.at(-1)).toMatchObject({ summary: '1 file is a spreadsheet' });
    expect(await content(asSource(items[1]))).toBe(csv);
  });
});

describe('damaged files', () => {
  const noise = Array.from({ length: 5000 }, (_, at) => `${at},${(at * 2_654_435_761) % 4_294_967_296}\n`).join('');

  it('finds a gzip cut short at any place', async () => {
    const whole = gzipSync(noise);
    const cuts = [3, 9, 10, 11, 40, Math.floor(whole.length / 3), whole.length - 9, whole.length - 8, whole.length - 1];
    const path = await folder(
      'short',
      Object.fromEntries(cuts.map((at) => [`cut-${at}.csv.gz`, whole.subarray(0, at)])),
    );
    for (const item of await found(path)) {
      const problem = await openingProblem(item);
      expect(problem.code).toBe('cut-short');
      expect(problem.nextStep).toContain('Download it again');
    }
  });

  it('finds a gzip or an archive with a changed byte', async () => {
    const gz = gzipSync(noise);
    const zip = zipped({ 'x.csv': Buffer.from(noise) });
    const stored = zipped({ 'x.csv': [Buffer.from(noise), { level: 0 }] });
    for (const bytes of [gz, zip, stored]) {
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
    }
    const items = await found(await folder('changed', { 'a.csv.gz': gz, 'b.zip': zip, 'c.zip': stored }));
    for (const item of items) expect((await openingProblem(item)).code).toMatch(/^(?:damaged|cut-short)$/);
    expect(items).toHaveLength(3);
  });

  it('finds an archive cut short anywhere, one that is none, and one that lies', async () => {
    const zip = zipped({ 'x.csv': Buffer.from(noise) });
    const cuts = [10, 100, zip.length - 30, zip.length - 1];
    const path = await folder('zips', {
      ...Object.fromEntries(cuts.map((at) => [`cut-${at}.zip`, zip.subarray(0, at)])),
      'text.zip': 'not a zip at all',
    });
    const codes = (await found(path)).map((item) => asProblem(item).code);
    expect(codes).toEqual(['cut-short', 'cut-short', 'cut-short', 'cut-short', 'not-a-zip']);
    const lying = Buffer.from(zip);
    lying.writeUInt32LE(0xffffff, zip.length - 22 - 46 - 5 + 20);
    expect((await found(await folder('lying', { 'a.zip': lying })))[0]).toMatchObject({ kind: 'problem' });
  });

  it('stops an entry that expands without end', async () => {
    const bomb = zipped({ 'x.csv': Buffer.alloc(80 * 2 ** 20, 'a,b\n') });
    const [item] = await found(await folder('bomb', { 'a.zip': bomb }));
    expect((await openingProblem(item)).code).toBe('expands-too-far');
    const small = await folder('small', {
      'a.csv.gz': gzipSync(noise),
      'b.zip': zipped({ 'x.csv': Buffer.from(noise) }),
    });
    for (const capped of await found(small, { entryBytes: 10_000 })) {
      expect((await openingProblem(capped)).code).toBe('expands-too-far');
    }
  });

  it('refuses an archive with too many entries, or with entries laid over one another', async () => {
    const entries = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.csv`, Buffer.from(csv)]));
    const many = await found(await folder('many', { 'a.zip': zipped(entries) }), { entries: 10 });
    expect(asProblem(many[0]).code).toBe('too-many-entries');
    const overlapping = zipped({ 'a.csv': Buffer.from(csv), 'b.csv': Buffer.from(csv) });
    const secondEntry = overlapping.lastIndexOf(Buffer.from('PK\u0001\u0002'));
    overlapping.writeUInt32LE(0, secondEntry + 42);
    const laid = await found(await folder('laid', { 'a.zip': overlapping }));
    expect(asProblem(laid[0]).message).toContain('lie over one another');
  });

  it('says when an entry needs a password or another program', async () => {
    const locked = zipped({ 'a.csv': Buffer.from(csv) });
    const entry = locked.lastIndexOf(Buffer.from('PK\u0001\u0002'));
    const other = Buffer.from(locked);
    locked.writeUInt16LE(1, entry + 8);
    other.writeUInt16LE(14, entry + 10);
    const items = await found(await folder('locked', { 'a.zip': locked, 'b.zip': other }));
    expect((await openingProblem(items[0])).code).toBe('password-needed');
    expect((await openingProblem(items[1])).code).toBe('unknown-compression');
  });

  it('says when a file disappears between finding and opening', async () => {
    const path = await folder('gone', { 'a.csv': csv });
    const [item] = await found(path);
    await rm(join(path, 'a.csv'));
    expect((await openingProblem(item)).code).toBe('no-such-path');
    const parquet = await folder('gone-too', { 'a.parquet': 'PAR1' });
    const [source] = await found(parquet);
    await rm(join(parquet, 'a.parquet'));
    const table = await openSourceRecords(asSource(source));
    expect(table.ok ? '' : table.failure.code).toBe('no-such-path');
  });
});
