import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { RollChange, RollWriter } from './change-roll.ts';
import { changeRoll } from './change-roll.ts';
import type { Characteristics, EnrolmentSent, FieldProblem } from './enrolment-fields.ts';
import { enrolmentProblem, leavesBeforeEntering, nothingKnown } from './enrolment-fields.ts';
import {
  characteristicsOf,
  enrolmentAt,
  enrolmentsOf,
  insertEnrolment,
  nextSlot,
  saveCharacteristic,
  updateEnrolment,
} from './enrolment-store.ts';
import { joinPlaces, learnersOf } from './learners.ts';
import type { Characteristic, Enrolment } from './model.ts';
import { packedYears, rollOf } from './roll-store.ts';

/** Somebody is on roll; what is worth knowing about it besides. */
export interface Enrolled {
  readonly slot: number;
  readonly notices: readonly Problem[];
}

/**
 * Puts somebody on a setting's roll, in the next slot. Refused: an overlap with an enrolment of theirs here, a last day
 * before the first, a status that is not of this kind of setting, a UPN and a ULN of two people. Two single
 * registrations at once are let pass with a notice: which of the two is wrong is for the settings to find out.
 */
export async function enrol(
  writer: RollWriter,
  settingId: number,
  sent: EnrolmentSent,
): Promise<Result<Enrolled, FieldProblem>> {
  const [learnerId] = await learnersOf(writer.database, settingId, [sent]);
  if (learnerId === undefined) return failure(twoLearners(sent));
  const enrolled = await changeRoll(writer, settingId, async (change) => {
    const problem = enrolmentProblem(sent, change.keeper.kind);
    if (problem) return failure(problem);
    const there = await enrolmentsOf(change.scoped, settingId);
    const overlap = there.find((one) => one.learnerId === learnerId && overlaps(one, sent));
    if (overlap) return failure(alreadyThere(overlap, sent));
    return success(await addEnrolment(change, learnerId, sent));
  });
  if (!enrolled.ok) return enrolled;
  const notices = await joinPlaces(writer.database, learnerId, settingId);
  return success({ slot: enrolled.value.slot, notices });
}

/** Stores a new enrolment with what is known of the person. */
export async function addEnrolment(change: RollChange, learnerId: number, sent: EnrolmentSent): Promise<Enrolment> {
  const { scoped, keeper } = change;
  const { characteristics, ...facts } = sent;
  const slot = await nextSlot(scoped, keeper.settingId);
  const year = academicYearOf(sent.enteredOn);
  const given = year > change.thisYear ? year : change.thisYear;
  const yearGroup = change.storedYearGroup(sent.yearGroup, given);
  const enrolment: Enrolment = { ...facts, yearGroup, settingId: keeper.settingId, slot, learnerId };
  await insertEnrolment(scoped, enrolment, keeper);
  const known: Characteristic = { ...nothingKnown, ...characteristics, slot, validFrom: sent.enteredOn };
  await saveCharacteristic(scoped, keeper.settingId, known, keeper);
  change.touch(enrolment);
  if (given === change.thisYear) change.regroup(slot, sent.yearGroup);
  return enrolment;
}

/** Whether two enrolments have a day in common. */
export function overlaps(
  left: Pick<Enrolment, 'enteredOn' | 'leftOn'>,
  right: Pick<Enrolment, 'enteredOn' | 'leftOn'>,
): boolean {
  return (
    (right.leftOn === undefined || left.enteredOn <= right.leftOn) &&
    (left.leftOn === undefined || right.enteredOn <= left.leftOn)
  );
}

/**
 * Ends an enrolment, or moves its end; without a day, it goes on. Its marks after that day stay in the registers, and
 * count no more. Refused: a day before the first, and a later end that would reach into a year whose roll was packed
 * without this person at its beginning; they are put on roll again instead.
 */
export function endEnrolment(
  writer: RollWriter,
  settingId: number,
  { slot, leftOn }: { readonly slot: number; readonly leftOn: PlainDate | undefined },
): Promise<Result<Enrolment, FieldProblem>> {
  return changeRoll(writer, settingId, async (change) => {
    const before = await enrolmentAt(change.scoped, settingId, slot);
    if (!before) return failure(nobodyAt(slot));
    const after = { ...before, leftOn };
    const problem = await endProblem(change, before, after);
    if (problem) return failure(problem);
    await updateEnrolment(change.scoped, after);
    change.touch(before);
    change.touch(after);
    return success(after);
  });
}

/** Why an enrolment cannot end so. */
export async function endProblem(
  { scoped, keeper }: RollChange,
  before: Enrolment,
  after: Enrolment,
): Promise<FieldProblem | undefined> {
  const { leftOn, enteredOn, slot, learnerId } = after;
  if (leftOn !== undefined && leftOn < enteredOn) return leavesBeforeEntering(enteredOn, leftOn);
  const others = await enrolmentsOf(scoped, keeper.settingId);
  const overlap = others.find((one) => one.slot !== slot && one.learnerId === learnerId && overlaps(one, after));
  if (overlap) return alreadyThere(overlap, after);
  for (const year of await packedYears(scoped, keeper.settingId)) {
    const { start } = academicYearDays(year);
    const wasGone = before.leftOn !== undefined && before.leftOn < start;
    const reaches = leftOn === undefined || leftOn >= start;
    if (!wasGone || !reaches) continue;
    const roll = await rollOf(scoped, keeper.settingId, year);
    if (roll && slot < roll.base) return belowBase(after);
  }
  return undefined;
}

