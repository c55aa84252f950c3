import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import type { MarkScan } from './mark-scan.ts';
import { noUsualMark, openMarkScan, wholeBlocks } from './mark-scan.ts';
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
  it('counts marks by category, whatever their number and wherever they start', () => {
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
        const byCategory = [0, 0, 0, 0, 0];
        for (const byte of bytes) add(byCategory, byte === 0 ? 0 : 1 + Math.floor(byte / 64), 1);
        expect([...new Uint32Array(bytesOf(scan, 0, 20).buffer)]).toEqual(byCategory);
      }),
    );
  });

  it('takes no packed tally for another that is cut short, flipped, or packed in another way', () => {
    const counts = Uint32Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? 100 * index : 0));
    const packed = packTally(counts);
    const asked = (held: Uint8Array, length = held.length): number => {
      write(
        scan,
        new Map<number, Uint8Array>([
          [1024, new Uint8Array(counts.buffer)],
          [4096, held],
        ]),
      );
      return scan.isPacked(4096, length, 1024, 40);
    };
    expect(asked(packed)).toBe(1);
    for (let length = 0; length < packed.length; length += 1) expect(asked(packed, length)).toBe(0);
    for (const [at, byte] of packed.entries()) {
      for (let bit = 1; bit < 256; bit *= 2) expect(asked(packed.with(at, byte ^ bit))).toBe(0);
    }
    // 0 with so many empty parts that a shift of 32 bits would come round to where it began.
    expect(asked(Uint8Array.of(...packed.subarray(0, 1), 128, 128, 128, 128, 128, ...packed.subarray(1)))).toBe(0);
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

interface Sent {
  readonly bytes: Uint8Array;
  readonly expected: readonly boolean[];
  readonly groups: readonly number[];
  readonly usual: number;
  readonly late: Uint8Array;
  readonly times: number;
}

const groupCount = 6;
/** Seldom anything but one mark, as registers are; or anything at all. */
const byte = fc.oneof({ weight: 6, arbitrary: fc.constant(66) }, { weight: 1, arbitrary: fc.nat(255) });

const anySent = fc.integer({ min: 1, max: 300 }).chain((length) =>
  fc.record({
    bytes: fc.oneof(
      fc.array(byte, { minLength: length, maxLength: length }).map((bytes) => Uint8Array.from(bytes)),
      fc.uint8Array({ minLength: length, maxLength: length }),
    ),
    expected: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
    groups: fc.array(fc.integer({ min: 1, max: groupCount - 1 }), { minLength: length, maxLength: length }),
    usual: fc.constantFrom(66, 0, 3, 130, 255, noUsualMark),
    late: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    times: fc.integer({ min: 1, max: 255 }),
  }),
);

const buffers = {
  marks: 0,
  expected: 512,
  groups: 1024,
  list: 4096,
  inGroups: 4160,
  out: 4608,
  codes: 5120,
  used: 5376,
  counters: 8192,
  sums: 12288,
};

/** Everyone, a group of their own, one that all share, and five times none but everyone’s neighbour. */
const groupsAt = (group: number): readonly number[] => [0, group, groupCount, 7, 8, 9, 10, 11];
const listed = [0, 1, 2, 3, 4, 5, groupCount];

function tallyWith(scan: MarkScan, { bytes, expected, groups, usual, late, times }: Sent): readonly Uint8Array[] {
  const length = wholeBlocks(bytes.length);
  const inGroups = new Uint32Array(12);
  for (const [place, group] of groups.entries()) {
    if (expected[place]) for (const one of groupsAt(group)) add(inGroups, one, 1);
  }
  write(
    scan,
    new Map<number, Uint8Array>([
      [buffers.marks, bytes],
      [buffers.expected, Uint8Array.from(expected, (here) => (here ? 255 : 0))],
      [buffers.groups, Uint8Array.from(groups.flatMap(groupsAt))],
      [buffers.list, Uint8Array.of(listed.length, ...listed)],
      [buffers.inGroups, new Uint8Array(inGroups.buffer)],
    ]),
  );
  const found = scan.tallyPlaces({ ...buffers, length, usual });
  if (usual !== noUsualMark) scan.completeGroups(buffers.list, buffers.inGroups, buffers.out, columnOf(usual));
  const lateWord = new Int32Array(late.buffer)[0] ?? 0;
  for (let time = 0; time < times; time += 1) scan.addPlaces(buffers.marks, length, buffers.counters, length, lateWord);
  for (let time = 0; time < 3; time += 1) scan.addCounts(buffers.out, buffers.sums, 112);
  return [
    Uint8Array.of(found & 255, found >> 8),
    bytesOf(scan, buffers.marks, length),
    bytesOf(scan, buffers.out, 20 * listed.length),
    bytesOf(scan, buffers.codes, 256),
    bytesOf(scan, buffers.used, 1024),
    bytesOf(scan, buffers.counters, 4 * length),
    bytesOf(scan, buffers.sums, 112),
  ];
}

function columnOf(mark: number): number {
  return mark >= 64 ? (mark >> 6) - 1 : Number(mark === 0) + 3;
}

/** The same, one place after another. */
function tallyByHand({ bytes, expected, groups, usual, late, times }: Sent): readonly Uint8Array[] {
  const length = wholeBlocks(bytes.length);
  const [kept, counted] = [new Uint8Array(length), new Uint8Array(4 * length)];
  const [tallied, codes, used] = [new Uint32Array(5 * listed.length), new Uint32Array(64), new Uint32Array(256)];
  let found = 0;
  for (const [place, mark] of bytes.entries()) {
    if (!expected[place]) continue;
    kept[place] = mark;
    const measured = mark >= 64;
    const column = columnOf(mark);
    for (const group of [0, groups[place] ?? 0, groupCount]) add(tallied, group * 5 + column, 1);
    const other = mark !== usual;
    found += Number(!other);
    add(used, mark, Number(other));
    add(codes, mark & 63, Number(other && mark !== 0));
    if (measured) add(counted, column * length + place, times);
    if (measured && late.includes(mark)) add(counted, 3 * length + place, times);
  }
  const bytesOfCounts = (counts: Uint32Array) => new Uint8Array(counts.buffer);
  const sums = bytesOfCounts(tallied.map((count) => 3 * count)).subarray(0, 112);
  const numbers = [tallied, codes, used].map(bytesOfCounts);
  return [Uint8Array.of(found & 255, found >> 8), kept, ...numbers, counted, sums];
}

describe('tallying and adding places', () => {
  it('give the same by SIMD as in plain loops, and as counting one by one', () => {
    fc.assert(
      fc.property(anySent, (sent) => {
        const byHand = tallyByHand(sent);
        for (const scan of scans) expect(tallyWith(scan, sent)).toEqual(byHand);
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
