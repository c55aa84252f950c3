import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { byteaArray, dateArray, integerArray, smallintArray, textArray } from '#platform/database/binary-arrays.ts';
import type { Bands } from './bands.ts';
import type { AmendedMark } from './change-marks.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { packCounts } from './learner-counts.ts';
import type { RegisterKey } from './model.ts';
import type { Tally } from './tally.ts';
import { packTally } from './tally.ts';

/** A setting's year, locked, with what every change of it needs. */
export interface YearState {
  readonly changes: number;
  readonly learners: Buffer;
  readonly rollStamp: string;
  readonly size: number;
  readonly base: number;
  readonly nation: NationName;
  readonly nationId: number;
  readonly laId: number;
  readonly trustId: number;
}

/** A register as it is stored, with its tally. */
export interface RegisterState {
  readonly day: PlainDate;
  readonly session: number;
  readonly version: number;
  readonly marks: Buffer;
  readonly book: number;
  readonly total: Buffer | null;
  readonly minutes: number | null;
  readonly roster: Buffer | null;
}

/** A tally as it is stored: of a week, or of the year to date (0). */
export interface PeriodState {
  readonly week: number;
  readonly counts: Buffer;
}

const lockYear = {
  name: 'lock year',
  text: 'SELECT FROM learner_total WHERE setting_id = $1 AND year = $2 FOR UPDATE',
};

const readYear = {
  name: 'read year',
  text: `
    SELECT l.version AS changes, l.counts AS learners, t.version || ' ' || t.xmin::text AS "rollStamp", t.size, t.base,
           k.nation, k.nation_id AS "nationId", k.la_id AS "laId", k.trust_id AS "trustId"
      FROM learner_total AS l
      JOIN setting_roll AS t ON t.setting_id = l.setting_id AND t.year = l.year
      JOIN register_keeper AS k ON k.setting_id = l.setting_id
     WHERE l.setting_id = $1 AND l.year = $2`,
};

const readRegisters = {
  name: 'read registers and totals',
  text: `
    SELECT r.day, r.session, r.version, r.marks, r.book, n.counts AS total, e.minutes, e.roster
      FROM unnest($2::date[], $3::smallint[]) AS asked (day, session)
      JOIN register AS r ON r.setting_id = $1 AND r.day = asked.day AND r.session = asked.session
      LEFT JOIN register_total AS n ON n.setting_id = $1 AND n.day = r.day AND n.session = r.session
      LEFT JOIN timetable_event AS e ON e.setting_id = $1 AND e.day = r.day AND e.session = r.session`,
};

const readPeriods = {
  name: 'read periods',
  text: 'SELECT week, counts FROM period_total WHERE setting_id = $1 AND year = $2 AND week = ANY ($3::integer[])',
};

/** A setting's year with some of its registers, and the periods they are in. */
export interface ManyStates {
  readonly year: YearState;
  readonly registers: readonly RegisterState[];
  readonly periods: readonly PeriodState[];
}

/**
 * Locks a setting's year and reads some of its registers and periods. Each statement sees what is committed when it
 * starts, so those behind the lock see all that was done before it was had. `undefined` when there is no roll.
 */
export async function lockAndReadMany(
  { client }: Scoped,
  settingId: number,
  asked: { readonly year: number; readonly keys: readonly RegisterKey[]; readonly weeks: readonly number[] },
): Promise<ManyStates | undefined> {
  const ofYear = [settingId, asked.year];
  const days = dateArray(asked.keys.map(({ day }) => day));
  const sessions = smallintArray(asked.keys.map(({ session }) => session));
  const questions = [
    () => client.query({ ...lockYear, values: ofYear }),
    () => client.query({ ...readYear, values: ofYear }),
    () => client.query({ ...readRegisters, values: [settingId, days, sessions] }),
    () => client.query({ ...readPeriods, values: [...ofYear, integerArray([0, ...asked.weeks])] }),
  ];
  const [, years, registers, periods] = client.pipeline ? await allAtOnce(questions) : await inTurn(questions);
  const year = years?.rows[0] as YearState | undefined;
  if (!year || !registers || !periods) return undefined;
  return { year, registers: registers.rows as RegisterState[], periods: periods.rows as PeriodState[] };
}

type Question = () => Promise<{ readonly rows: unknown[] }>;

function allAtOnce(questions: readonly Question[]) {
  return Promise.all(questions.map((ask) => ask()));
}

async function inTurn(questions: readonly Question[]) {
  const answers: { readonly rows: unknown[] }[] = [];
  for (const ask of questions) answers.push(await ask());
  return answers;
}

/** A register after its marks were changed. */
export interface AmendedRegister {
  readonly day: PlainDate;
  readonly session: number;
  readonly version: number;
  readonly marks: Uint8Array;
  readonly tally: Tally;
  /** What each version changed; one that changed nothing is there too. */
  readonly versions: readonly { readonly version: number; readonly amended: readonly AmendedMark[] }[];
}

