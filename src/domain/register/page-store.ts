import { sql } from 'kysely';
import { session as sessions } from '#domain/roll/model.ts';
import { onlyOwn, ownPlaces } from '#domain/roll/own-places.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { EnrolmentStatus } from '#platform/database/register-schema.ts';
import type { RegisterKey } from './model.ts';

/** Somebody on a setting's roll on a day, or about then, as a register names them. */
export interface NamedPupil {
  readonly slot: number;
  readonly learnerId: number;
  readonly surname: string;
  readonly givenName: string;
  readonly class: string;
  /** As the newest year of the roll has it; 99 when it is not known. */
  readonly yearGroup: number;
  readonly status: EnrolmentStatus;
  readonly enteredOn: PlainDate;
  readonly leftOn: PlainDate | null;
  /** The agreed part-time plan that leaves this session free. */
  readonly freeUntil: PlainDate | null;
  readonly freeBecause: string | null;
}

/** How long before they join and after they leave a register still says that somebody is not expected. */
const daysAround = 14;

/** Whoever is on roll on a register's day, or two weeks before or after it, by name. `className` narrows it to one class. */
export async function namedPupils(
  scoped: Scoped,
  { settingId, day, session }: RegisterKey,
  className: string | undefined,
): Promise<readonly NamedPupil[]> {
  const halfDay = session <= sessions.afternoon ? 1 << ((isoWeekday(day) - 1) * 2 + session - 1) : 0;
  const { rows } = await sql<NamedPupil>`
    SELECT e.slot, e.learner_id AS "learnerId", e.surname, e.given_name AS "givenName", e.class, e.year_group AS "yearGroup", e.status, e.entered_on AS "enteredOn",
           e.left_on AS "leftOn", p.ends_on AS "freeUntil", p.reason AS "freeBecause"
      FROM enrolment AS e
      LEFT JOIN part_time_plan AS p ON p.setting_id = e.setting_id AND p.slot = e.slot
       AND ${day} BETWEEN p.starts_on AND p.ends_on AND p.sessions_off & ${halfDay} <> 0
     WHERE e.setting_id = ${settingId} AND (${className ?? null}::text IS NULL OR e.class = ${className ?? null})
       AND e.entered_on <= ${addDays(day, daysAround)} AND (e.left_on IS NULL OR e.left_on >= ${addDays(day, -daysAround)})
     ORDER BY e.surname, e.given_name, e.slot
  `.execute(scoped);
  return rows;
}

/** Names by slot, of anybody who was ever on a setting's roll. */
export async function namesOf(
  scoped: Scoped,
  settingId: number,
  slots: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ slot: number; name: string }>`
    SELECT slot, given_name || ' ' || surname AS name FROM enrolment
     WHERE setting_id = ${settingId} AND slot = ANY (${slots}::integer[])
  `.execute(scoped);
  return new Map(rows.map(({ slot, name }) => [slot, name]));
}

/** Marks that were entered after a register had first been recorded, at once and by one person. */
export interface EnteredMarks {
  readonly version: number;
  readonly enteredAt: Date;
  readonly actor: string;
  readonly slots: readonly number[];
}

/** What was entered into a register after it had first been recorded, the latest first. */
export async function enteredMarks(
  scoped: Scoped,
  { settingId, day, session }: RegisterKey,
): Promise<readonly EnteredMarks[]> {
  const { rows } = await sql<EnteredMarks>`
    SELECT e.version, e.entered_at AS "enteredAt", a.label AS actor, e.slots
      FROM register_entry AS e JOIN actor AS a ON a.actor_id = e.actor_id
     WHERE e.setting_id = ${settingId} AND e.day = ${day} AND e.session = ${session}
     ORDER BY e.version DESC
  `.execute(scoped);
  const own = ownPlaces(scoped.scope, settingId, 0);
  return own === undefined ? rows : rows.map((row) => ({ ...row, slots: onlyOwn(row.slots, own) }));
}
