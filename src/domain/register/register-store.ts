import { sql } from 'kysely';
import { rollShape } from '#domain/roll/children-roll-store.ts';
import { cutToOwn, isCut, onlyOwn, ownPlaces } from '#domain/roll/own-places.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { Amendment, RegisterKey, StoredRegister } from './model.ts';
import { registerDay } from './register-day.ts';
import type { LaterEntry } from './replay.ts';
import { replay } from './replay.ts';

const columns = sql`
  r.setting_id AS "settingId", r.day, r.session, r.version, r.taken_at AS "takenAt", a.label AS actor, r.book AS "bookId",
  r.marks`;

/** A register as it stands; `undefined` when it has not been taken, or is out of scope. */
export async function registerAt(
  scoped: Scoped,
  { settingId, day, session }: RegisterKey,
): Promise<StoredRegister | undefined> {
  const { rows } = await sql<StoredRegister>`
    SELECT ${columns} FROM register AS r JOIN actor AS a ON a.actor_id = r.actor_id
     WHERE r.setting_id = ${settingId} AND r.day = ${day} AND r.session = ${session}
  `.execute(scoped);
  return (await ownMarks(scoped, rows))[0];
}

/** The registers of a setting's day, by session. */
export async function registersOn(
  scoped: Scoped,
  settingId: number,
  day: PlainDate,
): Promise<readonly StoredRegister[]> {
  const { rows } = await sql<StoredRegister>`
    SELECT ${columns} FROM register AS r JOIN actor AS a ON a.actor_id = r.actor_id
     WHERE r.setting_id = ${settingId} AND r.day = ${day} ORDER BY r.session
  `.execute(scoped);
  return ownMarks(scoped, rows);
}

/** Registers of one setting’s day as far as the scope reaches: without the marks of any child who is not its own. */
async function ownMarks(scoped: Scoped, rows: readonly StoredRegister[]): Promise<readonly StoredRegister[]> {
  const [first] = rows;
  if (!first || !isCut(scoped.scope)) return rows;
  const own = await ownOn(scoped, first);
  return rows.map((row) => ({ ...row, marks: cutToOwn(Buffer.from(row.marks), own) }));
}

/** The scope’s own places at a setting in the year of a day; none where there is no roll. */
async function ownOn(
  scoped: Scoped,
  { settingId, day }: Pick<RegisterKey, 'settingId' | 'day'>,
): Promise<ReadonlySet<number>> {
  const shape = await rollShape(scoped, settingId, registerDay(day).year);
  return (shape && ownPlaces(scoped.scope, settingId, shape.base)) ?? new Set();
}

/** A register as it stood at an instant; `undefined` when it had not been taken by then. */
export async function replayRegister(
  scoped: Scoped,
  key: RegisterKey,
  asAt: Date,
): Promise<StoredRegister | undefined> {
  const current = await registerAt(scoped, key);
  if (!current) return undefined;
  return replay(current, { amendments: await amendmentsOf(scoped, key), entries: await entriesOf(scoped, key) }, asAt);
}

/** The marks of a register that were changed, the latest first. */
export async function amendmentsOf(
  scoped: Scoped,
  { settingId, day, session }: RegisterKey,
): Promise<readonly Amendment[]> {
  const { rows } = await sql<Amendment>`
    SELECT m.slot - t.base AS place, m.version, m.original, m.amended, m.amended_at AS "amendedAt", a.label AS actor,
           m.reason
      FROM amendment AS m
      JOIN setting_roll AS t ON t.setting_id = m.setting_id AND t.year = ${registerDay(day).year}
      JOIN actor AS a ON a.actor_id = m.actor_id
     WHERE m.setting_id = ${settingId} AND m.day = ${day} AND m.session = ${session}
     ORDER BY m.version DESC, m.slot
  `.execute(scoped);
  return rows;
}

/** Marks of a register that were first entered after it had been recorded, the latest first. */
async function entriesOf(scoped: Scoped, { settingId, day, session }: RegisterKey): Promise<readonly LaterEntry[]> {
  const { rows } = await sql<LaterEntry & { readonly base: number; readonly slots: readonly number[] }>`
    SELECT e.version, e.entered_at AS "enteredAt", e.slots, t.base
      FROM register_entry AS e
      JOIN setting_roll AS t ON t.setting_id = e.setting_id AND t.year = ${registerDay(day).year}
     WHERE e.setting_id = ${settingId} AND e.day = ${day} AND e.session = ${session}
     ORDER BY e.version DESC
  `.execute(scoped);
  return rows.map(({ base, slots, version, enteredAt }) => ({
    version,
    enteredAt,
    places: onlyOwn(
      slots.map((slot) => slot - base),
      ownPlaces(scoped.scope, settingId, base),
    ),
  }));
}
