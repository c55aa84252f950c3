import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import type { MarkScan } from './mark-scan.ts';
import { openMarkScan, wholeBlocks } from './mark-scan.ts';
import { markScanModule } from './mark-scan-module.ts';
import { packTally } from './tally.ts';

function add(counts: number[] | Uint32Array | Uint8Array, at: number, amount: number): void {
  counts[at] = (counts[at] ?? 0) + amount;
}

const simd = openMarkScan();
const plain = openMarkScan('plain');
const scans = [simd, plain] as const;
const room = 1 << 18;

/** The bytes at a place of a scan's memory, after something was done there. */
function bytesOf(scan: MarkScan, at: number, length: number): Uint8Array {
  return new Uint8Array(scan.memory(room)).slice(at, at + length);
}

function write(scan: MarkScan, contents: ReadonlyMap<number, Uint8Array>): void {
  const memory = new Uint8Array(scan.memory(room));
  memory.fill(0);
  for (const [at, bytes] of contents) memory.set(bytes, at);
}

/** Marks with every byte value in them, of any length, at any alignment. */
const marks = fc.oneof(
  fc.uint8Array({ maxLength: 700 }),
  fc.integer({ min: 0, max: 9_000 }).map((length) => Uint8Array.from({ length }, (_, index) => (index * 167) & 255)),
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 4_070, max: 4_120 }))
    .map(([byte, length]) => new Uint8Array(length).fill(byte)),
);

describe('the compiled scan', () => {
  it('is what mark-scan.wat compiles to', async () => {
    const text = await readFile(path.join(import.meta.dirname, 'mark-scan.wat'), 'utf8');
    const compiled = (await wabt()).parseWat('mark-scan.wat', text, { simd: true }).toBinary({});
    expect(Buffer.from(compiled.buffer).toString('base64')).toBe(markScanModule);
  });

  it('runs here, and plain loops where it does not', () => {
    expect(scans.map(({ kind }) => kind)).toEqual(['simd', 'plain']);
  });
});

describe.each([...scans])('the $kind scan', (scan) => {
  it('counts marks by category and by value, whatever their number and wherever they start', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 0, max: 63 }), (bytes, skew) => {
        const at = 8_192 + skew;
        write(
          scan,
          new Map<number, Uint8Array>([
            [at, bytes],
            [at + bytes.length, Uint8Array.of(255, 255)],
          ]),
        );
        scan.countCategories(at, bytes.length, 0);
        scan.countBytes(at, bytes.length, 1024);
        const byCategory = [0, 0, 0, 0, 0];
        const byValue = Array.from({ length: 256 }, () => 0);
        for (const byte of bytes) {
          add(byCategory, byte === 0 ? 0 : 1 + Math.floor(byte / 64), 1);
          add(byValue, byte, 1);
        }
        expect([...new Uint32Array(bytesOf(scan, 0, 20).buffer)]).toEqual(byCategory);
        expect([...new Uint32Array(bytesOf(scan, 1024, 1024).buffer)]).toEqual(byValue);
        expect(bytesOf(scan, 2048, 1024).every((byte) => byte === 0)).toBe(true);
      }),
    );
  });

  it('tells a packed tally from every other', () => {
    const counts = fc.array(
      fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3_000_000) }),
      {
        minLength: 40,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(counts, counts, fc.nat(39), (left, right, changed) => {
        const other = left.with(changed, (left[changed] ?? 0) + 1);
        const answers = [left, right, other].map((held) => {
          const packed = packTally(left);
          write(
            scan,
            new Map<number, Uint8Array>([
              [1024, new Uint8Array(Uint32Array.from(held).buffer) as Uint8Array],
              [4096, packed],
            ]),
          );
          return scan.isPacked(4096, packed.length, 1024, 40);
        });
        expect(answers).toEqual([1, Number(left.join() === right.join()), 0]);
      }),
    );
  });
});

interface Split {
  readonly bytes: Uint8Array;
  readonly expected: readonly boolean[];
  readonly groups: readonly number[];
  readonly late: Uint8Array;
  readonly times: number;
}

const anySplit = fc.integer({ min: 1, max: 300 }).chain((length) =>
  fc.record({
    bytes: fc.uint8Array({ minLength: length, maxLength: length }),
    expected: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
    groups: fc.array(fc.nat(3), { minLength: length, maxLength: length }),
    late: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    times: fc.integer({ min: 1, max: 255 }),
  }),
);

const buffers = {
  marks: 0,
  expected: 2048,
  planes: 4096,
  members: 6144,
  list: 8192,
  out: 10240,
  counters: 12288,
  sums: 20480,
};

function splitWith(scan: MarkScan, { bytes, expected, groups, late, times }: Split): readonly Uint8Array[] {
  const length = wholeBlocks(bytes.length);
  const stride = length / 8;
  const members = new Uint8Array(4 * stride);
  for (const [place, group] of groups.entries()) add(members, group * stride + (place >> 3), 1 << (place & 7));
  const mask = Uint8Array.from(expected, (here) => (here ? 255 : 0));
  write(
    scan,
    new Map<number, Uint8Array>([
      [buffers.marks, bytes],
      [buffers.expected, mask],
      [buffers.members, members],
      [buffers.list, Uint8Array.of(stride, 0, 0, 0, 4, 0, 1, 2, 3)],
    ]),
  );
  scan.splitPlanes(buffers.marks, buffers.expected, length, buffers.planes, stride);
  scan.tallyGroups(buffers.planes, buffers.members, stride, buffers.list, buffers.out);
  const lateWord = new Int32Array(late.buffer)[0] ?? 0;
  for (let time = 0; time < times; time += 1) scan.addPlaces(buffers.marks, length, buffers.counters, length, lateWord);
  for (let time = 0; time < 3; time += 1) scan.addCounts(buffers.out, buffers.sums, 80);
  return [bytesOf(scan, buffers.out, 80), bytesOf(scan, buffers.counters, 4 * length), bytesOf(scan, buffers.sums, 80)];
}

/** The same, one place after another. */
function splitByHand({ bytes, expected, groups, late, times }: Split): readonly Uint8Array[] {
  const length = wholeBlocks(bytes.length);
  const [tallied, counted] = [new Uint32Array(20), new Uint8Array(4 * length)];
  for (const [place, byte] of bytes.entries()) {
    if (!expected[place]) continue;
    const measured = byte >= 64;
    const column = measured ? (byte >> 6) - 1 : Number(byte === 0) + 3;
    add(tallied, (groups[place] ?? 0) * 5 + column, 1);
    if (measured) add(counted, column * length + place, times);
    if (measured && late.includes(byte)) add(counted, 3 * length + place, times);
  }
  const bytesOfCounts = (counts: Uint32Array) => new Uint8Array(counts.buffer);
  return [bytesOfCounts(tallied), counted, bytesOfCounts(tallied.map((count) => 3 * count))];
}

describe('splitting, tallying and adding places', () => {
  it('give the same by SIMD as in plain loops, and as counting one by one', () => {
    fc.assert(
      fc.property(anySplit, (split) => {
        const byHand = splitByHand(split);
        for (const scan of scans) expect(splitWith(scan, split)).toEqual(byHand);
      }),
    );
  });

  it('keep what was in the memory when it grows', () => {
    for (const scan of [openMarkScan(), openMarkScan('plain')]) {
      new Uint8Array(scan.memory(10))[7] = 42;
      expect(new Uint8Array(scan.memory(1_000_000))[7]).toBe(42);
      expect(scan.memory(0).byteLength).toBeGreaterThanOrEqual(1_000_000);
    }
  });
});