/** What changes of some registers of one setting's year come to. */
export interface ManyToWrite {
  readonly settingId: number;
  readonly academicYear: number;
  readonly state: YearState;
  readonly registers: readonly AmendedRegister[];
  /** By week; 0 is the year to date. */
  readonly periods: ReadonlyMap<number, Tally>;
  readonly bands: Bands;
  readonly learners: LearnerCounts;
  readonly actorId: number;
  readonly at: Date;
}

// $1 setting, $2 year, $3 local authority, $4 trust, $5 nation, $6 changes of the year, $7 learners, $8 changed at, $9 actor;
// registers: $10 days, $11 sessions, $12 versions, $13 marks, $14 tallies; periods: $15 weeks, $16 tallies, $17 bands;
// amendments: $18 days, $19 sessions, $20 slots, $21 versions, $22 originals, $23 bytes now, $24 reasons;
// versions that changed nothing: $25 days, $26 sessions, $27 versions.
const writeAll = {
  name: 'change registers',
  text: `
  WITH written AS (
    UPDATE register AS r SET version = c.version, marks = c.marks, la_id = $3, trust_id = $4
      FROM unnest($10::date[], $11::smallint[], $12::integer[], $13::bytea[]) AS c (day, session, version, marks)
     WHERE r.setting_id = $1 AND r.day = c.day AND r.session = c.session
  ), counted AS (
    INSERT INTO register_total (setting_id, day, session, counts, la_id, trust_id, nation_id)
    SELECT $1, c.day, c.session, c.counts, $3, $4, $5
      FROM unnest($10::date[], $11::smallint[], $14::bytea[]) AS c (day, session, counts)
    ON CONFLICT (setting_id, day, session)
      DO UPDATE SET counts = excluded.counts, la_id = $3, trust_id = $4, nation_id = $5
  ), period AS (
    INSERT INTO period_total (setting_id, year, week, version, counts, bands, la_id, trust_id, nation_id)
    SELECT $1, $2, p.week, $6, p.counts, p.bands, $3, $4, $5
      FROM unnest($15::smallint[], $16::bytea[], $17::bytea[]) AS p (week, counts, bands)
    ON CONFLICT (setting_id, year, week)
      DO UPDATE SET version = excluded.version, counts = excluded.counts, bands = excluded.bands,
        la_id = $3, trust_id = $4, nation_id = $5
  ), amended AS (
    INSERT INTO amendment (setting_id, day, session, slot, version, original, amended, amended_at, actor_id, reason,
                           la_id, trust_id)
    SELECT $1, a.day, a.session, a.slot, a.version, a.original, a.amended, $8, $9, a.reason, $3, $4
      FROM unnest($18::date[], $19::smallint[], $20::integer[], $21::integer[], $22::smallint[], $23::smallint[],
                  $24::text[]) AS a (day, session, slot, version, original, amended, reason)
  ), entered AS (
    INSERT INTO register_entry (setting_id, day, session, version, entered_at, actor_id, slots, la_id, trust_id)
    SELECT $1, e.day, e.session, e.version, $8, $9, '{}', $3, $4
      FROM unnest($25::date[], $26::smallint[], $27::integer[]) AS e (day, session, version)
  )
  UPDATE learner_total SET version = $6, counts = $7, la_id = $3, trust_id = $4
   WHERE setting_id = $1 AND year = $2`,
};

/** Writes changed registers, their totals and what was changed, in one statement: the transaction's last. */
export function writeMany({ client, alongCommit }: Scoped, written: ManyToWrite): void {
  const { state, registers } = written;
  const versions = registers.flatMap(({ day, session, versions: made }) =>
    made.map((one) => ({ day, session, ...one })),
  );
  const amended = versions.flatMap((one) => one.amended.map((mark) => ({ ...one, ...mark, amended: mark.amended })));
  const unchanged = versions.filter((one) => one.amended.length === 0);
  const periods = [...written.periods];
  alongCommit(
    client.query({
      ...writeAll,
      values: [
        ...[written.settingId, written.academicYear, state.laId, state.trustId, state.nationId],
        ...[state.changes + 1, packCounts(written.learners), written.at, written.actorId],
        ...keysOf(registers),
        integerArray(registers.map(({ version }) => version)),
        byteaArray(registers.map(({ marks }) => marks)),
        byteaArray(registers.map(({ tally }) => packTally(tally))),
        smallintArray(periods.map(([week]) => week)),
        byteaArray(periods.map(([, tally]) => packTally(tally))),
        byteaArray(periods.map(([week]) => (week === 0 ? packTally(written.bands) : undefined))),
        ...keysOf(amended),
        integerArray(amended.map(({ place }) => place + state.base)),
        integerArray(amended.map(({ version }) => version)),
        smallintArray(amended.map(({ original }) => original)),
        smallintArray(amended.map((one) => one.amended)),
        textArray(amended.map(({ reason }) => reason)),
        ...keysOf(unchanged),
        integerArray(unchanged.map(({ version }) => version)),
      ],
    }),
  );
}

function keysOf(rows: readonly Pick<RegisterKey, 'day' | 'session'>[]) {
  return [dateArray(rows.map(({ day }) => day)), smallintArray(rows.map(({ session }) => session))];
}
