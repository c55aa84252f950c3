import type { MarkScan, PlacesToTally } from './mark-scan.ts';

const categories = 5;
const groupsOfPlace = 8;

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
    countCategories: (at, length, out) => countCategories(bytes.subarray(at, at + length), numbers(out, categories)),
    tallyPlaces: (register) => tallyPlaces(bytes, register),
    completeGroups: (list, expected, out, column) => {
      for (const group of bytes.slice(list + 1, list + 1 + (bytes[list] as number))) {
        const counts = numbers(out + group * categories * 4, categories);
        const counted = counts.reduce((sum, count) => sum + count, 0);
        add(counts, column, (numbers(expected, group + 1)[group] as number) - counted);
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

function tallyPlaces(bytes: Uint8Array, register: PlacesToTally): number {
  const { marks, expected, length, usual } = register;
  let found = 0;
  for (let place = 0; place < length; place += 1) {
    if (bytes[expected + place] === 0) bytes[marks + place] = 0;
    else if (bytes[marks + place] === usual) found += 1;
    else tallyPlace(bytes, register, place);
  }
  return found;
}

function tallyPlace(bytes: Uint8Array, { marks, groups, out, codes, used }: PlacesToTally, place: number): void {
  const numbers = (at: number, count: number) => new Uint32Array(bytes.buffer, at, count);
  const byte = bytes[marks + place] as number;
  add(numbers(used, 256), byte, 1);
  if (byte !== 0) add(numbers(codes, 64), byte & 63, 1);
  const first = groups + place * groupsOfPlace;
  for (const group of bytes.subarray(first, first + groupsOfPlace)) {
    add(numbers(out + group * categories * 4, categories), columnOf(byte), 1);
  }
}

function columnOf(byte: number): number {
  if (byte >= 64) return (byte >> 6) - 1;
  return byte === 0 ? 4 : 3;
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
  return offset === packed.length && counts.subarray(index).every((count) => count === 0);
}

function add(numbers: Uint32Array | Uint8Array, at: number, amount: number): void {
  numbers[at] = (numbers[at] as number) + amount;
}
