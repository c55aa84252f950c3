import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { RecordTable } from './record-catalogue.ts';

type Keeping = Scoped<StewardScope>;
/** A row of any table, its columns by name. */
export type RecordRow = Readonly<Record<string, unknown>>;

/** A place on a roll, and in what is packed of each year. */
export interface RecordPlace {
  readonly settingId: number;
  readonly slot: number;
  readonly enteredOn: PlainDate;
  readonly leftOn: PlainDate | null;
  readonly nation: NationName;
  readonly laId: number;
  readonly trustId: number;
}

/** Every table under row-level security, with its columns in order. */
export async function protectedTables(scoped: Keeping): Promise<readonly RecordTable[]> {
  const { rows } = await sql<RecordTable>`
    SELECT c.relname::text AS name,
           json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY a.attnum) AS columns
      FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
     GROUP BY c.relname ORDER BY c.relname
  `.execute(scoped);
  return rows;
}

/** Where a child is and was on a roll, at these settings or at all, the oldest first. */
export async function recordPlaces(
  scoped: Keeping,
  learnerId: number,
  settings: readonly number[] | undefined,
): Promise<readonly RecordPlace[]> {
  const { rows } = await sql<RecordPlace>`
    SELECT e.setting_id AS "settingId", e.slot, e.entered_on AS "enteredOn", e.left_on AS "leftOn", k.nation,
           e.la_id AS "laId", e.trust_id AS "trustId"
      FROM learner_enrolment AS e JOIN register_keeper AS k ON k.setting_id = e.setting_id
     WHERE e.learner_id = ${learnerId}
       AND (${settings ?? null}::integer[] IS NULL OR e.setting_id = ANY (${settings ?? null}))
     ORDER BY e.entered_on, e.setting_id, e.slot
  `.execute(scoped);
  return rows;
}

/** The rows of a table in which a column has one of some numbers; only of these settings, where rows are a setting’s. */
export async function rowsBy(
  scoped: Keeping,
  table: RecordTable,
  by: { readonly column: string; readonly ids: readonly number[]; readonly settings?: readonly number[] | undefined },
): Promise<readonly RecordRow[]> {
  const ofSetting = table.columns.some(({ name }) => name === 'setting_id') && by.settings !== undefined;
  const column = sql.ref(`t.${by.column}`);
  const isArray = table.columns.some(({ name, type }) => name === by.column && type.endsWith('[]'));
  const { rows } = await sql<{ row: RecordRow }>`
    SELECT to_jsonb(t) - ${bytesOf(table)}::text[] AS row FROM ${sql.table(table.name)} AS t
     WHERE ${isArray ? sql`${column} && ${by.ids}::bigint[]` : sql`${column} = ANY (${by.ids}::bigint[])`}
       ${ofSetting ? sql`AND t.setting_id = ANY (${by.settings}::integer[])` : sql``}
  `.execute(scoped);
  return rows.map(({ row }) => row);
}

/** The rows of a table about places on rolls. */
export async function rowsByPlace(
  scoped: Keeping,
  table: RecordTable,
  places: readonly RecordPlace[],
): Promise<readonly RecordRow[]> {
  const { rows } = await sql<{ row: RecordRow }>`
    SELECT to_jsonb(t) - ${bytesOf(table)}::text[] AS row FROM ${sql.table(table.name)} AS t
     WHERE (t.setting_id, t.slot) IN (SELECT * FROM unnest(${places.map(({ settingId }) => settingId)}::integer[],
                                                           ${places.map(({ slot }) => slot)}::integer[]))
  `.execute(scoped);
  return rows.map(({ row }) => row);
}

function bytesOf({ columns }: RecordTable): readonly string[] {
  return columns.filter(({ type }) => type === 'bytea').map(({ name }) => name);
}

