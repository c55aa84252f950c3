import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Difference, DifferenceKind } from './verify-model.ts';
import { mostDifferences } from './verify-model.ts';
import { dayAndSession } from './verify-rows.ts';

type Found = Omit<Difference, 'settingId' | 'year'>;

/** Gathers the differences of one setting's year: counts all of them, keeps the first of each kind. */
export class FoundDifferences {
  readonly kept: Difference[] = [];
  count = 0;
  readonly #byKind = new Map<DifferenceKind, number>();
  readonly #settingId: number;
  readonly #year: AcademicYear;

  constructor(settingId: number, year: AcademicYear) {
    this.#settingId = settingId;
    this.#year = year;
  }

  add(found: Found): void {
    this.count += 1;
    const before = this.#byKind.get(found.kind) ?? 0;
    this.#byKind.set(found.kind, before + 1);
    if (before >= mostDifferences.ofKind) return;
    this.kept.push({ settingId: this.#settingId, year: this.#year, ...found });
  }

  /** The same of one session, by its key. */
  addAt(key: number, found: Found): void {
    const { day, session } = dayAndSession(key);
    this.add({ ...found, day: addDays(academicYearDays(this.#year).start, day), session });
  }
}
