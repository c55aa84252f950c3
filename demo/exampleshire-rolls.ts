import type { Calendar, Characteristic, Enrolment } from '#domain/roll/model.ts';
import { packRoll } from '#domain/roll/pack-roll.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { makeUln, makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import type { EnrolmentStatus } from '#platform/database/register-schema.ts';
import { classIn } from './exampleshire-classes.ts';
import type { Dual, Stay } from './exampleshire-lives.ts';
import { exampleYear, termDays } from './exampleshire-lives.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { exampleshire } from './exampleshire-settings.ts';
import { mixed } from './random.ts';

/** What a setting knows of its roll on a day. */
export interface RollDay {
  readonly year: AcademicYear;
  readonly today: PlainDate;
}

/**
 * A setting's calendar of a year: the area's, five days of staff training, and in most schools a day of snow. Snow is not
 * known before it falls.
 */
export function exampleCalendar({ keeper }: ExampleSetting, { year, today }: RollDay): Calendar {
  const { terms, closures } = exampleYear(year);
  if (keeper.unit !== 'session') return { terms, closures };
  const days = termDays(year);
  const draw = (purpose: number): number => mixed(mixed(keeper.urn, year), purpose);
  const at = (index: number): PlainDate => days[Math.min(days.length - 1, index)] as PlainDate;
  const training = [0, 38 + (draw(1) % 3), 72 + (draw(2) % 4), 128 + (draw(3) % 4), days.length - 1].map(at);
  const snow = at(88 + (mixed(year, 4) % 14));
  const hasSnow = draw(5) % 10 < 7 && snow <= today && !training.includes(snow);
  return {
    terms,
    closures: [
      ...closures,
      ...training.map((day) => ({ day, session: 0, kind: 'inset' as const, reason: 'Staff training' })),
      ...(hasSnow ? [{ day: snow, session: 0, kind: 'unplanned' as const, reason: 'Snow' }] : []),
    ],
  };
}

/** How a stay is registered from a year on: main once it has a partner, by then. */
export function statusIn(stay: Stay, year: number): EnrolmentStatus {
  return partnerIn(stay, year)?.partner.status === 'subsidiary' && stay.status === 'single' ? 'main' : stay.status;
}

function partnerIn({ duals }: Stay, year: AcademicYear | number): Dual | undefined {
  return duals.find(({ from }) => from <= academicYearDays(year as AcademicYear).end);
}

/** A stay as its setting writes it, in the year group of a year, and as far as is known on a day. */
export function enrolmentOf(stay: Stay, { year, today }: RollDay): Enrolment {
  const { learner, setting, slot, from, to } = stay;
  const dual = partnerIn(stay, year);
  const partner = dual?.main === stay ? dual.partner : dual?.main;
  return {
    settingId: setting.keeper.settingId,
    slot,
    learnerId: learner.learnerId,
    ...identifiersOf(stay),
    surname: learner.surname,
    givenName: learner.givenName,
    bornOn: learner.bornOn,
    yearGroup: Math.min(14, year - learner.reception),
    class: classIn(stay, year),
    status: statusIn(stay, year),
    enteredOn: from,
    leftOn: to !== undefined && to <= today ? to : undefined,
    partnerSettingId: partner?.setting.keeper.settingId,
  };
}

/** Colleges know their learners by ULN, everybody else by UPN. */
export function identifiersOf({ learner, setting }: Stay): { readonly upn?: string; readonly uln?: string } {
  if (setting.keeper.unit === 'event') return { uln: makeUln(20_000_000 + learner.serial) };
  return { upn: makeUpn(exampleshire.dfe, learner.serial) };
}

/** What is known of a stay, from its first day. */
export function characteristicOf({ learner, slot, from }: Stay): Characteristic {
  const { sex, sen, fsm, ethnicity, lookedAfter, socialWorker } = learner;
  return { slot, validFrom: from, sex, sen, fsm, ethnicity, lookedAfter, socialWorker };
}

/** Those of a setting's stays that reach into a year. */
export function staysIn(stays: readonly Stay[], year: AcademicYear): readonly Stay[] {
  const { start, end } = academicYearDays(year);
  return stays.filter(({ from, to }) => from <= end && (to === undefined || to >= start));
}

/** A setting's packed roll of a year, as far as is known on a day; `packed` is what was stored of it before. */
export function exampleRoll(
  setting: ExampleSetting,
  stays: readonly Stay[],
  day: RollDay,
  packed?: { readonly base: number; readonly size: number; readonly version: number },
): Roll {
  const begun = stays.filter(({ from }) => from <= day.today);
  return packRoll({
    keeper: setting.keeper,
    year: day.year,
    enrolments: begun.map((stay) => enrolmentOf(stay, day)),
    characteristics: begun.map(characteristicOf),
    packed,
  });
}
