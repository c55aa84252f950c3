import { markScanModule } from './mark-scan-module.ts';
import { plainScan } from './mark-scan-plain.ts';

/**
 * Counting over a memory of marks. Places in the memory and lengths are in bytes. Buffers of places, and of bits, are a
 * whole number of `scanBlock` places long, and zero beyond the last mark; the two counting functions take any length.
 */
export interface MarkScan {
  /** `simd` sixteen marks at a time in WebAssembly; `plain` loops, where the machine has no such thing. */
  readonly kind: 'simd' | 'plain';
  /** The memory, at least `length` bytes of it, zero where nothing was written. What was handed out before is void. */
  memory(length: number): ArrayBuffer;
  /** How many bytes are unmeasured, not counted, attending, authorised, unauthorised: five 32-bit numbers at `out`. */
  countCategories(at: number, length: number, out: number): void;
  /** Adds how often each value occurs to 256 32-bit numbers at `out`; the 1,024 bytes after them must be zero, and are again. */
  countBytes(at: number, length: number, out: number): void;
  /** Wipes marks of places nobody is expected at (the others are 255) and splits them into planes; see mark-scan.wat. */
  splitPlanes(marks: number, expected: number, length: number, planes: number, stride: number): void;
  /** Counts, for each group listed, its members in each plane; see mark-scan.wat. */
  tallyGroups(planes: number, members: number, stride: number, list: number, out: number): void;
  /** Adds masked marks to byte counters of each place: attending, authorised, unauthorised, late; see mark-scan.wat. */
  addPlaces(masked: number, length: number, counters: number, apart: number, late: number): void;
  /** Adds 32-bit numbers to others; `length` is a multiple of 16. */
  addCounts(counts: number, into: number, length: number): void;
  /** 1 when the bytes are `packTally` of the 32-bit numbers at `counts`; 16 bytes after them must be zero. */
  isPacked(packed: number, length: number, counts: number, size: number): number;
}

/** How many places a buffer grows by. */
export const scanBlock = 64;

/** Length of a buffer for so many places. */
export function wholeBlocks(places: number): number {
  return Math.max(1, Math.ceil(places / scanBlock)) * scanBlock;
}

interface ScanExports {
  readonly memory: WebAssembly.Memory;
  readonly count_categories: MarkScan['countCategories'];
  readonly count_bytes: MarkScan['countBytes'];
  readonly split_planes: MarkScan['splitPlanes'];
  readonly tally_groups: MarkScan['tallyGroups'];
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
    countBytes: scan.count_bytes,
    splitPlanes: scan.split_planes,
    tallyGroups: scan.tally_groups,
    addPlaces: scan.add_places,
    addCounts: scan.add_counts,
    isPacked: scan.is_packed,
  };
}
