import { sql } from 'kysely';
import { cutRoster, cutToOwn, isCut, ownPlaces } from '#domain/roll/own-places.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import type { GapChange, GapFinding, GapStored, HalfDay } from './dual-model.ts';
import type { RegisterKey } from './model.ts';
import { registerDay } from './register-day.ts';

type Joining = Scoped<StewardScope>;

const dualStatuses = ['main', 'subsidiary', 'guest'];

/** Where a child is on roll on a day. */
export interface PlaceOfLearner {
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
}

/** The children whose half day a setting's register may have something to say about: those on more than one roll or marked D. */
export async function learnersToJoin(
  scoped: Joining,
  { settingId, day, session }: HalfDay & Pick<RegisterKey, 'settingId'>,
  markedPlaces: readonly number[],
): Promise<readonly number[]> {
  const { rows } = await sql<{ learnerId: number }>`
    SELECT e.learner_id AS "learnerId"
      FROM enrolment AS e
      JOIN setting_roll AS t ON t.setting_id = e.setting_id AND t.year = ${registerDay(day).year}
     WHERE e.setting_id = ${settingId} AND e.entered_on <= ${day} AND (e.left_on IS NULL OR e.left_on >= ${day})
       AND (e.status = ANY (${dualStatuses}::text[]) OR e.slot - t.base = ANY (${markedPlaces}::integer[]))
     UNION
    SELECT learner_id FROM dual_gap
     WHERE setting_id = ${settingId} AND day = ${day} AND session = ${session}
     UNION
    SELECT learner_id FROM dual_answer
     WHERE setting_id = ${settingId} AND day = ${day} AND session = ${session}
  `.execute(scoped);
  return rows.map(({ learnerId }) => learnerId);
}

/** Every roll that children are on on a day. */
export async function placesOn(
  scoped: Joining,
  learnerIds: readonly number[],
  day: PlainDate,
): Promise<readonly PlaceOfLearner[]> {
  const { rows } = await sql<PlaceOfLearner>`
    SELECT learner_id AS "learnerId", setting_id AS "settingId", slot
      FROM learner_enrolment
     WHERE learner_id = ANY (${learnerIds}::bigint[]) AND entered_on <= ${day} AND (left_on IS NULL OR left_on >= ${day})
     ORDER BY learner_id, setting_id, slot
  `.execute(scoped);
  return rows;
}

/** A register of one of several settings, with what its places are counted from. */
export interface MarksOfSetting {
  readonly settingId: number;
  readonly session: number;
  readonly base: number;
  readonly marks: Buffer;
  readonly bookId: number;
  /** Of a college's event: whom it expects; null for half a day. */
  readonly roster: Buffer | null;
}

/**
 * The registers of settings in one half of a day: the half day's own, and a college's events that start in it. A college
 * has no bell at noon: what starts before 12:30 is of the morning.
 */
export async function marksOfHalf(
  scoped: Scoped,
  settingIds: readonly number[],
  { day, session }: HalfDay,
): Promise<readonly MarksOfSetting[]> {
  const { rows } = await sql<MarksOfSetting>`
    SELECT r.setting_id AS "settingId", r.session, t.base, r.marks, r.book AS "bookId", e.roster
      FROM register AS r
      JOIN setting_roll AS t ON t.setting_id = r.setting_id AND t.year = ${registerDay(day).year}
      LEFT JOIN timetable_event AS e ON e.setting_id = r.setting_id AND e.day = r.day AND e.session = r.session
     WHERE r.setting_id = ANY (${settingIds}::integer[]) AND r.day = ${day}
       AND (r.session = ${session}
            OR r.session >= 3 AND (e.starts_at < '12:30') = (${session} = 1))
     ORDER BY r.setting_id, r.session
  `.execute(scoped);
  if (!isCut(scoped.scope)) return rows;
  return rows.map((row) => {
    const own = ownPlaces(scoped.scope, row.settingId, row.base);
    return { ...row, marks: cutToOwn(row.marks, own), roster: row.roster && cutRoster(row.roster, own) };
  });
}

/** The half of the day in which a college's event starts; `undefined` when there is no such event. */
export async function halfOfEvent(
  scoped: Scoped,
  { settingId, day, session }: RegisterKey,
): Promise<number | undefined> {
  const { rows } = await sql<{ half: number }>`
    SELECT CASE WHEN starts_at < '12:30' THEN 1 ELSE 2 END AS half
      FROM timetable_event WHERE setting_id = ${settingId} AND day = ${day} AND session = ${session}
  `.execute(scoped);
  return rows[0]?.half;
}

