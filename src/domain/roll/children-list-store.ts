import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { AreaScope } from '#platform/access/scope.ts';
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

/**
 * The enrolments of an area’s settings on a day, by name: one page of `childrenOfPage`, and one more where there are more.
 * A range of one index (enrolment_by_area_name), or a setting’s rows: conditions that PostgreSQL may look up under
 * row-level security, because comparing a column tells nobody anything.
 */
export async function childrenOfArea(
  scoped: Scoped<AreaScope>,
  asked: ChildrenAsked,
  day: PlainDate,
): Promise<readonly Enrolment[]> {
  const { laId } = scoped.scope;
  const name = asked.name.toLowerCase();
  const begins = name === '' ? sql`true` : sql`name_key >= ${name} AND name_key < ${name + lastLetter}`;
  const inYear = asked.yearGroup === undefined ? sql`true` : sql`year_group = ${asked.yearGroup}`;
  // Read first: a comparison with a sub-query would be no range of the index.
  const last = asked.after && (await keyOf(scoped, asked.after));
  const after = last ? sql`(name_key, setting_id, slot) > (${last.key}, ${last.settingId}, ${last.slot})` : sql`true`;
  const { rows } = await sql<StoredEnrolment>`
    WITH found AS ${asked.settingId === undefined ? sql`NOT MATERIALIZED` : sql`MATERIALIZED`} (
      SELECT * FROM enrolment
       WHERE la_id = ${laId} AND entered_on <= ${day} AND (left_on IS NULL OR left_on >= ${day}) AND ${begins} AND ${inYear}
         AND ${asked.settingId === undefined ? sql`true` : sql`setting_id = ${asked.settingId}`}
         AND ${asked.settingId === undefined || asked.class === undefined ? sql`true` : sql`class = ${asked.class}`})
    SELECT ${enrolmentColumns} FROM found WHERE ${after}
     ORDER BY name_key, setting_id, slot LIMIT ${childrenOfPage + 1}
  `.execute(scoped);
  return rows.map(withoutNulls);
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
