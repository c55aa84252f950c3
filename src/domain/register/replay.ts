import { withoutTrailingZeros } from './change-marks.ts';
import type { Amendment, StoredRegister } from './model.ts';

/** Marks that were entered where there had been none, after the register was first recorded. */
export interface LaterEntry {
  readonly version: number;
  readonly enteredAt: Date;
  readonly places: readonly number[];
}

/** All that ever happened to a register after it was first recorded. */
export interface RegisterHistory {
  readonly amendments: readonly Amendment[];
  readonly entries: readonly LaterEntry[];
}

/**
 * A register as it stood at an instant: the latest version made by then, reckoned from the marks as they are by undoing
 * what came after. `undefined` when it had not been taken. Every version later than the first has an entry or an
 * amendment, and so has a first one that is not 1.
 */
export function replay(
  current: StoredRegister,
  { amendments, entries }: RegisterHistory,
  asAt: Date,
): StoredRegister | undefined {
  if (current.takenAt > asAt) return undefined;
  const made = [
    ...amendments.map(({ version, amendedAt }) => ({ version, at: amendedAt })),
    ...entries.map(({ version, enteredAt }) => ({ version, at: enteredAt })),
  ];
  const firstVersion = made.length === 0 ? current.version : 1;
  const version = made
    .filter(({ at }) => at <= asAt)
    .reduce((latest, one) => Math.max(latest, one.version), firstVersion);
  const undone = [
    ...amendments.map((one) => ({ version: one.version, place: one.place, byte: one.original })),
    ...entries.flatMap((one) => one.places.map((place) => ({ version: one.version, place, byte: 0 }))),
  ].filter((one) => one.version > version);
  const size = undone.reduce((most, { place }) => Math.max(most, place + 1), current.marks.length);
  const marks = new Uint8Array(size);
  marks.set(current.marks);
  for (const { place, byte } of undone.toSorted((left, right) => right.version - left.version)) marks[place] = byte;
  return { ...current, version, marks: withoutTrailingZeros(marks) };
}
