import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import { factOn } from '#foundation/nations/code-book.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { RollWriter } from './change-roll.ts';
import { changeRoll } from './change-roll.ts';
import type { FieldProblem } from './enrolment-fields.ts';
import { enrolmentAt } from './enrolment-store.ts';
import { session } from './model.ts';
import { plansOf, savePlan } from './plan-store.ts';

/** An agreed part-time timetable of one enrolment. */
export interface PartTimePlan {
  readonly slot: number;
  readonly startsOn: PlainDate;
  /** A plan always ends. */
  readonly endsOn: PlainDate;
  readonly reviewOn: PlainDate;
  /** Ten bits, Monday morning lowest: the half days on which the person is not expected. */
  readonly sessionsOff: number;
  readonly reason: string;
  readonly agreedWithParent: boolean;
}

/** The bit of a half day in `sessionsOff`; 0 at a weekend and for an event. */
export function halfDayBit(day: PlainDate, half: number): number {
  const weekday = isoWeekday(day);
  if (weekday > 5 || half >= session.firstEvent) return 0;
  return 1 << ((weekday - 1) * 2 + (half - 1));
}

/** Whether a plan has somebody off in a session of a day. */
export function isPlannedOff(plan: PartTimePlan, day: PlainDate, half: number): boolean {
  return plan.startsOn <= day && day <= plan.endsOn && (plan.sessionsOff & halfDayBit(day, half)) !== 0;
}

/**
 * The code a register may be filled in with beforehand for a session that a plan has somebody off; a suggestion that a
 * teacher sees and may change, never a bar. In England: C2 for a child of compulsory school age (C before it came into
 * force), X for others. `undefined` elsewhere, where no such code is established.
 */
export function plannedCode(nation: NationName, day: PlainDate, compulsory: boolean | undefined): string | undefined {
  if (nation !== 'england') return undefined;
  const codes = compulsory === false ? ['X'] : ['C2', 'C'];
  return codes.find((code) => factOn(bookOf(nation), code, day) !== undefined);
}

/**
 * Sets a part-time plan. Refused: one without an end or review that makes sense, with no half day off or every one, that
 * runs longer than a year or outside the enrolment, or that overlaps another of the same person. A plan that begins on
 * the same day takes the other's place. It changes no register.
 */
export function setPartTimePlan(
  writer: RollWriter,
  settingId: number,
  plan: PartTimePlan,
): Promise<Result<PartTimePlan, FieldProblem>> {
  return changeRoll(writer, settingId, async ({ scoped, keeper }) => {
    const enrolment = await enrolmentAt(scoped, settingId, plan.slot);
    if (!enrolment)
      return failure(
        problemOf('slot', plan.slot, 'Nobody has this place on the roll.', 'Choose somebody on the roll.'),
      );
    const { enteredOn, leftOn } = enrolment;
    if (plan.startsOn < enteredOn || (leftOn !== undefined && plan.endsOn > leftOn)) {
      return failure(
        problemOf(
          'endsOn',
          plan.endsOn,
          'The plan goes beyond the days on which this person is on roll.',
          'Keep it within them.',
        ),
      );
    }
    const problem = planProblem(plan) ?? overlapProblem(plan, await plansOf(scoped, settingId, plan.slot));
    if (problem) return failure(problem);
    await savePlan(scoped, settingId, { ...plan, reason: plan.reason.trim() }, keeper);
    return success(plan);
  });
}

const everySession = 2 ** 10 - 1;

function planProblem({ startsOn, endsOn, reviewOn, sessionsOff, reason }: PartTimePlan): FieldProblem | undefined {
  if (endsOn < startsOn)
    return problemOf('endsOn', endsOn, 'The plan would end before it begins.', 'Correct one of the days.');
  if (daysBetween(startsOn, endsOn) > 366) {
    return problemOf(
      'endsOn',
      endsOn,
      'The plan would run for more than a year.',
      'Part-time timetables are for a time: choose an earlier end, and review it.',
    );
  }
  if (reviewOn < startsOn || reviewOn > endsOn) {
    return problemOf(
      'reviewOn',
      reviewOn,
      'The review is not within the plan.',
      'Choose a day on which it will be looked at again, before it ends.',
    );
  }
  if (!Number.isInteger(sessionsOff) || sessionsOff <= 0 || sessionsOff > everySession) {
    return problemOf(
      'sessionsOff',
      sessionsOff,
      'No half day is chosen.',
      'Choose the half days on which the person is not expected.',
    );
  }
  if (sessionsOff === everySession) {
    return problemOf(
      'sessionsOff',
      sessionsOff,
      'Every half day of the week is chosen.',
      'A part-time timetable leaves some time at the setting.',
    );
  }
  if (reason.trim() === '' || reason.length > 500)
    return problemOf('reason', '', 'The plan needs its reason.', 'Say why in a sentence or two.');
  return undefined;
}

function overlapProblem(plan: PartTimePlan, others: readonly PartTimePlan[]): FieldProblem | undefined {
  const other = others.find(
    (one) => one.startsOn !== plan.startsOn && one.startsOn <= plan.endsOn && plan.startsOn <= one.endsOn,
  );
  if (!other) return undefined;
  return problemOf(
    'startsOn',
    plan.startsOn,
    `There is a plan from ${other.startsOn} to ${other.endsOn} already.`,
    'End that one first.',
  );
}

function problemOf(field: string, value: string | number, message: string, nextStep: string): FieldProblem {
  return { code: `plan-${field}`, field, value: String(value), message, nextStep };
}
