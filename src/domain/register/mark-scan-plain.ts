import type { MarkScan } from './mark-scan.ts';

const planeCount = 5;
/** Four bytes of a width, and one that says how many groups follow. */
const listHeader = 5;

/** The scan in plain loops: what mark-scan.wat is measured against, and what runs where there is no SIMD. */
export function plainScan(): MarkScan {
  let buffer = new ArrayBuffer(65_536);
  let bytes = new Uint8Array(buffer);
  const numbers = (at: number, length: number) => new Uint32Array(buffer, at, length);
  return {
    kind: 'plain',
    memory: (length) => {
      if (length > buffer.byteLength) {
        buffer = buffer.transfer(Math.ceil(length / 65_536) * 65_536);
        bytes = new Uint8Array(buffer);
      }
      return buffer;
    },
    countCategories: (at, length, out) => countCategories(bytes.subarray(at, at + length), numbers(out, planeCount)),
    countBytes: (at, length, out) => {
      const counts = numbers(out, 256);
      for (let index = at; index < at + length; index += 1) add(counts, bytes[index] as number, 1);
    },
    splitPlanes: (marks, expected, length, planes, stride) => {
      bytes.fill(0, planes, planes + planeCount * stride);
      for (let place = 0; place < length; place += 1) {
        if (bytes[expected + place] === 0) bytes[marks + place] = 0;
        else splitPlace(bytes, place, { marks, planes, stride });
      }
    },
    tallyGroups: (planes, members, stride, list, out) => {
      const width = numbers(list, 1)[0] as number;
      const first = list + listHeader;
      for (const group of bytes.slice(first, first + (bytes[first - 1] as number))) {
        const counts = numbers(out + group * planeCount * 4, planeCount);
        tallyGroup(bytes, counts, { planes, members: members + group * stride, stride, width });
      }
    },
    addPlaces: (masked, length, counters, apart, late) => {
      const lateBytes = [late & 255, (late >>> 8) & 255, (late >>> 16) & 255, late >>> 24];
      for (let place = 0; place < length; place += 1) {
        const byte = bytes[masked + place] as number;
        if (byte < 64) continue;
        add(bytes, counters + ((byte >> 6) - 1) * apart + place, 1);
        if (lateBytes.includes(byte)) add(bytes, counters + 3 * apart + place, 1);
      }
    },
    addCounts: (counts, into, length) => {
      const [from, sums] = [numbers(counts, length / 4), numbers(into, length / 4)];
      for (let index = 0; index < sums.length; index += 1) add(sums, index, from[index] as number);
    },
    isPacked: (packed, length, counts, size) =>
      Number(isPacked(bytes.subarray(packed, packed + length), numbers(counts, size))),
  };
}

/** Counts bytes by category into five numbers: unmeasured, not counted, attending, authorised, unauthorised. */
function countCategories(marks: Uint8Array, counts: Uint32Array): void {
  counts.fill(0);
  for (let index = 0; index < marks.length; index += 1) {
    const byte = marks[index] as number;
    add(counts, byte === 0 ? 0 : (byte >> 6) + 1, 1);
  }
}

interface PlaneBuffers {
  readonly marks: number;
  readonly planes: number;
  readonly stride: number;
}

function splitPlace(bytes: Uint8Array, place: number, { marks, planes, stride }: PlaneBuffers): void {
  const byte = bytes[marks + place] as number;
  const at = planes + (place >> 3);
  const bit = 1 << (place & 7);
  bytes[at + 4 * stride] = (bytes[at + 4 * stride] as number) | bit;
  if (byte === 0) return;
  const plane = byte < 64 ? 3 : (byte >> 6) - 1;
  bytes[at + plane * stride] = (bytes[at + plane * stride] as number) | bit;
}

interface GroupBuffers {
  readonly planes: number;
  readonly members: number;
  readonly stride: number;
  /** Bytes of a row to look at. */
  readonly width: number;
}

function tallyGroup(bytes: Uint8Array, counts: Uint32Array, { planes, members, stride, width }: GroupBuffers): void {
  counts.fill(0);
  for (let at = 0; at < width; at += 1) {
    const bits = bytes[members + at] as number;
    for (let plane = 0; plane < planeCount; plane += 1) {
      add(counts, plane, ones(bits & (bytes[planes + plane * stride + at] as number)));
    }
  }
  counts[4] = 2 * (counts[4] as number) - counts.reduce((sum, count) => sum + count, 0);
}

function isPacked(packed: Uint8Array, counts: Uint32Array): boolean {
  let [index, offset] = [0, 0];
  const next = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = packed[offset] ?? 0;
      offset += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (offset < packed.length) {
    for (let zeros = next(); zeros > 0; zeros -= 1) {
      if (counts[index] !== 0) return false;
      index += 1;
    }
    if (counts[index] !== next()) return false;
    index += 1;
  }
  return counts.subarray(index).every((count) => count === 0);
}

/** How many of a byte's bits are set. */
function ones(byte: number): number {
  let rest = byte;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function add(numbers: Uint32Array | Uint8Array, at: number, amount: number): void {
  numbers[at] = (numbers[at] as number) + amount;
}
