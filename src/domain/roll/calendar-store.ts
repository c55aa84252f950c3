import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';
import type { Calendar } from './model.ts';

type Term = Calendar['terms'][number];
type Closure = Calendar['closures'][number];

/** The terms and closures of a setting, by day. A setting of which nothing is known is never open. */
export async function calendarOf(queries: Queries, settingId: number): Promise<Calendar> {
  return (await calendarsOf(queries, [settingId])).get(settingId) ?? { terms: [], closures: [] };
}

/** The calendars of settings by `setting_id`, each of them there. They hold no child: any connection may ask. */
export async function calendarsOf(
  queries: Queries,
  settingIds: readonly number[],
): Promise<ReadonlyMap<number, Calendar>> {
  const terms = await sql<Term & { readonly settingId: number }>`
    SELECT setting_id AS "settingId", starts_on AS "startsOn", ends_on AS "endsOn", name
      FROM term WHERE setting_id = ANY (${settingIds}::integer[]) ORDER BY setting_id, starts_on
  `.execute(queries);
  const closures = await sql<Closure & { readonly settingId: number }>`
    SELECT setting_id AS "settingId", day, session, kind, reason
      FROM closure WHERE setting_id = ANY (${settingIds}::integer[]) ORDER BY setting_id, day, session
  `.execute(queries);
  const calendars = new Map(
    settingIds.map((settingId) => [settingId, { terms: [] as Term[], closures: [] as Closure[] }]),
  );
  for (const { settingId, ...term } of terms.rows) calendars.get(settingId)?.terms.push(term);
  for (const { settingId, ...closure } of closures.rows) calendars.get(settingId)?.closures.push(closure);
  return calendars;
}

type Writing = Scoped<SettingScope | StewardScope>;

const calendarLock = 7_203;

/**
 * Makes every other change to this setting's calendar wait until this transaction ends. Throws when a setting's scope is
 * not of this setting: calendars hold no child, so that the database itself lets any setting write any.
 */
export async function lockCalendar(scoped: Writing, settingId: number): Promise<void> {
  const { scope } = scoped;
  if (scope.kind === 'setting' && !scope.settings.includes(settingId)) {
    throw new RangeError(`A scope of other settings cannot change the calendar of ${settingId}`);
  }
  await sql`SELECT pg_advisory_xact_lock(${calendarLock}::integer, ${settingId}::integer)`.execute(scoped);
}

/** Stores the terms of a setting in place of those it had. */
export async function replaceTerms(scoped: Writing, settingId: number, terms: readonly Term[]): Promise<void> {
  await sql`DELETE FROM term WHERE setting_id = ${settingId}`.execute(scoped);
  await sql`
    INSERT INTO term (setting_id, starts_on, ends_on, name)
    SELECT ${settingId}::integer, * FROM unnest(
      ${terms.map(({ startsOn }) => startsOn)}::date[], ${terms.map(({ endsOn }) => endsOn)}::date[],
      ${terms.map(({ name }) => name)}::text[])
  `.execute(scoped);
}

/** Stores a closure, with when it was recorded and by whom. */
export async function insertClosure(
  scoped: Writing,
  settingId: number,
  { day, session, kind, reason }: Closure,
  recorded: { readonly at: Date; readonly by: string },
): Promise<void> {
  await sql`
    INSERT INTO closure (setting_id, day, session, kind, reason, recorded_at, recorded_by)
    VALUES (${settingId}, ${day}, ${session}, ${kind}, ${reason}, ${recorded.at}, ${recorded.by})
  `.execute(scoped);
}

/** Takes away the closure of a session of a day, or every one of that day. Answers how many there were. */
export async function deleteClosure(
  scoped: Writing,
  settingId: number,
  { day, session }: { readonly day: PlainDate; readonly session: number | undefined },
): Promise<number> {
  const gone = await sql`
    DELETE FROM closure WHERE setting_id = ${settingId} AND day = ${day}
       AND (${session ?? null}::smallint IS NULL OR session = ${session ?? null})
  `.execute(scoped);
  return Number(gone.numAffectedRows ?? 0);
}
