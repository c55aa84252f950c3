import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';

/** gss: Office for National Statistics, nine characters. dfe: Department for Education, three digits. */
export type AreaCodeScheme = 'gss' | 'dfe';

export type AreaFactKind = 'nation' | 'region' | 'sub-region' | 'local-authority';

/** A code with the days it was in use; a day left out means before our records begin, or still in use. */
export interface AreaCodeFact {
  readonly scheme: AreaCodeScheme;
  readonly code: string;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/** One place through time: its stable id, the name in use today (or the last), and every code it has had. */
export interface AreaFact {
  readonly areaId: number;
  readonly kind: AreaFactKind;
  readonly name: string;
  /** The area directly above; left out for a nation, and for places that lie in none. */
  readonly parentId?: number;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly codes: readonly AreaCodeFact[];
  /** Other spellings and names that releases print or people type. */
  readonly alsoKnownAs: readonly string[];
  readonly source: string;
  readonly verified: boolean;
}

/** One area taking over from another. `on` is the successor's first day. */
export interface AreaLinkFact {
  readonly predecessorId: number;
  readonly successorId: number;
  readonly on: PlainDate;
  readonly source: string;
  readonly verified: boolean;
}

/** When a place began or ended, and what else it is called. */
export interface AreaOptions {
  readonly from?: string;
  readonly to?: string;
  readonly alsoKnownAs?: readonly string[];
}

/** A GSS code in use until a day (that day included). */
export function until(code: string, to: string): AreaCodeFact {
  return { scheme: 'gss', code, to: plainDate(to) };
}

/** A GSS code in use from a day. */
export function since(code: string, from: string): AreaCodeFact {
  return { scheme: 'gss', code, from: plainDate(from) };
}

/** A GSS code in use between two days, both included. */
export function between(code: string, from: string, to: string): AreaCodeFact {
  return { scheme: 'gss', code, from: plainDate(from), to: plainDate(to) };
}

/** The days of a place or code, leaving out those that are open. */
export function openDays(options: AreaOptions): { readonly from?: PlainDate; readonly to?: PlainDate } {
  return {
    ...(options.from === undefined ? {} : { from: plainDate(options.from) }),
    ...(options.to === undefined ? {} : { to: plainDate(options.to) }),
  };
}