/** Which partner each enrolment names. */
export async function namedPartners(
  scoped: Scoped,
  places: readonly PlaceOfLearner[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ settingId: number; slot: number; partner: number }>`
    SELECT e.setting_id AS "settingId", e.slot, e.partner_setting_id AS partner
      FROM unnest(${places.map((one) => one.settingId)}::integer[], ${places.map((one) => one.slot)}::integer[]) AS p (setting_id, slot)
      JOIN enrolment AS e ON e.setting_id = p.setting_id AND e.slot = p.slot
     WHERE e.partner_setting_id IS NOT NULL
  `.execute(scoped);
  return new Map(rows.map(({ settingId, slot, partner }) => [`${settingId} ${slot}`, partner]));
}

/** The tasks stored of children's half day, at any setting. */
export async function storedGaps(
  scoped: Joining,
  settingIds: readonly number[],
  { day, session }: HalfDay,
  learnerIds: readonly number[],
): Promise<readonly GapStored[]> {
  const { rows } = await sql<GapStored>`
    SELECT setting_id AS "settingId", slot, side, learner_id AS "learnerId", other_setting_id AS "otherSettingId", found,
           closed_at AS "closedAt", closed_by AS "closedBy", outcome
      FROM dual_gap
     WHERE setting_id = ANY (${settingIds}::integer[]) AND day = ${day} AND session = ${session}
       AND learner_id = ANY (${learnerIds}::bigint[])
  `.execute(scoped);
  return rows;
}

/** Writes what a half day's tasks should be. Another process may be writing the same: then the second changes nothing. */
export async function writeGaps(
  scoped: Joining,
  { day, session }: HalfDay,
  learnerId: number,
  changes: readonly GapChange[],
  at: Date,
): Promise<void> {
  for (const change of changes) {
    const { settingId, slot, side, otherSettingId, found } = change.gap;
    if (change.kind === 'close') {
      await sql`
        UPDATE dual_gap SET closed_at = ${at}, outcome = ${change.outcome}, closed_by = NULL
         WHERE setting_id = ${settingId} AND day = ${day} AND session = ${session} AND slot = ${slot} AND closed_at IS NULL
      `.execute(scoped);
      continue;
    }
    await sql`
      INSERT INTO dual_gap (setting_id, day, session, slot, side, learner_id, other_setting_id, found, raised_at, la_id, trust_id)
      SELECT ${settingId}::integer, ${day}::date, ${session}::smallint, ${slot}::integer, ${side}::text, ${learnerId}::bigint,
             ${otherSettingId}::integer, ${found}::text, ${at}::timestamptz, k.la_id, k.trust_id
        FROM register_keeper AS k WHERE k.setting_id = ${settingId}
      ON CONFLICT (setting_id, day, session, slot) DO UPDATE
        SET side = excluded.side, other_setting_id = excluded.other_setting_id, found = excluded.found,
            closed_at = NULL, outcome = NULL, closed_by = NULL
    `.execute(scoped);
  }
}

/** A half day of a setting that is to be looked at. */
export interface HalfToJoin extends HalfDay {
  readonly settingId: number;
}

/** Of registers that changed, those that hold a mark D, have a task or an answer, or are of a setting with a child on two rolls. */
export async function registersWorthJoining(
  scoped: Joining,
  keys: readonly RegisterKey[],
  marks: readonly number[],
): Promise<readonly RegisterKey[]> {
  const { rows } = await sql<RegisterKey>`
    SELECT c.setting_id AS "settingId", c.day, c.session
      FROM unnest(${keys.map((key) => key.settingId)}::integer[], ${keys.map((key) => key.day)}::date[],
                  ${keys.map((key) => key.session)}::smallint[]) AS c (setting_id, day, session)
     WHERE EXISTS (SELECT FROM enrolment AS e
                    WHERE e.setting_id = c.setting_id AND e.status IN ('main', 'subsidiary', 'guest'))
        OR EXISTS (SELECT FROM register AS r
                    WHERE r.setting_id = c.setting_id AND r.day = c.day AND r.session = c.session
                      AND ${holdsAny(marks)})
        OR EXISTS (SELECT FROM dual_gap AS g
                    WHERE g.setting_id = c.setting_id AND g.day = c.day AND g.session = c.session)
        OR EXISTS (SELECT FROM dual_answer AS d
                    WHERE d.setting_id = c.setting_id AND d.day = c.day AND d.session = c.session)
  `.execute(scoped);
  return rows;
}

