import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { FieldProblem } from './enrolment-fields.ts';
import { dayOf } from './enrolment-fields.ts';
import type { PostedForm } from './roll-access.ts';
import { textOf } from './roll-access.ts';

const names: ReadonlyMap<string, string> = new Map([
  ['leftOn', 'last day on roll'],
  ['validFrom', 'day it holds from'],
  ['startsOn', 'first day'],
  ['endsOn', 'last day'],
  ['reviewOn', 'day of the review'],
]);

/** What a day is called in a message; the rows of a form number theirs, `startsOn-2`. */
function nameOf(field: string): string {
  return names.get(field.split('-')[0] ?? '') ?? 'day';
}

/** Reads the days of a posted form by name; all that are missing or unreadable at once. */
export function readDays<Name extends string>(
  posted: PostedForm,
  wanted: Readonly<Record<Name, 'needed' | 'optional'>>,
): Result<Readonly<Record<Name, PlainDate | undefined>>, readonly FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const days: Partial<Record<Name, PlainDate>> = {};
  const nextStep = 'Write it as 27/3/2026.';
  for (const field of Object.keys(wanted) as Name[]) {
    const value = textOf(posted, field);
    if (value === '') {
      if (wanted[field] === 'needed')
        problems.push({ code: 'day-missing', field, value, message: `Give the ${nameOf(field)}.`, nextStep });
      continue;
    }
    const read = dayOf(value);
    if (read.ok) days[field] = read.value;
    else problems.push({ code: 'day-unreadable', field, value, message: `${read.failure}.`, nextStep });
  }
  return problems.length > 0 ? failure(problems) : success(days as Record<Name, PlainDate | undefined>);
}