const yearOf = (day: ReturnType<typeof sql.ref>) =>
  sql`(extract(year FROM ${day})::integer - CASE WHEN extract(month FROM ${day}) < 9 THEN 1 ELSE 0 END)`;

/** A child’s mark in a register. */
export interface RecordMark {
  readonly setting_id: number;
  readonly day: PlainDate;
  readonly session: number;
  readonly book: number;
  readonly byte: number;
  readonly actor_id: number;
  readonly taken_at: string;
}

/** The marks at a place, of every register while the child was on roll. */
export async function marksAt(scoped: Keeping, place: RecordPlace): Promise<readonly RecordMark[]> {
  const { rows } = await sql<RecordMark>`
    SELECT r.setting_id, r.day, r.session, r.book, r.actor_id, to_json(r.taken_at)#>>'{}' AS taken_at,
           get_byte(r.marks, ${place.slot}::integer - t.base) AS byte
      FROM setting_roll AS t
      JOIN register AS r ON r.setting_id = t.setting_id
                        AND r.day BETWEEN make_date(t.year, 9, 1) AND make_date(t.year + 1, 8, 31)
     WHERE t.setting_id = ${place.settingId} AND r.setting_id = ${place.settingId}
       AND ${place.slot}::integer >= t.base AND ${place.slot}::integer - t.base < length(r.marks)
       AND r.day >= ${place.enteredOn} AND (${place.leftOn}::date IS NULL OR r.day <= ${place.leftOn})
     ORDER BY r.day, r.session
  `.execute(scoped);
  return rows;
}

/** When a mark at a place was entered after its register had come, without the places of others. */
export async function entriesAt(scoped: Keeping, { settingId, slot }: RecordPlace): Promise<readonly RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    SELECT setting_id, day, session, version, to_json(entered_at)#>>'{}' AS entered_at, actor_id FROM register_entry
     WHERE setting_id = ${settingId} AND ${slot}::integer = ANY (slots) ORDER BY day, session, version
  `.execute(scoped);
  return rows;
}

/** The timetabled events at which a place was expected. */
export async function eventsAt(scoped: Keeping, { settingId, slot }: RecordPlace): Promise<readonly RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    SELECT e.setting_id, e.day, e.session, e.starts_at::text AS starts_at, e.minutes, e.title
      FROM timetable_event AS e
      JOIN setting_roll AS t ON t.setting_id = e.setting_id AND t.year = ${yearOf(sql.ref('e.day'))}
     WHERE e.setting_id = ${settingId} AND ${slot}::integer >= t.base
       AND (${slot}::integer - t.base) / 8 < length(e.roster)
       AND get_bit(e.roster, ${slot}::integer - t.base) = 1
     ORDER BY e.day, e.session
  `.execute(scoped);
  return rows;
}

/** A year’s counts at a place: eight bytes of `learner_total.counts`. */
export async function countsAt(
  scoped: Keeping,
  { settingId, slot }: RecordPlace,
): Promise<readonly { readonly setting_id: number; readonly year: number; readonly counts: Buffer }[]> {
  const { rows } = await sql<{ setting_id: number; year: number; counts: Buffer }>`
    SELECT c.setting_id, c.year, substr(c.counts, (${slot}::integer - t.base) * 8 + 1, 8) AS counts
      FROM learner_total AS c JOIN setting_roll AS t ON t.setting_id = c.setting_id AND t.year = c.year
     WHERE c.setting_id = ${settingId} AND ${slot}::integer >= t.base
       AND (${slot}::integer - t.base + 1) * 8 <= length(c.counts)
     ORDER BY c.year
  `.execute(scoped);
  return rows;
}

