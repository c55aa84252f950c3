import { sql } from 'kysely';
import type { Calendar } from '#domain/roll/model.ts';
import { isCut } from '#domain/roll/own-places.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, daysBetween } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';
import type { DueEvent, TakenRegister } from './missing-registers.ts';
import { isExpected, ownTaken } from './own-taken.ts';
import { tallyCategories } from './tally.ts';
import { eventsOn } from './timetable-store.ts';

/** What a scope reads of registers, as a condition on the columns that its policy compares. */
function withinScope(scope: Scope) {
  switch (scope.kind) {
    case 'setting':
    case 'children':
      return sql`setting_id = ANY (${scope.settings}::integer[])`;
    case 'area':
      return sql`la_id = ${scope.laId}`;
    case 'trust':
      return sql`trust_id = ${scope.trustId}`;
    case 'nation':
      return sql`nation_id = ${scope.nationId}`;
    case 'steward':
      return sql`true`;
  }
}

/** A tally begins with everyone's five counts: a gap and a number each, of at most three bytes together for a setting. */
const bytesOfEveryone = 24;

/**
 * The registers of a day that are there, by setting, within the transaction's scope: who was expected, and how many of
 * them have no mark. Read from totals by their key; a whole nation's 50,000 come in one value, because as many rows would
 * take four times as long to take apart.
 */
export async function takenOn(
  scoped: Scoped,
  day: PlainDate,
  settingIds: readonly number[],
): Promise<ReadonlyMap<number, readonly TakenRegister[]>> {
  if (isCut(scoped.scope)) {
    const own = new Map<number, readonly TakenRegister[]>();
    for (const settingId of settingIds) own.set(settingId, (await ownTaken(scoped, settingId, [day])).get(day) ?? []);
    return own;
  }
  const { rows } = await sql<{ packed: Buffer | null }>`
    SELECT string_agg(int8send((setting_id::bigint << 32) + session * 256 + least(length(counts), ${bytesOfEveryone}::integer))
                      || substring(counts FOR ${bytesOfEveryone}), ''::bytea) AS packed
      FROM register_total
     WHERE setting_id = ANY (${`{${settingIds.join(',')}}`}::integer[]) AND day = ${day} AND ${withinScope(scoped.scope)}
  `.execute(scoped);
  const packed = rows[0]?.packed ?? Buffer.alloc(0);
  const taken = new Map<number, TakenRegister[]>();
  for (let at = 0; at < packed.length; ) {
    const settingId = packed.readInt32BE(at);
    const sessionAndLength = packed.readUInt32BE(at + 4);
    const end = at + 8 + (sessionAndLength & 255);
    const here = taken.get(settingId) ?? [];
    here.push({ session: sessionAndLength >>> 8, ...countsOf(packed.subarray(at + 8, end)) });
    taken.set(settingId, here);
    at = end;
  }
  return taken;
}

/** The registers of one setting that are there, by day, both ends included. */
export async function takenByDay(
  scoped: Scoped,
  settingId: number,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<ReadonlyMap<PlainDate, readonly TakenRegister[]>> {
  if (isCut(scoped.scope)) {
    const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, after) => addDays(from, after));
    return ownTaken(scoped, settingId, days);
  }
  const { rows } = await sql<{ day: PlainDate; session: number; everyone: Buffer }>`
    SELECT day, session, substring(counts FOR ${bytesOfEveryone}) AS everyone FROM register_total
     WHERE setting_id = ${settingId} AND day BETWEEN ${from} AND ${to} ORDER BY day, session
  `.execute(scoped);
  const taken = rows.map(({ day, session, everyone }) => ({ day, session, ...countsOf(everyone) }));
  return Map.groupBy(taken, ({ day }) => day);
}

const unmeasuredPlace = tallyCategories.indexOf('unmeasured');

/** Everyone's counts from the beginning of a packed tally: pairs of a gap and a number, the last of which may be cut. */
export function countsOf(packed: Uint8Array): Pick<TakenRegister, 'expected' | 'unmeasured'> {
  let [place, expected, unmeasured, gap] = [0, 0, 0, -1];
  let [value, scale] = [0, 1];
  for (const byte of packed) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    if (gap < 0) gap = value;
    else {
      place += gap;
      if (place > unmeasuredPlace) break;
      expected += value;
      if (place === unmeasuredPlace) unmeasured = value;
      place += 1;
      gap = -1;
    }
    [value, scale] = [0, 1];
  }
  return { expected, unmeasured };
}

/** The timetabled events of a day by setting, within the scope; a national scope sees none. */
export async function eventsDue(
  scoped: Scoped,
  day: PlainDate,
  settingIds: readonly number[],
): Promise<ReadonlyMap<number, readonly DueEvent[]>> {
  if (scoped.scope.kind === 'nation') return new Map();
  if (isCut(scoped.scope)) return ownEventsDue(scoped, day, settingIds);
  const { rows } = await sql<DueEvent & { readonly settingId: number }>`
    SELECT setting_id AS "settingId", session, to_char(starts_at, 'HH24:MI') AS "startsAt" FROM timetable_event
     WHERE setting_id = ANY (${settingIds}::integer[]) AND day = ${day} AND ${withinScope(scoped.scope)}
     ORDER BY setting_id, starts_at
  `.execute(scoped);
  return Map.groupBy(rows, ({ settingId }) => settingId);
}

/** The events at which somebody of the scope is expected. */
async function ownEventsDue(
  scoped: Scoped,
  day: PlainDate,
  settingIds: readonly number[],
): Promise<ReadonlyMap<number, readonly DueEvent[]>> {
  const due = new Map<number, readonly DueEvent[]>();
  for (const settingId of settingIds) due.set(settingId, (await eventsOn(scoped, settingId, day)).filter(isExpected));
  return due;
}

/** The last day before `day` of which each setting has any register; settings without one are left out. */
export async function lastTaken(
  scoped: Scoped,
  day: PlainDate,
  settingIds: readonly number[],
): Promise<ReadonlyMap<number, PlainDate>> {
  const { rows } = await sql<{ settingId: number; day: PlainDate | null }>`
    SELECT asked.setting_id AS "settingId", last.day
      FROM unnest(${settingIds}::integer[]) AS asked (setting_id)
     CROSS JOIN LATERAL (SELECT max(t.day) AS day FROM register_total AS t
                          WHERE t.setting_id = asked.setting_id AND t.day < ${day}) AS last
  `.execute(scoped);
  return new Map(rows.flatMap(({ settingId, day: last }) => (last === null ? [] : [[settingId, last] as const])));
}

/** The calendars of one day by setting: of settings that are in term that day. They hold no child. */
export async function calendarsOn(queries: Queries, day: PlainDate): Promise<ReadonlyMap<number, Calendar>> {
  const terms = await sql<{ settingId: number }>`
    SELECT DISTINCT setting_id AS "settingId" FROM term WHERE ${day} BETWEEN starts_on AND ends_on
  `.execute(queries);
  const closures = await sql<Calendar['closures'][number] & { readonly settingId: number }>`
    SELECT setting_id AS "settingId", day, session, kind, reason FROM closure WHERE day = ${day}
  `.execute(queries);
  const closed = Map.groupBy(closures.rows, ({ settingId }) => settingId);
  const open = [{ startsOn: day, endsOn: day, name: '' }];
  return new Map(
    terms.rows.map(({ settingId }) => [settingId, { terms: open, closures: closed.get(settingId) ?? [] }]),
  );
}
