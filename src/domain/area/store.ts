import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AreaFact } from '#foundation/nations/area-facts.ts';
import { englandAreaLinks } from '#foundation/nations/england-area-links.ts';
import {
  firstMadeUpAreaId,
  firstUnlistedAreaId,
  unitedKingdomAreas,
} from '#foundation/nations/united-kingdom-areas.ts';
import type { Queries, Transaction } from '#platform/database/pool.ts';
import type { AreaCodeIndex } from './code-index.ts';
import { indexOfAreas } from './code-index.ts';
import type { Area, AreaByCode, AreaCode, AreaHistory, AreaKind, AreaSuccession } from './model.ts';
import { searchRank } from './place-names.ts';
import { byName, currentCode, printedCode } from './rules.ts';

/** Most areas a search answers with. */
export const mostAreasFound = 50;

/** Enters the areas of the nation packs, and brings those already there up to date. Run after every migration. */
export async function seedAreas(database: Queries): Promise<void> {
  await seedAreaRows(database, unitedKingdomAreas);
  await seedCodes(database, unitedKingdomAreas);
  await seedLinks(database);
}

async function seedAreaRows(database: Queries, facts: readonly AreaFact[]): Promise<void> {
  const rows = facts.map((fact) => ({
    area_id: fact.areaId,
    kind: fact.kind,
    name: fact.name,
    parent_id: fact.parentId ?? null,
    valid_from: fact.from ?? null,
    valid_to: fact.to ?? null,
    source: fact.source,
    verified: fact.verified,
  }));
  await database
    .insertInto('area')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('area_id').doUpdateSet((set) => ({
        kind: set.ref('excluded.kind'),
        name: set.ref('excluded.name'),
        parent_id: set.ref('excluded.parent_id'),
        valid_from: set.ref('excluded.valid_from'),
        valid_to: set.ref('excluded.valid_to'),
        source: set.ref('excluded.source'),
        verified: set.ref('excluded.verified'),
      })),
    )
    .execute();
}

async function seedCodes(database: Queries, facts: readonly AreaFact[]): Promise<void> {
  const rows = facts.flatMap((fact) =>
    fact.codes.map((code) => ({
      area_id: fact.areaId,
      scheme: code.scheme,
      code: code.code,
      valid_from: code.from ?? null,
      valid_to: code.to ?? null,
    })),
  );
  await database
    .insertInto('area_code')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['area_id', 'scheme', 'code']).doUpdateSet((set) => ({
        valid_from: set.ref('excluded.valid_from'),
        valid_to: set.ref('excluded.valid_to'),
      })),
    )
    .execute();
  const [ids, codes] = [rows.map((row) => row.area_id), rows.map((row) => row.code)];
  await sql`
    DELETE FROM area_code
    WHERE area_id < ${firstUnlistedAreaId}
      AND (area_id, code) NOT IN (SELECT * FROM unnest(${ids}::integer[], ${codes}::text[]))
  `.execute(database);
}

async function seedLinks(database: Queries): Promise<void> {
  const rows = englandAreaLinks.map((link) => ({
    predecessor_id: link.predecessorId,
    successor_id: link.successorId,
    effective_on: link.on,
    source: link.source,
    verified: link.verified,
  }));
  await database
    .insertInto('area_link')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['predecessor_id', 'successor_id']).doUpdateSet((set) => ({
        effective_on: set.ref('excluded.effective_on'),
        source: set.ref('excluded.source'),
        verified: set.ref('excluded.verified'),
      })),
    )
    .execute();
}

interface CodeRow {
  readonly scheme: 'gss' | 'dfe';
  readonly code: string;
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
}

function selectAreas(queries: Queries) {
  return queries
    .selectFrom('area')
    .selectAll('area')
    .select(
      sql<readonly CodeRow[]>`coalesce((
        SELECT json_agg(json_build_object('scheme', c.scheme, 'code', c.code, 'from', c.valid_from, 'to', c.valid_to)
                        ORDER BY c.scheme DESC, c.valid_to NULLS LAST, c.code)
        FROM area_code c WHERE c.area_id = area.area_id
      ), '[]')`.as('codes'),
    );
}

type AreaRow = Awaited<ReturnType<ReturnType<typeof selectAreas>['execute']>>[number];

