import { session as sessions } from '#domain/roll/model.ts';
import { unpackSpells } from '#domain/roll/packed-roll.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { Bands } from './bands.ts';
import type { MarksToWrite } from './change-marks.ts';
import type { MovedTotals } from './change-totals.ts';
import { packCounts } from './learner-counts.ts';
import type { RegisterKey } from './model.ts';
import type { RegisterDay } from './register-day.ts';
import { packTally } from './tally.ts';

/** Everything that a change of one register is reckoned from, read under the lock of its setting's year. */
export interface RecordState {
  /** Changes of the setting's year so far. */
  readonly changes: number;
  readonly learners: Buffer;
  /** Stands for the roll as it is: its version and the transaction that wrote it. */
  readonly rollStamp: string;
  readonly size: number;
  readonly base: number;
  readonly nation: NationName;
  readonly unit: 'session' | 'event' | 'none';
  readonly nationId: number;
  readonly laId: number;
  readonly trustId: number;
  /** Null, with what follows it, when there is no such register yet. */
  readonly version: number | null;
  readonly marks: Buffer | null;
  readonly book: number | null;
  readonly registerTotal: Buffer | null;
  readonly weekTotal: Buffer | null;
  readonly yearTotal: Buffer | null;
  readonly yearVersion: number | null;
  readonly minutes: number | null;
  readonly roster: Buffer | null;
}

// Prepared once a connection: parsing and planning these would cost more than running them.
const readState = {
  name: 'read register and totals',
  text: `
    SELECT l.version AS changes, l.counts AS learners, t.version || ' ' || t.xmin::text AS "rollStamp", t.size, t.base,
           k.nation, k.unit, k.nation_id AS "nationId", k.la_id AS "laId", k.trust_id AS "trustId",
           r.version, r.marks, r.book, n.counts AS "registerTotal",
           w.counts AS "weekTotal", y.counts AS "yearTotal", y.version AS "yearVersion", e.minutes, e.roster
      FROM learner_total AS l
      JOIN setting_roll AS t ON t.setting_id = l.setting_id AND t.year = l.year
      JOIN register_keeper AS k ON k.setting_id = l.setting_id
      LEFT JOIN register AS r ON r.setting_id = l.setting_id AND r.day = $3 AND r.session = $4
      LEFT JOIN register_total AS n ON n.setting_id = l.setting_id AND n.day = $3 AND n.session = $4
      LEFT JOIN period_total AS w ON w.setting_id = l.setting_id AND w.year = l.year AND w.week = $5
      LEFT JOIN period_total AS y ON y.setting_id = l.setting_id AND y.year = l.year AND y.week = 0
      LEFT JOIN timetable_event AS e ON e.setting_id = l.setting_id AND e.day = $3 AND e.session = $4
     WHERE l.setting_id = $1 AND l.year = $2
       FOR UPDATE OF l`,
};

/**
 * Locks a setting's year and reads what recording a register needs; `undefined` when there is no roll of that year.
 * Whoever had to wait for the lock sees the others' rows as they were before the wait: the year's total then has another
 * version than its lock, and all is read again.
 */
export async function lockAndRead(
  { client }: Scoped,
  { settingId, day, session }: RegisterKey,
  { year, week }: RegisterDay,
): Promise<RecordState | undefined> {
  const values = [settingId, year, day, session, week];
  const first = (await client.query<RecordState>({ ...readState, values })).rows[0];
  const asItIs = first === undefined || first.changes === (first.yearVersion ?? 0);
  // A timetable changes under the same lock without a version of its own.
  if (asItIs && session < sessions.firstEvent) return first;
  return (await client.query<RecordState>({ ...readState, values })).rows[0];
}

/** A roll's spells, as they are now. */
export async function readSpells({ client }: Scoped, settingId: number, { year }: RegisterDay) {
  const name = 'read spells';
  const text = 'SELECT spells FROM setting_roll WHERE setting_id = $1 AND year = $2';
  const { rows } = await client.query<{ spells: Buffer }>({ name, text, values: [settingId, year] });
  return unpackSpells(rows[0]?.spells ?? new Uint8Array());
}

/** What a change of one register comes to. */
export interface RegisterToWrite {
  readonly key: RegisterKey;
  readonly place: RegisterDay;
  readonly state: RecordState;
  readonly decision: MarksToWrite;
  readonly bookId: number;
  readonly actorId: number;
  readonly at: Date;
  readonly totals: MovedTotals;
  readonly bands: Bands;
}

