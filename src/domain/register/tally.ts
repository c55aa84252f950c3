import { groupCount } from '#domain/roll/groups.ts';

/**
 * Counts of marks: by code, by category for each group, and planned minutes by category for timetabled events. A vector
 * of whole numbers, so that adding two adds what they count: an area's tally is the sum of its settings'.
 */
export type Tally = Float64Array;

/** How a group's sessions are counted; `category` is its place. Expected = their sum. */
export const tallyCategories = ['attending', 'authorised', 'unauthorised', 'not-required', 'unmeasured'] as const;
export type TallyCategory = (typeof tallyCategories)[number];

const codePlaces = 64;
const perGroup = tallyCategories.length;
/** The everyone group comes first, so that a trend can be read without the rest. */
export const tallyLayout = {
  groups: 0,
  codes: groupCount * perGroup,
  minutes: groupCount * perGroup + codePlaces,
  size: groupCount * perGroup + codePlaces + perGroup,
} as const;

/** A tally of nothing. */
export function emptyTally(): Tally {
  return new Float64Array(tallyLayout.size);
}

/** Index of a group's count of a category. */
export function groupIndex(group: number, category: TallyCategory): number {
  return tallyLayout.groups + group * perGroup + tallyCategories.indexOf(category);
}

/** Index of the count of a code, by its byte. */
export function codeIndex(byte: number): number {
  return tallyLayout.codes + (byte & 63);
}

/** Index of the planned minutes of a category; zero throughout for half-day sessions. */
export function minutesIndex(category: TallyCategory): number {
  return tallyLayout.minutes + tallyCategories.indexOf(category);
}

/** Adds `more` into `sum`, `times` times: -1 takes it away. */
export function addTally(sum: Tally, more: Tally, times: 1 | -1 = 1): void {
  for (let index = 0; index < sum.length; index += 1) {
    sum[index] = (sum[index] as number) + times * (more[index] as number);
  }
}

/** A tally in few bytes: for each number that is not zero, how many zeros precede it and the number, as varints. */
export function packTally(tally: ArrayLike<number>): Buffer {
  const bytes: number[] = [];
  let zeros = 0;
  for (let index = 0; index < tally.length; index += 1) {
    const value = tally[index] as number;
    if (value === 0) zeros += 1;
    else {
      pushVarint(bytes, zeros);
      pushVarint(bytes, value);
      zeros = 0;
    }
  }
  return Buffer.from(bytes);
}

/** The reverse of `packTally`, into `into`, which is overwritten; a longer layout than that of the packing is filled with zeros. */
export function unpackTally(packed: Uint8Array, into: Tally = emptyTally()): Tally {
  into.fill(0);
  let [index, offset] = [0, 0];
  const next = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      // Beyond the end of a packing that was cut short there is nothing: without this, reading it would never end.
      const byte = packed[offset] ?? 0;
      offset += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (offset < packed.length) {
    index += next();
    into[index] = next();
    index += 1;
  }
  return into;
}

function pushVarint(bytes: number[], value: number): void {
  if (value < 0) throw new RangeError('A count cannot be below zero');
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