function areaOf(row: AreaRow): Area {
  const codes: readonly AreaCode[] = row.codes.map(({ scheme, code, from, to }) => ({
    scheme,
    code,
    from: from ?? undefined,
    to: to ?? undefined,
  }));
  return {
    areaId: row.area_id,
    kind: row.kind,
    name: row.name,
    code: currentCode(row.area_id, codes),
    codes,
    parentId: row.parent_id ?? undefined,
    from: row.valid_from ?? undefined,
    to: row.valid_to ?? undefined,
    source: row.source,
    verified: row.verified,
  };
}

/** Every area, past ones included, in the order of their ids: the nation first, then regions, then the rest. */
export async function allAreas(database: Queries): Promise<readonly Area[]> {
  return (await selectAreas(database).orderBy('area.area_id').execute()).map(areaOf);
}

/**
 * The area that has or had a code: GSS or three-digit, in any letter case. An area that was registered without a code
 * is found by its id, which then stands for it in addresses.
 */
export async function areaByCode(database: Queries, code: string): Promise<AreaByCode | undefined> {
  return (await areasByCode(database, [code])).get(code);
}

/** The same for many codes in one question: by the code as it was asked for, without those that no area has. */
export async function areasByCode(
  database: Queries,
  codes: readonly string[],
): Promise<ReadonlyMap<string, AreaByCode>> {
  const printed = codes.flatMap((code) => printedCode(code) ?? []);
  const ids = codes.map((code) => code.trim()).filter((code) => /^1\d{5}$/.test(code));
  if (printed.length + ids.length === 0) return new Map();
  const rows = await selectAreas(database)
    .where(sql<boolean>`area.area_id IN (SELECT c.area_id FROM area_code c WHERE c.code = ANY(${printed}::text[])
                                         UNION SELECT unnest(${ids}::integer[]))`)
    .orderBy('area.area_id')
    .execute();
  const areas = rows.map(areaOf);
  return new Map(
    codes.flatMap((code) => {
      const found = areaAnswering(areas, code);
      return found ? [[code, found] as const] : [];
    }),
  );
}

function areaAnswering(areas: readonly Area[], code: string): AreaByCode | undefined {
  const wanted = printedCode(code) ?? code.trim();
  const area = areas.find((one) => one.code === wanted || one.codes.some((known) => known.code === wanted));
  if (!area) return undefined;
  const uses = area.codes.filter((known) => known.code === wanted);
  const current = uses.length === 0 || uses.some((known) => known.to === area.to);
  return { area, standing: current ? 'current' : 'past' };
}

/** The area with an id. */
export async function areaById(database: Queries, areaId: number): Promise<Area | undefined> {
  const row = await selectAreas(database).where('area.area_id', '=', areaId).executeTakeFirst();
  return row && areaOf(row);
}

/**
 * Areas directly below, past ones included, by name. London's are Inner and Outer London; see `localAuthoritiesOf`. What
 * is made up is left out of what is real: no release prints it.
 */
export async function childrenOf(database: Queries, areaId: number): Promise<readonly Area[]> {
  const rows = await selectAreas(database)
    .where('area.parent_id', '=', areaId)
    .$if(areaId < firstMadeUpAreaId, (query) => query.where('area.area_id', '<', firstMadeUpAreaId))
    .execute();
  // Sorted here and not there: each server has its own order of letters.
  return rows.map(areaOf).toSorted(byName);
}

/** Every local authority in an area at any depth, past ones included, by name; in a real area only real ones. */
export async function localAuthoritiesOf(database: Queries, areaId: number): Promise<readonly Area[]> {
  const all = await allAreas(database);
  const areas = areaId < firstMadeUpAreaId ? all.filter((area) => area.areaId < firstMadeUpAreaId) : all;
  const inside = within(areas, areaId);
  return areas.filter((area) => area.kind === 'local-authority' && inside.has(area.areaId)).toSorted(byName);
}

/** Ids of everything below an area, at any depth. */
export function within(areas: readonly Area[], areaId: number): ReadonlySet<number> {
  const inside = new Set([areaId]);
  for (const parent of inside) {
    for (const area of areas) if (area.parentId === parent) inside.add(area.areaId);
  }
  inside.delete(areaId);
  return inside;
}

/** The areas above, nearest first. */
export async function ancestorsOf(database: Queries, areaId: number): Promise<readonly Area[]> {
  const areas = new Map((await allAreas(database)).map((area) => [area.areaId, area]));
  const above: Area[] = [];
  const parentOf = (id: number | undefined) => areas.get(areas.get(id ?? 0)?.parentId ?? 0);
  for (let next = parentOf(areaId); next; next = parentOf(next.areaId)) above.push(next);
  return above;
}

