import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { AreaScope, ChildrenScope } from '#platform/access/scope.ts';
import type { StoredEnrolment } from './enrolment-store.ts';
import { enrolmentColumns, withoutNulls } from './enrolment-store.ts';
import type { Enrolment } from './model.ts';

/** Which children of an area are listed. */
export interface ChildrenAsked {
  /** The beginning of a surname, or of `surname, given name`, in any letters; '' for everybody. */
  readonly name: string;
  readonly yearGroup?: number | undefined;
  readonly settingId?: number | undefined;
  /** Of that setting; nothing without one. */
  readonly class?: string | undefined;
  /** The last enrolment of the page before. */
  readonly after?: { readonly settingId: number; readonly slot: number } | undefined;
}

/** Children of a page of an area’s list. */
export const childrenOfPage = 50;

/** Above every letter that a name may begin with. */
const lastLetter = '\u{10FFFF}';

/** The enrolments of an area’s settings on a day, by name: one page of `childrenOfPage`, and one more where there are more. */
export async function childrenOfArea(
  scoped: Scoped<AreaScope>,
  asked: ChildrenAsked,
  day: PlainDate,
): Promise<readonly Enrolment[]> {
  const { rows } = await (await areaChildren(scoped, asked, day)).execute(scoped);
  return rows.map(withoutNulls);
}

/**
 * The statement of a page: a range of one index (enrolment_by_area_name), or a setting’s rows. Conditions that PostgreSQL
 * may look up under row-level security, because comparing a column tells nobody anything. Apart, so that its plan can be
 * guarded.
 */
export async function areaChildren(
  scoped: Scoped<AreaScope>,
  asked: ChildrenAsked,
  day: PlainDate,
): Promise<RawBuilder<StoredEnrolment>> {
  const { laId } = scoped.scope;
  const { yearGroup, settingId, class: inClass } = asked;
  const name = asked.name.toLowerCase();
  // Read first: a comparison with a sub-query would be no range of the index.
  const last = asked.after && (await keyOf(scoped, asked.after));
  const conditions = [
    sql`la_id = ${laId} AND entered_on <= ${day} AND (left_on IS NULL OR left_on >= ${day})`,
    ...(name === '' ? [] : [sql`name_key >= ${name} AND name_key < ${name + lastLetter}`]),
    ...(yearGroup === undefined ? [] : [sql`year_group = ${yearGroup}`]),
    ...(settingId === undefined ? [] : [sql`setting_id = ${settingId}`]),
    ...(settingId === undefined || inClass === undefined ? [] : [sql`class = ${inClass}`]),
    ...(last ? [sql`(name_key, setting_id, slot) > (${last.key}, ${last.settingId}, ${last.slot})`] : []),
  ];
  // A setting’s few rows are read and then put in order; in the order of the area’s names they would be far apart.
  const found = settingId === undefined ? sql`NOT MATERIALIZED` : sql`MATERIALIZED`;
  return sql<StoredEnrolment>`
    WITH found AS ${found} (SELECT * FROM enrolment WHERE ${sql.join(conditions, sql` AND `)})
    SELECT ${enrolmentColumns} FROM found ORDER BY name_key, setting_id, slot LIMIT ${childrenOfPage + 1}`;
}

/** Most enrolments of a list of children somebody works with. */
export const mostOwnChildren = 500;

/** Where the children of a scope are on roll on a day, by name; at most `mostOwnChildren`. */
export async function childrenReached(scoped: Scoped<ChildrenScope>, day: PlainDate): Promise<readonly Enrolment[]> {
  const { learners, settings } = scoped.scope;
  const { rows } = await sql<StoredEnrolment>`
    SELECT ${enrolmentColumns} FROM enrolment
     WHERE setting_id = ANY(${[...settings]}) AND learner_id = ANY(${[...learners]})
       AND entered_on <= ${day} AND (left_on IS NULL OR left_on >= ${day})
     ORDER BY name_key, setting_id, slot LIMIT ${mostOwnChildren}
  `.execute(scoped);
  return rows.map(withoutNulls);
}

/** Where a child is on a roll that the scope reaches, the newest first; `undefined` when it reaches no such child. */
export async function newestPlace(
  scoped: Scoped,
  learnerId: number,
): Promise<{ readonly settingId: number; readonly slot: number } | undefined> {
  const { rows } = await sql<{ settingId: number; slot: number }>`
    SELECT setting_id AS "settingId", slot FROM learner_enrolment
     WHERE learner_id = ${learnerId} ORDER BY left_on DESC NULLS FIRST, entered_on DESC, setting_id, slot LIMIT 1
  `.execute(scoped);
  return rows[0];
}

/** Where an enrolment stands in the order of names; `undefined` when it is gone, and the list begins anew. */
async function keyOf(
  scoped: Scoped<AreaScope>,
  { settingId, slot }: { readonly settingId: number; readonly slot: number },
) {
  const { rows } = await sql<{ key: string }>`
    SELECT name_key AS key FROM enrolment
     WHERE la_id = ${scoped.scope.laId} AND setting_id = ${settingId} AND slot = ${slot}
  `.execute(scoped);
  return rows[0] && { key: rows[0].key, settingId, slot };
}
