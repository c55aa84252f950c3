import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Uln, Upn } from '#foundation/kernel/pupil-identifiers.ts';
import { identifierNumber } from '#foundation/kernel/pupil-identifiers.ts';
import { compulsoryBounds } from '#foundation/nations/compulsory-school-age.ts';
import { groupPlace } from './groups.ts';
import type { Characteristic, Enrolment, Keeper } from './model.ts';
import type { Roll, Spell } from './packed-roll.ts';
import { columnsOf, dayOfYear } from './packed-roll.ts';

/** What a year's roll is packed from. */
export interface RollParts {
  readonly keeper: Pick<Keeper, 'settingId' | 'nation'>;
  readonly year: AcademicYear;
  /** Any enrolments of the setting, with the year group that they are in in that year; those outside the year are left out. */
  readonly enrolments: readonly Enrolment[];
  readonly characteristics: readonly Characteristic[];
  /** What the roll has been given already: its base stays and its size never shrinks. */
  readonly packed?: { readonly base: number; readonly size: number; readonly version: number } | undefined;
}

/** A roll's place is 16 bits wide. */
const mostPlaces = 65_536;

/**
 * Packs a setting's roll of an academic year. An enrolment is split into spells on the days on which one of its groups
 * changes and where compulsory school age begins and ends, and is clipped to the year. Its version is one more than
 * before. Throws when an enrolment lies below a base that is fixed already.
 */
export function packRoll({ keeper, year, enrolments, characteristics, packed }: RollParts): Roll {
  const days = academicYearDays(year);
  const present = enrolments.filter((one) => reachesInto(one, days));
  const slots = present.map(({ slot }) => slot);
  const base = packed?.base ?? slots.reduce((least, slot) => Math.min(least, slot), slots[0] ?? 1);
  const size = slots.reduce((most, slot) => Math.max(most, slot - base + 1), packed?.size ?? 0);
  if (slots.some((slot) => slot < base)) throw new RangeError(`A slot lies below the base ${base} of ${year}`);
  if (size > mostPlaces)
    throw new RangeError(`A roll holds at most ${mostPlaces} enrolments between its first and last`);
  const dated = Map.groupBy(characteristics, ({ slot }) => slot);
  const spells = present.flatMap((enrolment) =>
    spellsOf(enrolment, { nation: keeper.nation, year, base, known: dated.get(enrolment.slot) ?? [] }),
  );
  const identifiers = new Float64Array(size);
  for (const { slot, upn, uln } of present) identifiers[slot - base] = numberOf(upn ?? uln);
  return {
    settingId: keeper.settingId,
    year,
    version: (packed?.version ?? 0) + 1,
    base,
    size,
    spells: columnsOf(spells),
    identifiers,
  };
}

/** Identifiers are checked when somebody is enrolled. */
function numberOf(identifier: string | undefined): number {
  return identifier === undefined ? 0 : identifierNumber(identifier as Upn | Uln);
}

/** Whether an enrolment has a day in a stretch of days. */
export function reachesInto(
  { enteredOn, leftOn }: Pick<Enrolment, 'enteredOn' | 'leftOn'>,
  { start, end }: { readonly start: PlainDate; readonly end: PlainDate },
): boolean {
  return enteredOn <= end && (leftOn === undefined || leftOn >= start);
}

interface Within {
  readonly nation: Keeper['nation'];
  readonly year: AcademicYear;
  readonly base: number;
  readonly known: readonly Characteristic[];
}

function spellsOf(enrolment: Enrolment, { nation, year, base, known }: Within): Spell[] {
  const { start, end } = academicYearDays(year);
  const from = enrolment.enteredOn > start ? enrolment.enteredOn : start;
  const to = enrolment.leftOn !== undefined && enrolment.leftOn < end ? enrolment.leftOn : end;
  const changes = known.toSorted((left, right) => (left.validFrom < right.validFrom ? -1 : 1));
  const bounds = compulsoryBounds(nation, enrolment.bornOn);
  const ages = bounds ? [bounds.from, addDays(bounds.to, 1)] : [];
  const starts = [from, ...changes.map(({ validFrom }) => validFrom), ...ages];
  const cuts = [...new Set(starts.filter((day) => from <= day && day <= to))].toSorted();
  return cuts.map((cut, index) => {
    const next = cuts[index + 1];
    return {
      place: enrolment.slot - base,
      from: dayOfYear(year, cut),
      to: dayOfYear(year, next === undefined ? to : addDays(next, -1)),
      status: enrolment.status,
      compulsory: bounds && bounds.from <= cut && cut <= bounds.to,
      groups: groupsOn(enrolment, changes, cut),
    };
  });
}

/** The seven groups of an enrolment on a day. What is known first is taken to have held before: a later row is a change. */
function groupsOn(enrolment: Enrolment, changes: readonly Characteristic[], day: PlainDate): readonly number[] {
  const known = changes.findLast(({ validFrom }) => validFrom <= day) ?? changes[0];
  return [
    groupPlace('year-group', String(enrolment.yearGroup)),
    groupPlace('sex', known?.sex ?? ''),
    groupPlace('sen', known?.sen ?? ''),
    groupPlace('fsm', known?.fsm ?? ''),
    groupPlace('ethnicity', known?.ethnicity ?? ''),
    groupPlace('looked-after', known?.lookedAfter ?? ''),
    groupPlace('social-worker', known?.socialWorker ?? ''),
  ];
}
