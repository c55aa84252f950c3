import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { ParameterError } from '#foundation/kernel/problem.ts';
import type { Queries } from '#platform/database/pool.ts';
import type { Area, AreaCode, AreaDocument, AreaHistory, AreaSuccession, AreasQuery } from './model.ts';
import { existedOn } from './rules.ts';
import { allAreas, areaByCode, areaHistories, rankAreas, within } from './store.ts';

/** Answers an areas query, in the order of ids, or best match first. Throws `ParameterError` for a parent nobody has. */
export async function findAreas(database: Queries, query: AreasQuery): Promise<readonly AreaDocument[]> {
  const [areas, histories] = await Promise.all([allAreas(database), areaHistories(database)]);
  const inside = query.parent === undefined ? undefined : within(areas, await parentId(database, query.parent));
  const byId = new Map(areas.map((area) => [area.areaId, area]));
  const ordered = query.q === undefined ? areas : rankAreas(areas, query.q);
  return ordered
    .filter((area) => query.kind === undefined || area.kind === query.kind)
    .filter((area) => inside === undefined || inside.has(area.areaId))
    .filter((area) => query.on === undefined || existedOn(area, query.on))
    .map((area) => areaDocument(area, byId.get(area.parentId ?? 0), histories.get(area.areaId)));
}

async function parentId(database: Queries, code: string): Promise<number> {
  const found = await areaByCode(database, code);
  if (found) return found.area.areaId;
  throw new ParameterError('parent', {
    code: 'area-unknown',
    message: `No area has the code “${code}”.`,
    nextStep: 'Look for it by name with q.',
  });
}

function areaDocument(area: Area, parent: Area | undefined, history: AreaHistory | undefined): AreaDocument {
  return {
    code: area.code,
    name: area.name,
    kind: area.kind,
    from: area.from ?? null,
    to: area.to ?? null,
    parent: parent ? { code: parent.code, name: parent.name } : null,
    codes: area.codes.map(({ scheme, code, from, to }) => ({ scheme, code, from: from ?? null, to: to ?? null })),
    predecessors: (history?.predecessors ?? []).map(successionDocument),
    successors: (history?.successors ?? []).map(successionDocument),
    verified: area.verified,
  };
}

function successionDocument({ area, on }: AreaSuccession) {
  return { code: area.code, name: area.name, on };
}

type AreaColumn = readonly [heading: string, value: (area: AreaDocument) => string | null];

const columns: readonly AreaColumn[] = [
  ['code', ({ code }) => code],
  ['name', ({ name }) => name],
  ['kind', ({ kind }) => kind],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['parent_code', ({ parent }) => parent?.code ?? null],
  ['parent_name', ({ parent }) => parent?.name ?? null],
  ['three_digit_code', ({ codes }) => codes.find(({ scheme }) => scheme === 'dfe')?.code ?? null],
  [
    'gss_codes',
    ({ codes }) =>
      codes
        .filter(({ scheme }) => scheme === 'gss')
        .map(datedCode)
        .join('; '),
  ],
  ['predecessors', ({ predecessors }) => predecessors.map(({ code, on }) => `${code} on ${on}`).join('; ')],
  ['successors', ({ successors }) => successors.map(({ code, on }) => `${code} on ${on}`).join('; ')],
  ['verified', ({ verified }) => String(verified)],
];

/** Areas as a flat CSV document; codes with days as `E08000016 until 2025-04-30; E08000038 from 2025-05-01`. */
export function areasCsv(areas: readonly AreaDocument[]): string {
  return csvDocument({
    header: columns.map(([heading]) => heading),
    rows: areas.map((area) => columns.map(([, value]) => value(area))),
  });
}

type DatedCode = Pick<AreaCode, 'code'> & { readonly from: string | null; readonly to: string | null };

function datedCode({ code, from, to }: DatedCode): string {
  return [code, from && `from ${from}`, to && `until ${to}`].filter(Boolean).join(' ');
}