/**
 * The areas whose name, another spelling of it, or code answers a search: best first. Alike matches: those still there,
 * then larger kinds, then by name.
 */
export function rankAreas(areas: readonly Area[], text: string): readonly Area[] {
  const kinds: Readonly<Record<AreaKind, number>> = { nation: 0, region: 1, 'sub-region': 2, 'local-authority': 3 };
  return areas
    .flatMap((area) => {
      const rank = searchRank(area, text);
      return rank === undefined ? [] : [{ area, order: [rank, area.to === undefined ? 0 : 1, kinds[area.kind]] }];
    })
    .toSorted((left, right) => {
      const first = left.order.findIndex((part, index) => part !== right.order[index]);
      if (first >= 0) return (left.order[first] ?? 0) - (right.order[first] ?? 0);
      return byName(left.area, right.area);
    })
    .map(({ area }) => area);
}

/** Which areas an area took over from, and which took over from it. */
export async function areaHistory(database: Queries, areaId: number): Promise<AreaHistory> {
  const histories = await areaHistories(database);
  return histories.get(areaId) ?? { predecessors: [], successors: [] };
}

/** The history of every area that has one, by id. */
export async function areaHistories(database: Queries): Promise<ReadonlyMap<number, AreaHistory>> {
  const links = await database.selectFrom('area_link').selectAll().orderBy('effective_on').execute();
  const ids = [...new Set(links.flatMap((link) => [link.predecessor_id, link.successor_id]))];
  if (ids.length === 0) return new Map();
  const rows = await selectAreas(database).where('area.area_id', 'in', ids).execute();
  const areas = rows.map(areaOf).toSorted(byName);
  const succession = (area: Area, end: 'predecessor_id' | 'successor_id', own: number): readonly AreaSuccession[] => {
    const other = end === 'predecessor_id' ? 'successor_id' : 'predecessor_id';
    const link = links.find((candidate) => candidate[end] === area.areaId && candidate[other] === own);
    return link ? [{ area, on: link.effective_on, source: link.source, verified: link.verified }] : [];
  };
  return new Map(
    ids.map((own) => [
      own,
      {
        predecessors: areas.flatMap((area) => succession(area, 'predecessor_id', own)),
        successors: areas.flatMap((area) => succession(area, 'successor_id', own)),
      },
    ]),
  );
}

/** Every area in memory, for resolving the rows of a release one by one without asking the database. */
export async function areaCodeIndex(database: Queries): Promise<AreaCodeIndex> {
  return indexOfAreas(await allAreas(database));
}

/** An area met in a release that is in no list we hold. */
export interface UnknownArea {
  readonly kind: AreaKind;
  readonly name: string;
  readonly gss?: string | undefined;
  readonly dfe?: string | undefined;
  readonly parentId?: number | undefined;
  /** The file it was met in. */
  readonly source: string;
}

/** Any number, the same for all who register areas. */
const registrationLock = 7_215_001;

/**
 * Enters an area first met in a release: an id from 100000 upwards, not verified. Answers the area that has one of the
 * codes when there is one by now. Two imports at once wait for each other, so that an area is entered once.
 */
export async function registerUnknownArea(transaction: Transaction, unknown: UnknownArea): Promise<Area> {
  await sql`SELECT pg_advisory_xact_lock(${registrationLock})`.execute(transaction);
  const codes = [
    { scheme: 'gss' as const, code: printedCode(unknown.gss) },
    { scheme: 'dfe' as const, code: printedCode(unknown.dfe) },
  ].flatMap(({ scheme, code }) => (code === undefined ? [] : [{ scheme, code }]));
  for (const { code } of codes) {
    const found = await areaByCode(transaction, code);
    if (found) return found.area;
  }
  const row = await transaction
    .insertInto('area')
    .values({
      area_id: sql<number>`(SELECT greatest(coalesce(max(area_id), 0) + 1, ${firstUnlistedAreaId}) FROM area
                             WHERE area_id < ${firstMadeUpAreaId})`,
      kind: unknown.kind,
      name: unknown.name,
      parent_id: unknown.parentId ?? null,
      source: unknown.source,
      verified: false,
    })
    .returning('area_id')
    .executeTakeFirstOrThrow();
  if (codes.length > 0) {
    const rows = codes.map((code) => ({ area_id: row.area_id, ...code }));
    await transaction.insertInto('area_code').values(rows).execute();
  }
  const area = await areaById(transaction, row.area_id);
  if (!area) throw new Error(`Area ${row.area_id} was entered and is not there`);
  return area;
}