/**
 * The half days of some days at which a setting marked somebody D, and those with an open task. Setting by setting, because
 * that is how registers are found: a D is looked for wherever it may be written, also of a child on one roll alone.
 */
export async function halvesWithMarks(
  scoped: Joining,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
  marks: readonly number[],
): Promise<readonly HalfToJoin[]> {
  const { rows } = await sql<HalfToJoin>`
    SELECT r.setting_id AS "settingId", r.day, r.session
      FROM register AS r
     WHERE r.setting_id IN (SELECT setting_id FROM register_keeper)
       AND r.day BETWEEN ${from} AND ${to} AND r.session IN (1, 2) AND ${holdsAny(marks)}
     UNION
    SELECT setting_id, day, session FROM dual_gap WHERE closed_at IS NULL
     UNION
    SELECT setting_id, day, session FROM dual_answer
     WHERE setting_id IN (SELECT setting_id FROM register_keeper) AND day BETWEEN ${from} AND ${to} AND says <> 'elsewhere'
     ORDER BY 2, 3, 1
  `.execute(scoped);
  return rows;
}

function holdsAny(marks: readonly number[]) {
  return sql`(${sql.join(
    marks.map((mark) => sql`position(${Buffer.of(mark)}::bytea IN r.marks) > 0`),
    sql` OR `,
  )})`;
}

/** A task as a reader sees it, with the child as the reader's own scope knows them. */
export interface ListedGap extends HalfDay {
  /** Tells both sides of one child’s half day; never answered to anybody. */
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
  readonly side: 'marked' | 'partner';
  readonly otherSettingId: number;
  readonly found: GapFinding;
  readonly raisedAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly outcome: string | null;
  readonly surname: string;
  readonly givenName: string;
  readonly class: string;
}

/** Which tasks: those open, or those closed in the last days. */
export interface GapFilter {
  readonly state: 'open' | 'closed';
  readonly since: PlainDate;
}

const mostListed = 2_000;

/** The tasks that a scope reaches, the oldest first; those closed, the newest first. */
export async function listGaps(scoped: Scoped, { state, since }: GapFilter): Promise<readonly ListedGap[]> {
  const isOpen = state === 'open';
  const { rows } = await sql<ListedGap>`
    SELECT g.learner_id AS "learnerId", g.setting_id AS "settingId", g.day, g.session, g.slot, g.side, g.other_setting_id AS "otherSettingId", g.found,
           g.raised_at AS "raisedAt", g.closed_at AS "closedAt", g.closed_by AS "closedBy", g.outcome, e.surname,
           e.given_name AS "givenName", e.class
      FROM dual_gap AS g
      JOIN enrolment AS e ON e.setting_id = g.setting_id AND e.slot = g.slot
     WHERE ${reach(scoped)} AND (g.closed_at IS NULL) = ${isOpen} AND (${isOpen} OR g.day >= ${since})
     ORDER BY g.day ${isOpen ? sql`ASC` : sql`DESC`}, g.session, g.setting_id, e.surname, e.given_name, g.slot
     LIMIT ${mostListed}
  `.execute(scoped);
  return rows;
}

/** The scope's own column, named: the planner reads by it. */
function reach({ scope }: Scoped) {
  switch (scope.kind) {
    case 'setting':
      return sql`g.setting_id = ANY (${scope.settings}::integer[]) AND e.setting_id = ANY (${scope.settings}::integer[])`;
    case 'area':
      return sql`g.la_id = ${scope.laId} AND e.la_id = ${scope.laId}`;
    case 'trust':
      return sql`g.trust_id = ${scope.trustId} AND e.trust_id = ${scope.trustId}`;
    case 'children':
      return sql`g.learner_id = ANY (${scope.learners}::bigint[]) AND e.learner_id = ANY (${scope.learners}::bigint[])`;
    case 'nation':
    case 'steward':
      return sql`false`;
  }
}

/** What names one task. */
export interface GapName extends HalfDay {
  readonly settingId: number;
  readonly slot: number;
}

/** Closes a task with words. Answers whether it was open. */
export async function closeGap(
  scoped: Scoped<SettingScope>,
  { settingId, day, session, slot }: GapName,
  { outcome, at }: { readonly outcome: string; readonly at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE dual_gap SET closed_at = ${at}, outcome = ${outcome}, closed_by = ${scoped.scope.actor}
     WHERE setting_id = ${settingId} AND day = ${day} AND session = ${session} AND slot = ${slot} AND closed_at IS NULL
  `.execute(scoped);
  return numAffectedRows === 1n;
}
