import { sql } from 'kysely';
import type { Queries, Transaction } from '#platform/database/pool.ts';
import type { Row } from '#platform/database/schema.ts';
import type { Setting, SettingLink, SettingPage } from './model.ts';
import { settingsPerPage } from './model.ts';
import type { ListedLink, ListedSetting } from './setting-lists.ts';

/** A setting of a list with the area its code was found to be. */
export type PlacedSetting = ListedSetting & { readonly areaId: number | null };

/**
 * Stores settings and answers how many were new or changed; the rest were known already. No URN may come twice.
 * A GIAS list decides everything but, where it gives none, the headcount. A census list brings the headcount and fills
 * what is not known: its codes are those of its own year, and may be older.
 */
export async function upsertSettings(
  transaction: Transaction,
  kind: 'gias' | 'census',
  settings: readonly PlacedSetting[],
  source: string,
): Promise<number> {
  const column = <Value>(value: (setting: PlacedSetting) => Value) => settings.map(value);
  const merged = kind === 'gias' ? giasDecides : censusFillsIn;
  const stored = await sql<{ urn: number }>`
    INSERT INTO setting AS old (urn, la_estab, area_id, name, type, phase, status, opened_on, closed_on, headcount, source)
    SELECT *, ${source}::text FROM unnest(
      ${column((setting) => setting.urn)}::integer[],
      ${column((setting) => setting.laEstab)}::integer[],
      ${column((setting) => setting.areaId)}::integer[],
      ${column((setting) => setting.name)}::text[],
      ${column((setting) => setting.type)}::text[],
      ${column((setting) => setting.phase)}::text[],
      ${column((setting) => setting.status)}::text[],
      ${column((setting) => setting.openedOn)}::date[],
      ${column((setting) => setting.closedOn)}::date[],
      ${column((setting) => setting.headcount)}::integer[])
    ON CONFLICT (urn) DO UPDATE SET
      (la_estab, area_id, name, type, phase, status, opened_on, closed_on, headcount, source) = (${merged}, excluded.source)
    WHERE (old.la_estab, old.area_id, old.name, old.type, old.phase, old.status, old.opened_on, old.closed_on, old.headcount)
      IS DISTINCT FROM (${merged})
    RETURNING urn
  `.execute(transaction);
  return stored.rows.length;
}

const giasDecides = sql`excluded.la_estab, excluded.area_id, excluded.name, excluded.type, excluded.phase,
  excluded.status, excluded.opened_on, excluded.closed_on, coalesce(excluded.headcount, old.headcount)`;

const censusFillsIn = sql`coalesce(old.la_estab, excluded.la_estab), coalesce(old.area_id, excluded.area_id),
  coalesce(old.name, excluded.name), coalesce(old.type, excluded.type), old.phase, old.status,
  old.opened_on, old.closed_on, coalesce(excluded.headcount, old.headcount)`;

/** Stores links and answers how many were new or changed. No link may come twice. */
export async function upsertSettingLinks(
  transaction: Transaction,
  links: readonly ListedLink[],
  source: string,
): Promise<number> {
  const column = <Value>(value: (link: ListedLink) => Value) => links.map(value);
  const stored = await sql<{ urn: number }>`
    INSERT INTO setting_link AS old (urn, linked_urn, kind, linked_name, established_on, source)
    SELECT *, ${source}::text FROM unnest(
      ${column((link) => link.urn)}::integer[],
      ${column((link) => link.linkedUrn)}::integer[],
      ${column((link) => link.kind)}::text[],
      ${column((link) => link.linkedName)}::text[],
      ${column((link) => link.establishedOn)}::date[])
    ON CONFLICT (urn, linked_urn, kind) DO UPDATE SET
      linked_name = excluded.linked_name, established_on = excluded.established_on, source = excluded.source
    WHERE (old.linked_name, old.established_on) IS DISTINCT FROM (excluded.linked_name, excluded.established_on)
    RETURNING urn
  `.execute(transaction);
  return stored.rows.length;
}

/**
 * The settings in these areas whose name, URN or seven-digit number begins with or holds `q`, by name; those without
 * a name come last, by URN. `page` counts from 1, and a page past the end is the last one.
 */
