/**
 * Year to date, per place of a roll: sessions attended, authorised, unauthorised, and late. Sixteen bits each, in
 * that order, little-endian: `learner_total.counts`. A year has 380 sessions; a college has at most a few thousand events.
 */
export type LearnerCounts = Uint16Array;

export const countsPerPlace = 4;
export const learnerCount = { attending: 0, authorised: 1, unauthorised: 2, late: 3 } as const;

/** Counts for a roll of `size` places, all zero. */
export function emptyCounts(size: number): LearnerCounts {
  return new Uint16Array(size * countsPerPlace);
}

/** The counts stored, grown to `size` places when the roll has grown since. */
export function unpackCounts(packed: Uint8Array, size: number): LearnerCounts {
  const counts = new Uint16Array(Math.max(size * countsPerPlace, packed.length / 2));
  new Uint8Array(counts.buffer).set(packed);
  return counts;
}

/** As `learner_total.counts` stores them. */
export function packCounts(counts: LearnerCounts): Buffer {
  return Buffer.from(counts.buffer, counts.byteOffset, counts.byteLength);
}

/** Sessions missed and possible of a place. Possible = attended + missed (measures.md §1). */
export function absenceOf(
  counts: LearnerCounts,
  place: number,
): { readonly absence: number; readonly possible: number } {
  const at = place * countsPerPlace;
  const absence = (counts[at + learnerCount.authorised] as number) + (counts[at + learnerCount.unauthorised] as number);
  return { absence, possible: absence + (counts[at + learnerCount.attending] as number) };
}
