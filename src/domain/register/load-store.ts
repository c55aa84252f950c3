import { sql } from 'kysely';
import type { Keeper } from '#domain/roll/model.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { BinaryArray } from '#platform/database/binary-arrays.ts';
import {
  bigintArray,
  byteaArray,
  dateArray,
  instantArray,
  integerArray,
  smallintArray,
  textArray,
} from '#platform/database/binary-arrays.ts';
import { packCounts, unpackCounts } from './learner-counts.ts';
import type { CountedLoad, LoadedRegister, LoadedTotals } from './load-year.ts';
import { packTally, unpackTally } from './tally.ts';

/** One setting's registers of a year, counted, and on whose account they are written. */
export interface YearLoad {
  readonly keeper: Pick<Keeper, 'settingId' | 'laId' | 'trustId' | 'nationId'>;
  readonly roll: Roll;
  /** Code book the marks are in. */
  readonly bookId: number;
  readonly registers: readonly LoadedRegister[];
  readonly counted: CountedLoad;
}

type Loading = Scoped<StewardScope>;

/**
 * Writes registers that are not there yet, with everything that moves with them; totals already there are replaced by
 * those counted. Many settings in one transaction, all columns as parameters: the whole is bounded by what a message
 * may hold (1 GB), so give it some tens of megabytes at a time.
 */
export async function writeYears(scoped: Loading, loads: readonly YearLoad[]): Promise<void> {
  const actors = await actorIds(scoped, loads);
  await writeRegisters(scoped, loads, actors);
  await writeRegisterTotals(scoped, loads);
  await writeLearnerTotals(scoped, loads);
  await writePeriodTotals(scoped, loads);
  await writeAmendments(scoped, loads, actors);
  await writeEntries(scoped, loads, actors);
}

/** The totals of a setting's year as they stand, locked until the transaction ends; `undefined` when there are none. */
export async function lockYearTotals(
  scoped: Loading,
  { settingId, year, size }: Roll,
): Promise<LoadedTotals | undefined> {
  const { rows } = await sql<{ version: number; counts: Buffer }>`
    SELECT version, counts FROM learner_total WHERE setting_id = ${settingId} AND year = ${year} FOR UPDATE
  `.execute(scoped);
  const total = rows[0];
  if (!total) return undefined;
  const periods = await sql<{ week: number; version: number; counts: Buffer }>`
    SELECT week, version, counts FROM period_total WHERE setting_id = ${settingId} AND year = ${year}
  `.execute(scoped);
  const ofYear = periods.rows.find(({ week }) => week === 0);
  return {
    version: total.version,
    counts: unpackCounts(total.counts, size),
    year: unpackTally(ofYear?.counts ?? new Uint8Array()),
    weeks: new Map(
      periods.rows
        .filter(({ week }) => week > 0)
        .map(({ week, version, counts }) => [week, { version, tally: unpackTally(counts) }]),
    ),
  };
}

/** Numbers of the people and systems named, entered where they are new. */
async function actorIds(scoped: Loading, loads: readonly YearLoad[]): Promise<ReadonlyMap<string, number>> {
  const labels = new Set<string>();
  for (const { actor, changes = [] } of loads.flatMap(({ registers }) => registers)) {
    labels.add(actor);
    for (const change of changes) labels.add(change.actor);
  }
  const wanted = [...labels].sort();
  await sql`
    INSERT INTO actor (label) SELECT * FROM unnest(${wanted}::text[]) ON CONFLICT (label) DO NOTHING
  `.execute(scoped);
  const { rows } = await sql<{ id: number; label: string }>`
    SELECT actor_id AS id, label FROM actor WHERE label = ANY (${wanted}::text[])
  `.execute(scoped);
  return new Map(rows.map(({ id, label }) => [label, id]));
}

interface RegisterRow {
  readonly load: YearLoad;
  readonly register: LoadedRegister;
}

interface ChangedMark extends RegisterRow {
  readonly change: NonNullable<LoadedRegister['changes']>[number];
  readonly version: number;
  readonly place: number;
  readonly original: number;
  readonly amended: number;
}

