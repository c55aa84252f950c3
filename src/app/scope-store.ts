import { sql } from 'kysely';
import type { Queries } from '#platform/database/pool.ts';

/**
 * What a choice of scope is made from: where keepers stand, and whether they are made up. None of it holds a child, so
 * it is asked before there is a scope.
 */
export interface ScopePlace {
  /** `setting_id`, `area_id` or `trust_id`. */
  readonly id: number;
  /** As in a choice: URN, current area code (or area id), trust id. */
  readonly key: string;
  readonly name: string;
  readonly settings: number;
  /** How many of those keep made-up registers. */
  readonly madeUp: number;
}

/**
 * The places of one kind of choice: those whose key is `key`, or whose name or key holds `words`, or all, by name; with
 * `reach` made-up those only whose registers are all made up.
 */
export interface PlaceFilter {
  readonly key?: string | undefined;
  readonly words?: string | undefined;
  readonly limit: number;
  readonly reach: 'made-up' | 'every';
}

export async function settingPlaces(queries: Queries, filter: PlaceFilter): Promise<readonly ScopePlace[]> {
  // As a number it is found by its index: suppliers' systems ask for another setting with every register.
  const urn = filter.key === undefined ? null : /^\d{1,9}$/.test(filter.key) ? Number(filter.key) : 0;
  const { rows } = await sql<ScopePlace>`
    SELECT k.setting_id AS id, s.urn::text AS key, coalesce(s.name, 'URN ' || s.urn) AS name, 1 AS settings,
           k.demonstration::integer AS "madeUp"
      FROM register_keeper AS k JOIN setting AS s ON s.setting_id = k.setting_id
     WHERE (${urn}::integer IS NULL OR s.urn = ${urn}::integer)
       AND ${holdsWords(sql`coalesce(s.name, '') || ' ' || s.urn`, filter)}
       AND (k.demonstration OR ${filter.reach === 'every'})
     ORDER BY s.name, s.urn LIMIT ${filter.limit}
  `.execute(queries);
  return rows;
}

export function authorityPlaces(queries: Queries, filter: PlaceFilter): Promise<readonly ScopePlace[]> {
  return areaPlaces(queries, 'la_id', filter);
}

export function nationPlaces(queries: Queries, filter: PlaceFilter): Promise<readonly ScopePlace[]> {
  return areaPlaces(queries, 'nation_id', filter);
}

async function areaPlaces(
  queries: Queries,
  column: 'la_id' | 'nation_id',
  filter: PlaceFilter,
): Promise<readonly ScopePlace[]> {
  const { rows } = await sql<ScopePlace>`
    SELECT * FROM (
      SELECT a.area_id AS id, a.name, k.settings, k.made_up AS "madeUp",
             coalesce((SELECT c.code FROM area_code AS c
                        WHERE c.area_id = a.area_id ORDER BY c.scheme DESC, c.valid_to DESC NULLS FIRST LIMIT 1),
                      a.area_id::text) AS key
        FROM (SELECT ${sql.ref(column)} AS area_id, count(*)::integer AS settings,
                     (count(*) FILTER (WHERE demonstration))::integer AS made_up
                FROM register_keeper GROUP BY 1) AS k
        JOIN area AS a ON a.area_id = k.area_id) AS place
     WHERE (${filter.key ?? null}::text IS NULL OR place.key = ${filter.key ?? null} OR place.id::text = ${filter.key ?? null})
       AND ${holdsWords(sql`place.name`, filter)}
       AND (place."madeUp" = place.settings OR ${filter.reach === 'every'})
     ORDER BY place.name LIMIT ${filter.limit}
  `.execute(queries);
  return rows;
}

export async function trustPlaces(queries: Queries, filter: PlaceFilter): Promise<readonly ScopePlace[]> {
  const { rows } = await sql<ScopePlace>`
    SELECT t.trust_id AS id, t.trust_id::text AS key, t.name, count(*)::integer AS settings,
           (count(*) FILTER (WHERE k.demonstration))::integer AS "madeUp"
      FROM trust AS t JOIN register_keeper AS k ON k.trust_id = t.trust_id
     WHERE (${filter.key ?? null}::text IS NULL OR t.trust_id::text = ${filter.key ?? null})
       AND ${holdsWords(sql`t.name`, filter)}
     GROUP BY t.trust_id, t.name HAVING bool_and(k.demonstration) OR ${filter.reach === 'every'}
     ORDER BY t.name LIMIT ${filter.limit}
  `.execute(queries);
  return rows;
}

/** The authorities in which any made-up register is kept, two at most: one of them is the scope of who chose none. */
export async function demonstrationAuthorities(queries: Queries): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly id: number }>`
    SELECT DISTINCT la_id AS id FROM register_keeper WHERE demonstration LIMIT 2
  `.execute(queries);
  return rows.map(({ id }) => id);
}

/** Whether any register is kept at all. */
export async function keepsRegisters(queries: Queries): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM register_keeper LIMIT 1`.execute(queries);
  return rows.length > 0;
}

function holdsWords(text: ReturnType<typeof sql>, { words }: PlaceFilter) {
  return sql`(${words ?? null}::text IS NULL OR strpos(lower(${text}), lower(${words ?? ''})) > 0)`;
}
