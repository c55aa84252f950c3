import { PlainDate } from '#foundation/kernel/plain-date.ts';

/** `2023-11-09`, `2023_11_09`, `20231109`, with no digit on either side. */
const dayPattern = /(?<!\d)(?<year>(?:19|20)\d{2})(?<separator>[-_.]?)(?<month>\d{2})\k<separator>(?<day>\d{2})(?!\d)/g;

/** Nothing but a day, endings such as `.csv.gz` apart. */
const wholeName = /^\d{4}([-_.]?)\d{2}\1\d{2}(?:\.[a-z]+)*$/i;

/** A file's own name and its nearest three folders; further out, dates are about something else. */
const namesConsidered = 4;

/**
 * The day that a path's names state, looking at the file's own name first and then at its folders from the nearest. A
 * name that is nothing but a day wins over one that also holds a day: `2023-10-12/export_2023_10_09.csv` was published
 * on the 12th. Of several days in one name the last counts, since a release comes after the days it is about.
 */
export function dayInPath(names: readonly string[]): PlainDate | undefined {
  const nearest = names.slice(-namesConsidered).reverse();
  return firstDay(nearest.filter((name) => wholeName.test(name))) ?? firstDay(nearest);
}

function firstDay(names: readonly string[]): PlainDate | undefined {
  return names.map(dayInName).find((day) => day !== undefined);
}

function dayInName(name: string): PlainDate | undefined {
  return name
    .matchAll(dayPattern)
    .map(({ groups }) => PlainDate.safeParse(`${groups?.['year']}-${groups?.['month']}-${groups?.['day']}`))
    .reduce<PlainDate | undefined>((latest, parsed) => (parsed.success ? parsed.data : latest), undefined);
}
