import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';

/** Addresses of the attendance codes, as values. */
export const attendanceCodesPath = '/attendance-codes';
export const attendanceCodesApiPath = '/api/v1/attendance-codes';

/** A nation’s code book, as it was on a day; without one, as it is today. */
export function codeBookPath(nation: NationName, on?: PlainDate): string {
  return `${attendanceCodesPath}/${nation}${on === undefined ? '' : `?on=${on}`}`;
}

/** The codes as CSV: those of a nation on a day, or every meaning there has been in any. */
export function codesCsvPath(asked: { readonly nation?: NationName; readonly on?: PlainDate } = {}): string {
  return `${attendanceCodesApiPath}?${new URLSearchParams({ ...asked, format: 'csv' })}`;
}
