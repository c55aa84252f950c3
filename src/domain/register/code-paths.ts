import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';

/** Addresses of the attendance codes, as values. */
export const attendanceCodesPath = '/attendance-codes';
export const attendanceCodesApiPath = '/api/v1/attendance-codes';

/** A nation’s code book, as it was on a day; without one, as it is today. */
export function codeBookPath(nation: NationName, on?: PlainDate): string {
  return `${attendanceCodesPath}/${nation}${on === undefined ? '' : `?on=${on}`}`;
}

/** The same for programs; without a day, every meaning there has been. */
export function codeBookApiPath(nation: NationName, on?: PlainDate): string {
  const query = new URLSearchParams({ nation, ...(on && { on }), format: 'csv' });
  return `${attendanceCodesApiPath}?${query}`;
}