/** Who has looked at a child, or at everybody of a setting, a trust or an authority while the child was there. */
export async function looksAt(
  scoped: Keeping,
  table: RecordTable,
  { learnerId, places }: { readonly learnerId: number; readonly places: readonly RecordPlace[] },
): Promise<readonly RecordRow[]> {
  const of = <Key extends keyof RecordPlace>(key: Key) => places.map((place) => place[key]);
  const { rows } = await sql<{ row: RecordRow }>`
    SELECT to_jsonb(t) - ${bytesOf(table)}::text[] AS row FROM ledger_entry AS t
     WHERE ${learnerId}::bigint = ANY (t.learners)
        OR EXISTS (SELECT FROM unnest(${of('settingId')}::integer[], ${of('laId')}::integer[], ${of('trustId')}::integer[],
                                      ${of('enteredOn')}::date[], ${of('leftOn')}::date[])
                            AS p (setting_id, la_id, trust_id, entered_on, left_on)
                    WHERE t.day >= p.entered_on AND (p.left_on IS NULL OR t.day <= p.left_on)
                      AND ((t.subjects = 'settings' AND p.setting_id = ANY (t.settings))
                        OR (t.subjects = 'area' AND t.la_id = p.la_id)
                        OR (t.subjects = 'trust' AND t.trust_id = p.trust_id AND p.trust_id <> 0)))
     ORDER BY t.day, t.seq
  `.execute(scoped);
  return rows.map(({ row }) => row);
}

/** Whose reading of a child’s record the family is told later, on a day. */
export async function delayedReaders(scoped: Keeping, learnerId: number, day: PlainDate): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT DISTINCT reader_id AS id FROM ledger_delay
     WHERE learner_id = ${learnerId} AND until_on >= ${day} AND lifted_at IS NULL
       AND ((review_by AT TIME ZONE 'Europe/London')::date >= ${day}
            OR (reviewed_at AT TIME ZONE 'Europe/London')::date <= (review_by AT TIME ZONE 'Europe/London')::date)
  `.execute(scoped);
  return rows.map(({ id }) => Number(id));
}

/** By what the settings of a child are called, in any text. */
export async function placeNames(scoped: Keeping, learnerId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT called.name FROM learner_enrolment AS e JOIN setting AS s ON s.setting_id = e.setting_id
      LEFT JOIN organisation AS o ON o.setting_id = e.setting_id
     CROSS JOIN LATERAL (VALUES (s.name), (s.urn::text), (o.name)) AS called (name)
     WHERE e.learner_id = ${learnerId} AND called.name IS NOT NULL
  `.execute(scoped);
  return rows.map(({ name }) => name);
}

/** The child’s own accounts. */
export async function accountsOf(scoped: Keeping, learnerId: number): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT person_id AS id FROM person WHERE learner_id = ${learnerId}`.execute(scoped);
  return rows.map(({ id }) => Number(id));
}

/** The child with a UPN; `undefined` when nobody has it. */
export async function learnerByUpn(scoped: Keeping, upn: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`SELECT learner_id AS id FROM learner WHERE upn = ${upn}`.execute(scoped);
  return rows[0] && Number(rows[0].id);
}

/** Whether there is a child of this number. */
export async function isLearner(scoped: Keeping, learnerId: number): Promise<boolean> {
  const { rows } = await sql`SELECT FROM learner WHERE learner_id = ${learnerId}`.execute(scoped);
  return rows.length > 0;
}

/** The setting that answers for a child: where they are on roll now, else where they last were; 0 where nowhere. */
export async function answererOf(
  scoped: Keeping,
  learnerId: number,
): Promise<{ readonly settingId: number; readonly laId: number; readonly trustId: number }> {
  const { rows } = await sql<{ settingId: number; laId: number; trustId: number }>`
    SELECT setting_id AS "settingId", la_id AS "laId", trust_id AS "trustId" FROM learner_enrolment
     WHERE learner_id = ${learnerId} AND status <> 'guest'
     ORDER BY left_on IS NULL DESC, left_on DESC, status = 'subsidiary', entered_on DESC, setting_id LIMIT 1
  `.execute(scoped);
  return rows[0] ?? { settingId: 0, laId: 0, trustId: 0 };
}
