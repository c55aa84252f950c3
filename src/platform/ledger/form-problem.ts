import { PlainDate } from '#foundation/kernel/plain-date.ts';

/** What is wrong with one field of a form. */
export interface FormProblem {
  readonly field: string;
  readonly message: string;
}

/** The message that stands at a field; `undefined` when there is nothing wrong with it. */
export function messageFor(
  problems: readonly FormProblem[] | undefined,
  field: string,
): { readonly text: string } | undefined {
  const problem = problems?.find((one) => one.field === field);
  return problem && { text: problem.message };
}

/** A day as people here type it, `27/3/2026`, or as programs do, `2026-03-27`; `undefined` for anything else. */
export function readTypedDay(text: string): PlainDate | undefined {
  const [, date = '', month = '', year = ''] = /^\s*(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})\s*$/.exec(text) ?? [];
  const written = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return PlainDate.safeParse(written).data;
}
