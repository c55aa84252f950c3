import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Area, PrintedArea } from './model.ts';
import { comparableName, comparableNames, nameWithoutNote } from './place-names.ts';
import { existedOn, isOfLevel, printedCode } from './rules.ts';

/** Finds areas for rows of a release, from memory. */
export interface AreaCodeIndex {
  /**
   * The id of the area a row is about, or `undefined`: by GSS code, else by three-digit code, else by name, past ones
   * included. A code that belongs to an area of another level is not believed.
   */
  resolve(printed: PrintedArea): number | undefined;
  /** The area an id belongs to. */
  area(areaId: number): Area | undefined;
  /** Enters an area that has been registered since. */
  learn(area: Area): void;
}

/** An index of these areas. The first to claim a code keeps it. */
export function indexOfAreas(areas: Iterable<Area>): AreaCodeIndex {
  const byId = new Map<number, Area>();
  const byCode = new Map<string, Area>();
  const byName = new Map<string, Area[]>();
  const learn = (area: Area): void => {
    byId.set(area.areaId, area);
    for (const { code } of area.codes) if (!byCode.has(code)) byCode.set(code, area);
    for (const name of comparableNames(area)) byName.set(name, [...(byName.get(name) ?? []), area]);
  };
  for (const area of areas) learn(area);
  const byPrintedCode = (text: string | undefined, level: PrintedArea['level']): Area | undefined => {
    const found = byCode.get(printedCode(text) ?? '');
    return found && isOfLevel(found.kind, level) ? found : undefined;
  };
  return {
    learn,
    area: (areaId) => byId.get(areaId),
    resolve: ({ gss, dfe, name, level, on }) => {
      const coded = byPrintedCode(gss, level) ?? byPrintedCode(dfe, level);
      return (coded ?? (name === undefined ? undefined : areaNamed(byName, { name, level, on })))?.areaId;
    },
  };
}

function areaNamed(
  byName: ReadonlyMap<string, readonly Area[]>,
  {
    name,
    level,
    on,
  }: { readonly name: string; readonly level: PrintedArea['level']; readonly on: PlainDate | undefined },
): Area | undefined {
  const named = byName.get(comparableName(name)) ?? byName.get(nameWithoutNote(name)) ?? [];
  const candidates = named.filter((area) => isOfLevel(area.kind, level));
  const then = on === undefined ? undefined : candidates.find((area) => existedOn(area, on));
  return then ?? candidates.find((area) => area.to === undefined) ?? candidates[0];
}
