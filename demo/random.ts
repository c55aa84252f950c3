/** A stream of numbers in [0, 1) that is the same for the same seed everywhere (mulberry32): demonstrations repeat exactly. */
export function seededRandom(seed: string): () => number {
  return numberedRandom(hash(seed));
}

/** The same from a number, such as what `mixed` gives: for streams made by the million. */
export function numberedRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number around 0, mostly within ±2 (the sum of uniform draws): enough for a demonstration, and never an outlier. */
export function wobble(random: () => number): number {
  return random() + random() + random() + random() - 2;
}

/** One number from two, 32 bits, well mixed: a seed for each pair (murmur3's last steps). */
export function mixed(left: number, right: number): number {
  let value = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** How many draws are passed over before one that comes with a chance (0 to 1, not 0): a jump instead of as many throws. */
export function drawsBefore(chance: number, random: () => number): number {
  return chance >= 1 ? 0 : Math.floor(Math.log(1 - random()) / Math.log(1 - chance));
}

/** Which of some weights a number in [0, 1) falls on. */
export function weighted(weights: readonly number[], at: number): number {
  let rest = at * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}

/** A seed from text. */
export function hash(text: string): number {
  let value = 2_166_136_261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return value >>> 0;
}