/** What is known of somebody from a day on. What is left out stays as it was known on that day. */
export function changeCharacteristics(
  writer: RollWriter,
  settingId: number,
  { slot, validFrom, ...values }: { readonly slot: number; readonly validFrom: PlainDate } & Partial<Characteristics>,
): Promise<Result<Characteristic, FieldProblem>> {
  return changeRoll(writer, settingId, async (change) => {
    const enrolment = await enrolmentAt(change.scoped, settingId, slot);
    if (!enrolment) return failure(nobodyAt(slot));
    const problem = outsideEnrolment(enrolment, validFrom);
    if (problem) return failure(problem);
    const known = (await characteristicsOf(change.scoped, settingId)).filter((one) => one.slot === slot);
    return success(await knowFrom(change, enrolment, known, { ...values, validFrom }));
  });
}

/** Stores what is known from a day on, when it differs from what was known on that day. */
export async function knowFrom(
  change: RollChange,
  enrolment: Enrolment,
  known: readonly Characteristic[],
  given: Partial<Characteristics> & { readonly validFrom: PlainDate },
): Promise<Characteristic> {
  const { slot } = enrolment;
  const then = known.findLast(({ validFrom }) => validFrom <= given.validFrom) ?? { ...nothingKnown, slot };
  const now: Characteristic = { ...then, ...given, slot };
  const fields = Object.keys(nothingKnown) as (keyof Characteristics)[];
  if ('validFrom' in then && fields.every((field) => then[field] === now[field])) return then;
  await saveCharacteristic(change.scoped, change.keeper.settingId, now, change.keeper);
  change.touch(enrolment);
  return now;
}

/** What of an enrolment may be changed without a date: how the person is written, and where they sit. */
export type EnrolmentDetails = Partial<Pick<Enrolment, 'surname' | 'givenName' | 'bornOn' | 'class' | 'yearGroup'>>;

/** Changes a name, class or date of birth, or the year group from this academic year on. */
export function changeDetails(
  writer: RollWriter,
  settingId: number,
  { slot, ...details }: EnrolmentDetails & { readonly slot: number },
): Promise<Result<Enrolment, FieldProblem>> {
  return changeRoll(writer, settingId, async (change) => {
    const before = await enrolmentAt(change.scoped, settingId, slot);
    if (!before) return failure(nobodyAt(slot));
    return success(await rewrite(change, before, details));
  });
}

/** Stores changed details. Only those that a packed roll holds make it be packed again. */
export async function rewrite(change: RollChange, before: Enrolment, details: EnrolmentDetails): Promise<Enrolment> {
  const { yearGroup = before.yearGroup, ...others } = details;
  const stored = details.yearGroup === undefined ? yearGroup : change.storedYearGroup(yearGroup, change.thisYear);
  const after = { ...before, ...others, yearGroup: stored };
  await updateEnrolment(change.scoped, after);
  if (after.yearGroup !== before.yearGroup) change.regroup(after.slot, yearGroup);
  if (after.yearGroup !== before.yearGroup || after.bornOn !== before.bornOn) change.touch(after);
  return after;
}

function nobodyAt(slot: number): FieldProblem {
  return {
    code: 'enrolment-not-found',
    field: 'slot',
    value: String(slot),
    message: `Nobody has the place ${slot} on this roll.`,
    nextStep: 'Go back to the roll and choose somebody.',
  };
}

/** The learner's own words for an enrolment that is in the way. */
export function alreadyThere(there: Enrolment, sent: Pick<EnrolmentSent, 'enteredOn'>): FieldProblem {
  const until = there.leftOn === undefined ? 'and has not left' : `until ${there.leftOn}`;
  return {
    code: 'enrolment-overlap-conflict',
    field: 'enteredOn',
    value: sent.enteredOn,
    message: `This person is on this roll already, from ${there.enteredOn} ${until}.`,
    nextStep: 'End that enrolment first, or choose days after it.',
  };
}

/** A UPN and a ULN that lead to two people. */
export function twoLearners({ upn, uln }: Pick<EnrolmentSent, 'upn' | 'uln'>): FieldProblem {
  return {
    code: 'identifiers-conflict',
    field: uln === undefined ? 'upn' : 'uln',
    value: uln ?? upn ?? '',
    message: 'The UPN and the ULN are known as those of two different people.',
    nextStep: 'Check both; leave out the one you are not sure of.',
  };
}

function belowBase({ leftOn }: Enrolment): FieldProblem {
  return {
    code: 'enrolment-closed-conflict',
    field: 'leftOn',
    value: leftOn ?? '',
    message: 'The registers of a later academic year were begun without this enrolment.',
    nextStep: 'Put the person on roll again from the first day of that year.',
  };
}

function outsideEnrolment({ leftOn }: Enrolment, day: PlainDate): FieldProblem | undefined {
  if (leftOn === undefined || day <= leftOn) return undefined;
  return {
    code: 'after-leaving',
    field: 'validFrom',
    value: day,
    message: `This person left on ${leftOn}, before ${day}.`,
    nextStep: 'Choose an earlier day.',
  };
}