function registerRows(loads: readonly YearLoad[]): RegisterRow[] {
  return loads.flatMap((load) => load.registers.map((register) => ({ load, register })));
}

/** Where each row stands, as the columns of every per-setting table: setting, local authority, trust and nation. */
function standing(rows: readonly { readonly load: Pick<YearLoad, 'keeper'> }[]) {
  const column = (pick: (keeper: YearLoad['keeper']) => number): BinaryArray =>
    integerArray(rows.map(({ load }) => pick(load.keeper)));
  return {
    settings: column(({ settingId }) => settingId),
    authorities: column(({ laId }) => laId),
    trusts: column(({ trustId }) => trustId),
    nations: column(({ nationId }) => nationId),
  };
}

async function writeRegisters(
  scoped: Loading,
  loads: readonly YearLoad[],
  actors: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = registerRows(loads);
  const { settings, authorities, trusts } = standing(rows);
  const versions = rows.map(({ register }) => 1 + (register.changes?.length ?? 0));
  await sql`
    INSERT INTO register (setting_id, day, la_id, trust_id, taken_at, version, actor_id, session, book, marks)
    SELECT * FROM unnest(
      ${settings}::integer[], ${dateArray(rows.map(({ register }) => register.day))}::date[],
      ${authorities}::integer[], ${trusts}::integer[],
      ${instantArray(rows.map(({ register }) => register.takenAt))}::timestamptz[], ${integerArray(versions)}::integer[],
      ${integerArray(rows.map(({ register }) => actors.get(register.actor)))}::integer[],
      ${smallintArray(rows.map(({ register }) => register.session))}::smallint[],
      ${smallintArray(rows.map(({ load }) => load.bookId))}::smallint[],
      ${byteaArray(rows.map(({ register }) => withoutTrailingZeros(register.marks)))}::bytea[])
  `.execute(scoped);
}

function withoutTrailingZeros(marks: Uint8Array): Uint8Array {
  let length = marks.length;
  while (length > 0 && marks[length - 1] === 0) length -= 1;
  return marks.subarray(0, length);
}

async function writeRegisterTotals(scoped: Loading, loads: readonly YearLoad[]): Promise<void> {
  const rows = registerRows(loads);
  const { settings, authorities, trusts, nations } = standing(rows);
  await sql`
    INSERT INTO register_total (setting_id, day, session, counts, la_id, trust_id, nation_id)
    SELECT * FROM unnest(
      ${settings}::integer[], ${dateArray(rows.map(({ register }) => register.day))}::date[],
      ${smallintArray(rows.map(({ register }) => register.session))}::smallint[],
      ${byteaArray(loads.flatMap(({ counted }) => counted.registers))}::bytea[],
      ${authorities}::integer[], ${trusts}::integer[], ${nations}::integer[])
  `.execute(scoped);
}

async function writeLearnerTotals(scoped: Loading, loads: readonly YearLoad[]): Promise<void> {
  const { settings, authorities, trusts } = standing(loads.map((load) => ({ load })));
  await sql`
    INSERT INTO learner_total (setting_id, year, version, counts, la_id, trust_id)
    SELECT * FROM unnest(
      ${settings}::integer[], ${smallintArray(loads.map(({ roll }) => roll.year))}::smallint[],
      ${bigintArray(loads.map(({ counted }) => counted.version))}::bigint[],
      ${byteaArray(loads.map(({ counted }) => packCounts(counted.counts)))}::bytea[],
      ${authorities}::integer[], ${trusts}::integer[])
    ON CONFLICT (setting_id, year) DO UPDATE SET version = excluded.version, counts = excluded.counts
  `.execute(scoped);
}

