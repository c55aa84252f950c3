import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { sessionAddress } from './page-sessions.ts';

/** Addresses of the pages about registers, as values: a renamed page is a compile error. */
export const missingRegistersPath = '/registers/missing';

/** Missing registers of a day and an area (a code), a trust (an id) or everywhere the reader may look. */
export function missingPath(asked: { area?: string | undefined; day?: PlainDate | undefined } = {}): string {
  const query = new URLSearchParams();
  if (asked.area !== undefined) query.set('area', asked.area);
  if (asked.day !== undefined) query.set('day', asked.day);
  return query.size === 0 ? missingRegistersPath : `${missingRegistersPath}?${query}`;
}

/** A setting's registers, two weeks at a time from the Monday of `week`. */
export function registersPath(urn: number, week?: PlainDate): string {
  return `/settings/${urn}/registers${week === undefined ? '' : `?week=${week}`}`;
}

/** Which register a page is about; `class` narrows it to one class. */
export interface RegisterAddress {
  readonly urn: number;
  readonly day: PlainDate;
  readonly session: number;
  readonly class?: string | undefined;
}

/** The page on which a register is taken, read and corrected. */
export function registerPath({ urn, day, session, class: name }: RegisterAddress): string {
  const query = name === undefined ? '' : `?${new URLSearchParams({ class: name })}`;
  return `/settings/${urn}/registers/${day}/${sessionAddress(session)}${query}`;
}

/** Every change of a register; with `asAt` the register as it stood at that instant. */
export function registerHistoryPath(register: RegisterAddress, asAt?: Date): string {
  const query = asAt === undefined ? '' : `?${new URLSearchParams({ asAt: asAt.toISOString() })}`;
  return `${registerPath({ ...register, class: undefined })}/history${query}`;
}

/** The same register for programs. */
export function registerApiPath({ urn, day, session }: RegisterAddress): string {
  return `/api/v1/settings/${urn}/registers/${day}/${sessionAddress(session)}`;
}

export const dualRegistrationPath = '/registers/dual';

/** Dual registered children who were not seen where they were expected: open tasks, or those closed lately. */
export function dualPath(state: 'open' | 'closed' = 'open'): string {
  return state === 'open' ? dualRegistrationPath : `${dualRegistrationPath}?state=${state}`;
}
