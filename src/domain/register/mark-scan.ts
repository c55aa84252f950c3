import { markScanModule } from './mark-scan-module.ts';
import { plainScan } from './mark-scan-plain.ts';

/**
 * Counting over a memory of marks. Places in the memory and lengths are in bytes. Buffers of places, and of bits, are a
 * whole number of `scanBlock` places long, and zero beyond the last mark; `countCategories` takes any length.
 */
export interface MarkScan {
  /** `simd` sixteen marks at a time in WebAssembly; `plain` loops, where the machine has no such thing. */
  readonly kind: 'simd' | 'plain';
  /** The memory, at least `length` bytes of it, zero where nothing was written. What was handed out before is void. */
  memory(length: number): ArrayBuffer;
  /** How many bytes are unmeasured, not counted, attending, authorised, unauthorised: five 32-bit numbers at `out`. */
  countCategories(at: number, length: number, out: number): void;
  /** Tallies marks but the usual one, whose number it answers; wipes those of places nobody is expected at; see mark-scan.wat. */
  tallyPlaces(register: PlacesToTally): number;
  /** Adds to one category of each group listed what its five lack to those expected; see mark-scan.wat. */
  completeGroups(list: number, expected: number, out: number, column: number): void;
  /** Adds masked marks to byte counters of each place: attending, authorised, unauthorised, late; see mark-scan.wat. */
  addPlaces(masked: number, length: number, counters: number, apart: number, late: number): void;
  /** Adds 32-bit numbers to others; `length` is a multiple of 16. */
  addCounts(counts: number, into: number, length: number): void;
  /** 1 when the bytes are `packTally` of the 32-bit numbers at `counts`, none of them above 2^28. */
  isPacked(packed: number, length: number, counts: number, size: number): number;
}

/** Where a register and what is known of its places lie, and where its tally goes. */
export interface PlacesToTally {
  readonly marks: number;
  /** 255 where somebody is expected, `length` of them. */
  readonly expected: number;
  readonly length: number;
  /** The mark that is only counted, 256 for none. */
  readonly usual: number;
  /** Eight groups a place, a byte each. */
  readonly groups: number;
  /** Five 32-bit numbers a group. */
  readonly out: number;
  /** 64 and 256 of them: by code, and by the whole mark. */
  readonly codes: number;
  readonly used: number;
}

/** No mark is the usual one. */
export const noUsualMark = 256;

/** How many places a buffer grows by. */
export const scanBlock = 64;

/** Length of a buffer for so many places. */
export function wholeBlocks(places: number): number {
  return Math.max(1, Math.ceil(places / scanBlock)) * scanBlock;
}

interface ScanExports {
  readonly memory: WebAssembly.Memory;
  readonly count_categories: MarkScan['countCategories'];
  tally_places(
    marks: number,
    expected: number,
    length: number,
    usual: number,
    groups: number,
    out: number,
    codes: number,
    used: number,
  ): number;
  readonly complete_groups: MarkScan['completeGroups'];
  readonly add_places: MarkScan['addPlaces'];
  readonly add_counts: MarkScan['addCounts'];
  readonly is_packed: MarkScan['isPacked'];
}

/** A scan with a memory of its own: by SIMD where the machine has it, else in plain loops, with the same answers. */
export function openMarkScan(wanted: 'fastest' | 'plain' = 'fastest'): MarkScan {
  const bytes = Buffer.from(markScanModule, 'base64');
  return wanted === 'plain' || !WebAssembly.validate(bytes) ? plainScan() : simdScan(bytes);
}

function simdScan(bytes: BufferSource): MarkScan {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const scan = instance.exports as unknown as ScanExports;
  return {
    kind: 'simd',
    memory: (length) => {
      const missing = length - scan.memory.buffer.byteLength;
      if (missing > 0) scan.memory.grow(Math.ceil(missing / 65_536));
      return scan.memory.buffer as ArrayBuffer;
    },
    countCategories: scan.count_categories,
    tallyPlaces: ({ marks, expected, length, usual, groups, out, codes, used }) =>
      scan.tally_places(marks, expected, length, usual, groups, out, codes, used),
    completeGroups: scan.complete_groups,
    addPlaces: scan.add_places,
    addCounts: scan.add_counts,
    isPacked: scan.is_packed,
  };
}