async function writePeriodTotals(scoped: Loading, loads: readonly YearLoad[]): Promise<void> {
  const rows = loads.flatMap((load) => {
    const { version, year, bands, weeks } = load.counted;
    const ofYear = { load, week: 0, version, tally: packTally(year), bands: packTally(bands) };
    const ofWeeks = [...weeks].map(([week, one]) => ({
      load,
      week,
      version: one.version,
      tally: packTally(one.tally),
      bands: undefined,
    }));
    return [ofYear, ...ofWeeks];
  });
  const { settings, authorities, trusts, nations } = standing(rows);
  await sql`
    INSERT INTO period_total (setting_id, year, week, version, counts, bands, la_id, trust_id, nation_id)
    SELECT * FROM unnest(
      ${settings}::integer[], ${smallintArray(rows.map(({ load }) => load.roll.year))}::smallint[],
      ${smallintArray(rows.map(({ week }) => week))}::smallint[], ${bigintArray(rows.map(({ version }) => version))}::bigint[],
      ${byteaArray(rows.map(({ tally }) => tally))}::bytea[], ${byteaArray(rows.map(({ bands }) => bands))}::bytea[],
      ${authorities}::integer[], ${trusts}::integer[], ${nations}::integer[])
    ON CONFLICT (setting_id, year, week)
      DO UPDATE SET version = excluded.version, counts = excluded.counts, bands = excluded.bands
  `.execute(scoped);
}

function changedMarks(loads: readonly YearLoad[]): ChangedMark[] {
  return registerRows(loads).flatMap(({ load, register }) =>
    (register.changes ?? []).flatMap((change, index) =>
      change.marks.map((mark) => ({ load, register, change, version: index + 2, ...mark })),
    ),
  );
}

async function writeAmendments(
  scoped: Loading,
  loads: readonly YearLoad[],
  actors: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = changedMarks(loads).filter(({ original }) => original !== 0);
  if (rows.length === 0) return;
  const { settings, authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO amendment (setting_id, day, session, slot, version, original, amended, amended_at, actor_id, reason, la_id, trust_id)
    SELECT * FROM unnest(
      ${settings}::integer[], ${dateArray(rows.map(({ register }) => register.day))}::date[],
      ${smallintArray(rows.map(({ register }) => register.session))}::smallint[],
      ${integerArray(rows.map(({ load, place }) => load.roll.base + place))}::integer[],
      ${integerArray(rows.map(({ version }) => version))}::integer[],
      ${smallintArray(rows.map(({ original }) => original))}::smallint[],
      ${smallintArray(rows.map(({ amended }) => amended))}::smallint[],
      ${instantArray(rows.map(({ change }) => change.at))}::timestamptz[],
      ${integerArray(rows.map(({ change }) => actors.get(change.actor)))}::integer[],
      ${textArray(rows.map(({ change }) => change.reason))}::text[],
      ${authorities}::integer[], ${trusts}::integer[])
  `.execute(scoped);
}

async function writeEntries(
  scoped: Loading,
  loads: readonly YearLoad[],
  actors: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = registerRows(loads).flatMap(({ load, register }) =>
    (register.changes ?? []).flatMap((change, index) => {
      const entered = change.marks.filter(({ original }) => original === 0);
      const slots = entered.map(({ place }) => load.roll.base + place).sort((left, right) => left - right);
      return slots.length === 0 ? [] : [{ load, register, change, version: index + 2, slots }];
    }),
  );
  if (rows.length === 0) return;
  const { settings, authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO register_entry (setting_id, day, session, version, entered_at, actor_id, slots, la_id, trust_id)
    SELECT setting_id, day, session, version, entered_at, actor_id, slots::integer[], la_id, trust_id
      FROM unnest(
      ${settings}::integer[], ${dateArray(rows.map(({ register }) => register.day))}::date[],
      ${smallintArray(rows.map(({ register }) => register.session))}::smallint[],
      ${integerArray(rows.map(({ version }) => version))}::integer[],
      ${instantArray(rows.map(({ change }) => change.at))}::timestamptz[],
      ${integerArray(rows.map(({ change }) => actors.get(change.actor)))}::integer[],
      ${textArray(rows.map(({ slots }) => `{${slots.join(',')}}`))}::text[], ${authorities}::integer[], ${trusts}::integer[]
    ) AS sent (setting_id, day, session, version, entered_at, actor_id, slots, la_id, trust_id)
  `.execute(scoped);
}