// $1 setting, $2 local authority, $3 trust, $4 nation, $5 day, $6 session, $7 year, $8 week, $9 version of the register,
// $10 marks, $11 tally, $12 tally of the week, $13 of the year, $14 bands, $15 learners, $16 changes of the year.
// Where the setting stands is written anew each time: it may have moved to another trust since.
const writeTotals = `
  period AS (
    INSERT INTO period_total (setting_id, year, week, version, counts, bands, la_id, trust_id, nation_id)
    VALUES ($1, $7, $8, $16, $12, NULL, $2, $3, $4), ($1, $7, 0, $16, $13, $14, $2, $3, $4)
    ON CONFLICT (setting_id, year, week)
      DO UPDATE SET version = excluded.version, counts = excluded.counts, bands = excluded.bands,
        la_id = excluded.la_id, trust_id = excluded.trust_id, nation_id = excluded.nation_id
  )
  UPDATE learner_total SET version = $16, counts = $15, la_id = $2, trust_id = $3 WHERE setting_id = $1 AND year = $7`;

// Then $17 taken at, $18 actor, $19 book.
const writeFirst = {
  name: 'write register',
  text: `
  WITH written AS (
    INSERT INTO register (setting_id, day, la_id, trust_id, taken_at, version, actor_id, session, book, marks)
    VALUES ($1, $5, $2, $3, $17, $9, $18, $6, $19, $10)
  ), counted AS (
    INSERT INTO register_total (setting_id, day, session, counts, la_id, trust_id, nation_id)
    VALUES ($1, $5, $6, $11, $2, $3, $4)
    ON CONFLICT (setting_id, day, session)
      DO UPDATE SET counts = excluded.counts, la_id = $2, trust_id = $3, nation_id = $4
  ), ${writeTotals}`,
};

// Then $17 changed at, $18 actor, $19 slots entered or null, $20 slots amended, $21 originals, $22 bytes now, $23 reasons.
const writeChange = {
  name: 'change register',
  text: `
  WITH written AS (
    UPDATE register SET version = $9, marks = $10, la_id = $2, trust_id = $3
     WHERE setting_id = $1 AND day = $5 AND session = $6
  ), counted AS (
    INSERT INTO register_total (setting_id, day, session, counts, la_id, trust_id, nation_id)
    VALUES ($1, $5, $6, $11, $2, $3, $4)
    ON CONFLICT (setting_id, day, session)
      DO UPDATE SET counts = excluded.counts, la_id = $2, trust_id = $3, nation_id = $4
  ), entered AS (
    INSERT INTO register_entry (setting_id, day, session, version, entered_at, actor_id, slots, la_id, trust_id)
    SELECT $1, $5, $6, $9, $17, $18, $19::integer[], $2, $3 WHERE $19::integer[] IS NOT NULL
  ), amended AS (
    INSERT INTO amendment (setting_id, day, session, slot, version, original, amended, amended_at, actor_id, reason,
                           la_id, trust_id)
    SELECT $1, $5, $6, a.slot, $9, a.original, a.amended, $17, $18, a.reason, $2, $3
      FROM unnest($20::integer[], $21::smallint[], $22::smallint[], $23::text[]) AS a (slot, original, amended, reason)
  ), ${writeTotals}`,
};

const writeFirstVersion = {
  text: `
  INSERT INTO register_entry (setting_id, day, session, version, entered_at, actor_id, slots, la_id, trust_id)
  VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, $8)`,
};

/** Remembers the version that a register was first sent with, so that a replay knows it: mostly it is 1, and nothing is kept. */
function firstVersionOf({ key, decision, state, at, actorId }: RegisterToWrite): readonly unknown[] {
  const { settingId, day, session } = key;
  return [settingId, day, session, decision.version, at, actorId, state.laId, state.trustId];
}

/** Writes a register, its totals and what was changed in it, in one statement: the transaction's last. */
export async function writeRegister(scoped: Scoped, written: RegisterToWrite): Promise<void> {
  const { client, alongCommit } = scoped;
  const { key, place, state, decision, totals } = written;
  const values: unknown[] = [key.settingId, state.laId, state.trustId, state.nationId, key.day, key.session];
  values.push(place.year, place.week, decision.version, decision.marks, packTally(totals.register));
  values.push(packTally(totals.week), packTally(totals.year), packTally(written.bands), packCounts(totals.learners));
  values.push(state.changes + 1, written.at, written.actorId);
  if (state.version === null) {
    if (decision.version !== 1) await client.query({ ...writeFirstVersion, values: [...firstVersionOf(written)] });
    alongCommit(client.query({ ...writeFirst, values: [...values, written.bookId] }));
    return;
  }
  const { entered, amended } = decision;
  // A version that changes no mark is entered too, so that a replay knows when the register came to it.
  const slots = amended.length > 0 && entered.length === 0 ? null : entered.map((one) => one + state.base);
  values.push(
    slots,
    amended.map((one) => one.place + state.base),
  );
  values.push(
    amended.map((one) => one.original),
    amended.map((one) => one.amended),
  );
  alongCommit(client.query({ ...writeChange, values: [...values, amended.map((one) => one.reason)] }));
}
