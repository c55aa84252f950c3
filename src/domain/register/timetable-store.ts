import { sql } from 'kysely';
import { calendarOf } from '#domain/roll/calendar-store.ts';
import { childrenRoll, rollShape } from '#domain/roll/children-roll-store.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { cutRoster, isCut, ownPlaces } from '#domain/roll/own-places.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import { unpackIdentifiers, unpackSpells } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import type { RegisterKey } from './model.ts';
import { registerDay } from './register-day.ts';

/** A timetabled event of a college. */
export interface TimetableEvent {
  readonly session: number;
  /** Local time, `09:30`. */
  readonly startsAt: string;
  readonly minutes: number;
  readonly title: string;
  /** One bit a place, lowest first: who is expected. */
  readonly roster: Uint8Array;
}

/** The roll that a register is taken from, the event it is of, if any, and what the calendar says of its day. */
export interface RollAndEvent {
  readonly roll: Roll;
  /** Stands for the roll as it was read: its version and the transaction that wrote it. */
  readonly rollStamp: string;
  readonly roster: Uint8Array | undefined;
  /** Of that day alone; `undefined` when the setting has told nobody when it is open. */
  readonly calendar: Calendar | undefined;
}

interface StoredRoll {
  readonly rollStamp: string;
  readonly version: number;
  readonly base: number;
  readonly size: number;
  readonly spells: Buffer;
  readonly identifiers: Buffer;
  readonly roster: Buffer | null;
  readonly hasTerms: boolean;
  readonly inTerm: boolean;
  readonly closures: Calendar['closures'] | null;
}

// Prepared once a connection: a morning asks it once a register.
const readRollAndEvent = {
  name: 'read roll and event',
  text: `
    SELECT t.version, t.version || ' ' || t.xmin::text AS "rollStamp", t.base, t.size, t.spells, t.identifiers, e.roster,
           EXISTS (SELECT FROM term AS d WHERE d.setting_id = $1) AS "hasTerms",
           EXISTS (SELECT FROM term AS d WHERE d.setting_id = $1 AND $3 BETWEEN d.starts_on AND d.ends_on) AS "inTerm",
           (SELECT json_agg(json_build_object('day', c.day, 'session', c.session, 'kind', c.kind, 'reason', c.reason))
              FROM closure AS c WHERE c.setting_id = $1 AND c.day = $3) AS closures
      FROM setting_roll AS t
      LEFT JOIN timetable_event AS e ON e.setting_id = t.setting_id AND e.day = $3 AND e.session = $4
     WHERE t.setting_id = $1 AND t.year = $2`,
};

/** The roll of a register's academic year and its event's roster; `undefined` when there is no roll or it is out of scope. */
export async function rollAndEvent(scoped: Scoped, key: RegisterKey): Promise<RollAndEvent | undefined> {
  const { client } = scoped;
  if (scoped.scope.kind === 'children') return childrenRollAndEvent(scoped, key);
  const { year } = registerDay(key.day);
  const values = [key.settingId, year, key.day, key.session];
  const row = (await client.query<StoredRoll>({ ...readRollAndEvent, values })).rows[0];
  if (!row) return undefined;
  const { version, base, size, roster } = row;
  const roll = { settingId: key.settingId, year, version, base, size };
  return {
    roll: { ...roll, spells: unpackSpells(row.spells), identifiers: unpackIdentifiers(row.identifiers) },
    rollStamp: row.rollStamp,
    roster: roster ?? undefined,
    calendar: row.hasTerms ? calendarOn(key.day, row) : undefined,
  };
}

/** The same of a scope’s own children: nobody else is on the roll, or expected at the event. */
async function childrenRollAndEvent(scoped: Scoped, key: RegisterKey): Promise<RollAndEvent | undefined> {
  const { settingId, day } = key;
  const roll = await childrenRoll(scoped, settingId, registerDay(day).year);
  if (!roll) return undefined;
  const event = (await eventsOn(scoped, settingId, day)).find(({ session }) => session === key.session);
  const { terms, closures } = await calendarOf(scoped, settingId);
  const open = terms.filter(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
  return {
    roll,
    rollStamp: `${roll.version} of some`,
    roster: event?.roster,
    calendar:
      terms.length === 0 ? undefined : { terms: open, closures: closures.filter((closure) => closure.day === day) },
  };
}

function calendarOn(day: PlainDate, { inTerm, closures }: StoredRoll): Calendar {
  return { terms: inTerm ? [{ startsOn: day, endsOn: day, name: '' }] : [], closures: closures ?? [] };
}

/** The timetabled events of a setting's days, both ends included, by day and start. */
export async function eventsBetween(
  scoped: Scoped,
  settingId: number,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<readonly (TimetableEvent & { readonly day: PlainDate })[]> {
  const { rows } = await sql<TimetableEvent & { readonly day: PlainDate }>`
    SELECT day, session, to_char(starts_at, 'HH24:MI') AS "startsAt", minutes, title, roster
      FROM timetable_event WHERE setting_id = ${settingId} AND day BETWEEN ${from} AND ${to}
     ORDER BY day, starts_at, session
  `.execute(scoped);
  if (!isCut(scoped.scope)) return rows;
  const shape = await rollShape(scoped, settingId, registerDay(from).year);
  const own = shape && ownPlaces(scoped.scope, settingId, shape.base);
  return rows.map((event) => ({ ...event, roster: cutRoster(Buffer.from(event.roster), own ?? new Set()) }));
}

/** The timetabled events of one day. */
export function eventsOn(scoped: Scoped, settingId: number, day: PlainDate): Promise<readonly TimetableEvent[]> {
  return eventsBetween(scoped, settingId, { from: day, to: day });
}

/** Puts a day's events in place of those that were there. */
export async function replaceEvents(
  scoped: Scoped<SettingScope | StewardScope>,
  { settingId, laId, trustId }: Pick<Keeper, 'settingId' | 'laId' | 'trustId'>,
  day: PlainDate,
  events: readonly TimetableEvent[],
): Promise<void> {
  await sql`
    DELETE FROM timetable_event WHERE setting_id = ${settingId} AND day = ${day}
       AND session <> ALL (${events.map((event) => event.session)}::smallint[])
  `.execute(scoped);
  for (const { session, startsAt, minutes, title, roster } of events) {
    await sql`
      INSERT INTO timetable_event (setting_id, day, session, starts_at, minutes, title, roster, la_id, trust_id)
      VALUES (${settingId}, ${day}, ${session}, ${startsAt}, ${minutes}, ${title}, ${Buffer.from(roster)}, ${laId}, ${trustId})
      ON CONFLICT (setting_id, day, session) DO UPDATE SET starts_at = excluded.starts_at, minutes = excluded.minutes,
        title = excluded.title, roster = excluded.roster
    `.execute(scoped);
  }
}