export async function settingsIn(
  database: Queries,
  areaIds: number | readonly number[],
  { page, q }: { readonly page: number; readonly q: string },
): Promise<SettingPage> {
  const ids = [areaIds].flat();
  const wanted = ids.length === 0 ? [-1] : ids;
  const matching = database
    .selectFrom('setting')
    .where('area_id', 'in', wanted)
    .$if(q.trim() !== '', (query) => query.where(matches(q.trim())));
  const { total } = await matching.select((count) => count.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const pages = Math.max(1, Math.ceil(Number(total) / settingsPerPage));
  const shown = Math.min(Math.max(1, page), pages);
  const rows = await selectSettings(database)
    .where('area_id', 'in', wanted)
    .$if(q.trim() !== '', (query) => query.where(matches(q.trim())))
    .orderBy('setting.name', (order) => order.asc().nullsLast())
    .orderBy('setting.urn')
    .limit(settingsPerPage)
    .offset((shown - 1) * settingsPerPage)
    .execute();
  return { settings: rows.map(settingOf), total: Number(total), page: shown, pages };
}

/** Columns of a setting; one that its list does not name is called what a link to it calls it. */
function selectSettings(queries: Queries) {
  return queries
    .selectFrom('setting')
    .selectAll('setting')
    .select(
      // min, not ORDER BY urn LIMIT 1: with that the planner walks the whole primary key for each setting.
      sql<string | null>`coalesce(setting.name, (
        SELECT min(l.linked_name) FROM setting_link l WHERE l.linked_urn = setting.urn))`.as('name'),
    );
}

function matches(q: string) {
  const held = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const number = /^\d{1,7}$/.test(q) ? `${q}%` : null;
  return sql<boolean>`(name ILIKE ${held} OR urn::text LIKE ${number} OR la_estab::text LIKE ${number})`;
}

/** How many settings are known altogether: 0 until a list is imported. */
export async function countSettings(database: Queries): Promise<number> {
  const row = await database
    .selectFrom('setting')
    .select((count) => count.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** The setting with a URN. */
export async function settingByUrn(database: Queries, urn: number): Promise<Setting | undefined> {
  const row = await selectSettings(database).where('setting.urn', '=', urn).executeTakeFirst();
  return row && settingOf(row);
}

/** Names of settings, by URN, from a list of settings or else of links; a setting without a name is left out. */
export async function settingNames(database: Queries, urns: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (urns.length === 0) return new Map();
  const named = await database.selectFrom('setting').select(['urn', 'name']).where('urn', 'in', urns).execute();
  const linked = await database
    .selectFrom('setting_link')
    .select(['linked_urn as urn', 'linked_name as name'])
    .where('linked_urn', 'in', urns)
    .orderBy('urn', 'desc')
    .execute();
  return new Map([...linked, ...named].flatMap(({ urn, name }) => (name === null ? [] : [[urn, name]])));
}

/** Links of settings, from either end, oldest first; those without a day come last. By the URN they were asked for. */
export async function settingLinks(
  database: Queries,
  urns: number | readonly number[],
): Promise<ReadonlyMap<number, readonly SettingLink[]>> {
  const asked = new Set([urns].flat());
  if (asked.size === 0) return new Map();
  const wanted = [...asked];
  const rows = await database
    .selectFrom('setting_link')
    .selectAll()
    .where((either) => either.or([either('urn', 'in', wanted), either('linked_urn', 'in', wanted)]))
    .orderBy('established_on', (order) => order.asc().nullsLast())
    .orderBy('urn')
    .orderBy('linked_urn')
    .execute();
  const names = await settingNames(
    database,
    rows.flatMap((row) => [row.urn, row.linked_urn]),
  );
  const own = rows.filter((row) => asked.has(row.urn)).map((row) => [row.urn, linkFrom(row, 'own', names)] as const);
  const theirs = rows
    .filter((row) => asked.has(row.linked_urn))
    .map((row) => [row.linked_urn, linkFrom(row, 'theirs', names)] as const);
  const byUrn = Map.groupBy([...own, ...theirs], ([urn]) => urn);
  return new Map([...byUrn].map(([urn, links]) => [urn, links.map(([, link]) => link)]));
}

function linkFrom(
  row: Row<'setting_link'>,
  entry: SettingLink['entry'],
  names: ReadonlyMap<number, string>,
): SettingLink {
  const otherUrn = entry === 'own' ? row.linked_urn : row.urn;
  return {
    otherUrn,
    otherName: (entry === 'own' ? row.linked_name : null) ?? names.get(otherUrn),
    kind: row.kind,
    entry,
    on: row.established_on ?? undefined,
  };
}

function settingOf(row: Row<'setting'>): Setting {
  return {
    settingId: row.setting_id,
    urn: row.urn,
    laEstab: row.la_estab ?? undefined,
    areaId: row.area_id ?? undefined,
    name: row.name ?? undefined,
    type: row.type ?? undefined,
    phase: row.phase ?? undefined,
    status: row.status ?? undefined,
    openedOn: row.opened_on ?? undefined,
    closedOn: row.closed_on ?? undefined,
    headcount: row.headcount ?? undefined,
    source: row.source,
  };
}
