import { z } from 'zod';
import { PlainDate } from './plain-date.ts';

/** A day as people here type it, `27/3/2026`, or as programs do, `2026-03-27`; `undefined` for anything else. */
export function readTypedDay(text: string): PlainDate | undefined {
  const [, date = '', month = '', year = ''] = /^\s*(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})\s*$/.exec(text) ?? [];
  const written = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return PlainDate.safeParse(written).data;
}

/** A day as a person here would type it, for a field that holds one already: `27/3/2026`. */
export function typedDay(day: PlainDate): string {
  const [year = '', month, date] = day.split('-');
  return `${Number(date)}/${Number(month)}/${year}`;
}

/** A day in the address of a page, as a person types it or a link has it; nothing typed is no day. */
export const TypedDay = z
  .string()
  .max(20)
  .transform((text, context) => {
    const day = readTypedDay(text);
    if (day === undefined && text.trim() !== '') {
      context.addIssue({ code: 'custom', message: 'a day is typed such as 27/3/2026' });
    }
    return day;
  });
