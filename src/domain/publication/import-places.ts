import type { AreaCodeIndex } from '#domain/area/code-index.ts';
import type { AreaKind } from '#domain/area/model.ts';
import { printedCode } from '#domain/area/rules.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** What a row prints about its place, as text; blank where the table has no such column. */
export interface PrintedPlace {
  readonly level: AreaKind;
  readonly gss: string;
  readonly dfe: string;
  readonly name: string;
  /** Code of the region a local authority is printed in. */
  readonly regionCode: string;
  readonly on: PlainDate;
}

/** An area met in the file and in no list we hold. Until it is registered, rows name it by `placeholder`. */
export interface UnknownPlace {
  /** Below zero. */
  readonly placeholder: number;
  readonly printed: PrintedPlace;
}

/** The places of one file. */
export interface Places {
  /** An area's id, or a placeholder below zero; `undefined` when the row names no area that could be one. */
  idOf(place: PrintedPlace): number | undefined;
  readonly unknown: readonly UnknownPlace[];
}

/** Resolves places, remembering each: a release names the same two hundred areas on every page. */
export function placesIn(areas: AreaCodeIndex): Places {
  const met = new Map<string, number | undefined>();
  const unknown: UnknownPlace[] = [];
  const find = (place: PrintedPlace): number | undefined => {
    const { level, gss, dfe, name, on } = place;
    const known = areas.resolve({ level, gss, dfe, name, on });
    if (known !== undefined || !couldBeAnArea(place)) return known;
    const same = unknown.find(({ printed }) => isSamePlace(printed, place));
    if (same) return same.placeholder;
    const placeholder = -1 - unknown.length;
    unknown.push({ placeholder, printed: place });
    return placeholder;
  };
  return {
    unknown,
    idOf: (place) => {
      // Areas reorganise on 1 April: the year and the half of it tell which area a name meant.
      const key = `${place.level}|${place.gss}|${place.dfe}|${place.name}|${place.on.slice(0, 7)}`;
      if (met.has(key)) return met.get(key);
      const found = find(place);
      met.set(key, found);
      return found;
    },
  };
}

function couldBeAnArea({ gss, dfe, name }: PrintedPlace): boolean {
  return /\p{L}/u.test(name) && (printedCode(gss) !== undefined || printedCode(dfe) !== undefined);
}

function isSamePlace(left: PrintedPlace, right: PrintedPlace): boolean {
  const codeOf = (place: PrintedPlace): string | undefined => printedCode(place.gss) ?? printedCode(place.dfe);
  return left.level === right.level && codeOf(left) === codeOf(right);
}
