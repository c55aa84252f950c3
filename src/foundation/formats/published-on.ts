import { PlainDate } from '#foundation/kernel/plain-date.ts';

/** `2023-11-09`, `2023_11_09`, `20231109`, with no digit on either side. */
const dayPattern = /(?<!\d)(?<year>(?:19|20)\d{2})(?<separator>[-_.]?)(?<month>\d{2})\k<separator>(?<day>\d{2})(?!\d)/g;

/** A file's own name and its nearest three folders; further out, dates are about something else. */
const namesConsidered = 4;

/**
 * The day that a path's names state: the file's own name first, then its folders from the nearest. Of several days in
 * one name the last counts, since a release comes after the days it is about.
 */
export function dayInPath(names: readonly string[]): PlainDate | undefined {
  return names
    .slice(-namesConsidered)
    .reverse()
    .map(dayInName)
    .find((day) => day !== undefined);
}

function dayInName(name: string): PlainDate | undefined {
  return name
    .matchAll(dayPattern)
    .map(({ groups }) => PlainDate.safeParse(`${groups?.['year']}-${groups?.['month']}-${groups?.['day']}`))
    .reduce<PlainDate | undefined>((latest, parsed) => (parsed.success ? parsed.data : latest), undefined);
}
