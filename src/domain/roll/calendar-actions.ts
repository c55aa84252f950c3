import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import { announceChange, calendarChanged } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { openSessions } from './calendar.ts';
import { calendarOf, deleteClosure, insertClosure, lockCalendar, replaceTerms } from './calendar-store.ts';
import type { FieldProblem } from './enrolment-fields.ts';
import type { Calendar } from './model.ts';

/** Who changes a calendar. */
export interface CalendarWriter {
  readonly database: Pick<Database, 'pool' | 'poolOf'>;
  readonly scope: SettingScope | StewardScope;
}

export type Term = Calendar['terms'][number];
export type Closure = Calendar['closures'][number];

const noDay = plainDate('1970-01-01');
const longestTerm = 200;
const longestReason = 200;
const longestName = 60;

/**
 * Makes a setting's terms what was given: all of them, since terms that were left out are no more. Refused: a term that
 * ends before it begins, that lasts more than 200 days, that has no name, or that overlaps with another. Closures and
 * registers outside the new terms stay as they are.
 */
export async function setCalendar(
  { database, scope }: CalendarWriter,
  settingId: number,
  terms: readonly Term[],
): Promise<Result<Calendar, FieldProblem>> {
  const sorted = terms.toSorted((left, right) => (left.startsOn < right.startsOn ? -1 : 1));
  const problem = termsProblem(sorted);
  if (problem) return failure(problem);
  const calendar = await inScope(database, scope, async (scoped) => {
    await lockCalendar(scoped, settingId);
    await replaceTerms(scoped, settingId, sorted);
    return await calendarOf(scoped, settingId);
  });
  // A notice names a day; of all terms any will do.
  announceChange(database, { settingId, day: sorted[0]?.startsOn ?? noDay, session: calendarChanged });
  return success(calendar);
}

function termsProblem(terms: readonly Term[]): FieldProblem | undefined {
  for (const [index, { startsOn, endsOn, name }] of terms.entries()) {
    if (name.trim() === '')
      return problemOf('name', '', `The term from ${startsOn} has no name.`, 'Call it Autumn 2026, say.');
    if (name.length > longestName) {
      return problemOf(
        'name',
        name.slice(0, 40),
        `A term’s name has more than ${longestName} characters.`,
        'Shorten it.',
      );
    }
    if (endsOn < startsOn)
      return problemOf('endsOn', endsOn, `${name} ends on ${endsOn}, before it begins.`, 'Correct one of its days.');
    if (daysBetween(startsOn, endsOn) > longestTerm) {
      return problemOf(
        'endsOn',
        endsOn,
        `${name} would last more than ${longestTerm} days.`,
        'Check the year it ends in.',
      );
    }
    const next = terms[index + 1];
    if (next !== undefined && next.startsOn <= endsOn) {
      return problemOf('startsOn', next.startsOn, `${next.name} begins before ${name} ends.`, 'Terms cannot overlap.');
    }
  }
  return undefined;
}

/**
 * Records that a setting is closed on a day, or for half of it. A whole day takes the place of halves recorded before.
 * Refused: a day on which it would not be open anyway, a closure that is there already, and one without a reason.
 * Registers that were taken then stay, and count: whoever took them is to withdraw the marks.
 */
export async function recordClosure(
  { database, scope }: CalendarWriter,
  settingId: number,
  closure: Closure,
  recordedAt: Date,
): Promise<Result<Closure, FieldProblem>> {
  const reason = closure.reason.trim();
  if (reason === '' || reason.length > longestReason) {
    return failure(
      problemOf(
        'reason',
        reason.slice(0, 80),
        'A closure needs its reason.',
        `Say why in up to ${longestReason} characters.`,
      ),
    );
  }
  const recorded = await inScope(database, scope, async (scoped): Promise<Result<Closure, FieldProblem>> => {
    await lockCalendar(scoped, settingId);
    const calendar = await calendarOf(scoped, settingId);
    const problem = closureProblem(calendar, closure);
    if (problem) return failure(problem);
    const { day, session } = closure;
    if (session === 0) await deleteClosure(scoped, settingId, { day, session: undefined });
    await insertClosure(scoped, settingId, { ...closure, reason }, { at: recordedAt, by: scope.actor });
    return success({ ...closure, reason });
  });
  if (recorded.ok) announceChange(database, { settingId, day: closure.day, session: calendarChanged });
  return recorded;
}

function closureProblem(calendar: Calendar, { day, session }: Closure): FieldProblem | undefined {
  const there = calendar.closures.filter((one) => one.day === day);
  if (there.some((one) => one.session === 0 || one.session === session)) {
    return problemOf(
      'day',
      day,
      `${day} is recorded as closed already: ${there[0]?.reason}.`,
      'Withdraw that first if it is wrong.',
    );
  }
  if (openSessions({ terms: calendar.terms, closures: [] }, day).length > 0) return undefined;
  return problemOf(
    'day',
    day,
    `${day} is at a weekend or outside the setting’s terms.`,
    'Closed days outside terms need no record. Check the day, or the terms.',
  );
}

/** Takes a closure back: the setting was open after all. Refused when none is recorded. */
export async function withdrawClosure(
  { database, scope }: CalendarWriter,
  settingId: number,
  closed: { readonly day: PlainDate; readonly session: number },
): Promise<Result<undefined, FieldProblem>> {
  const gone = await inScope(database, scope, async (scoped) => {
    await lockCalendar(scoped, settingId);
    return await deleteClosure(scoped, settingId, closed);
  });
  if (gone > 0) {
    announceChange(database, { settingId, day: closed.day, session: calendarChanged });
    return success(undefined);
  }
  return failure(
    problemOf('day', closed.day, `No closure is recorded for ${closed.day}.`, 'Look at the calendar again.'),
  );
}

function problemOf(field: string, value: string, message: string, nextStep: string): FieldProblem {
  return { code: `calendar-${field}`, field, value, message, nextStep };
}
