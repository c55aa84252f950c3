import { dayInWords } from '#foundation/kernel/day-words.ts';
import { listInWords } from '#foundation/kernel/list-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Area, AreaCode, AreaKind } from './model.ts';

/** The code that stands for an area: the GSS code in use, else the last GSS code, else the three-digit code. */
export function currentCode(areaId: number, codes: readonly AreaCode[]): string {
  const gss = codes.filter((code) => code.scheme === 'gss');
  const inUse = gss.find((code) => code.to === undefined) ?? gss.toSorted(byLastDay).at(-1) ?? codes[0];
  return inUse?.code ?? String(areaId);
}

/** Whether an area (or a code) was there on a day. */
export function existedOn(
  days: { readonly from?: PlainDate | undefined; readonly to?: PlainDate | undefined },
  day: PlainDate,
): boolean {
  return (days.from === undefined || days.from <= day) && (days.to === undefined || day <= days.to);
}

/** A GSS or three-digit code as printed, or `undefined` for a blank, a symbol, a joint row or anything else. */
export function printedCode(text: string | undefined): string | undefined {
  const trimmed = text?.trim().toUpperCase() ?? '';
  return /^(?:[A-Z]\d{8}|\d{3})$/.test(trimmed) ? trimmed : undefined;
}

/** Releases print Inner and Outer London as regions. */
export function isOfLevel(kind: AreaKind, level: AreaKind): boolean {
  return kind === level || (level === 'region' && kind === 'sub-region');
}

const kindWords: Readonly<Record<AreaKind, string>> = {
  nation: 'Nation',
  region: 'Region',
  'sub-region': 'Part of a region',
  'local-authority': 'Local authority',
};

/** The kind of an area in words, as a heading or a cell. */
export function kindInWords(kind: AreaKind): string {
  return kindWords[kind];
}

/**
 * When an area was there and what became of it: `until 31 March 2023, now Cumberland and Westmorland and Furness`,
 * `since 1 April 2023`. Empty for an area that was there before our records begin and still is.
 */
export function lifeInWords(area: Pick<Area, 'from' | 'to'>, successors: readonly string[] = []): string {
  const since = area.from === undefined ? '' : `since ${dayInWords(area.from)}`;
  if (area.to === undefined) return since;
  const until = area.from === undefined ? 'until' : `from ${dayInWords(area.from)} to`;
  const now = successors.length === 0 ? '' : `, now ${listInWords(successors)}`;
  return `${until} ${dayInWords(area.to)}${now}`;
}

/** The order of names, for sorting areas: never the order of their figures. */
export function byName(left: Pick<Area, 'name'>, right: Pick<Area, 'name'>): number {
  return left.name.localeCompare(right.name, 'en-GB');
}

function byLastDay(left: AreaCode, right: AreaCode): number {
  return (left.to ?? '9999-12-31').localeCompare(right.to ?? '9999-12-31');
}

/** What to call a setting whose list gives no name. */
export function settingName(setting: { readonly urn: number; readonly name?: string | undefined }): string {
  return setting.name ?? `Setting with URN ${setting.urn}`;
}
