import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { BinaryArray } from '#platform/database/binary-arrays.ts';
import {
  bigintArray,
  byteaArray,
  dateArray,
  integerArray,
  smallintArray,
  textArray,
} from '#platform/database/binary-arrays.ts';
import type { Transaction } from '#platform/database/pool.ts';
import type { Calendar, Characteristic, Enrolment, Keeper } from './model.ts';
import type { Roll } from './packed-roll.ts';
import { packIdentifiers, packSpells } from './packed-roll.ts';

/** A setting to be entered in bulk, with the register it keeps. Its id is given, not drawn. */
export interface KeeperToLoad {
  readonly keeper: Keeper;
  /** As a list of settings prints it: `Community school`, `Primary`. */
  readonly type: string;
  readonly phase: string;
  readonly headcount: number | undefined;
  readonly calendar: Calendar;
}

/** A part-time plan of an enrolment; days off as in `part_time_plan.sessions_off`. */
export interface PlanToLoad {
  readonly settingId: number;
  readonly slot: number;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly reviewOn: PlainDate;
  readonly sessionsOff: number;
  readonly reason: string;
}

/** A person as they are found again from any roll. */
export interface LearnerToLoad {
  readonly learnerId: number;
  readonly upn?: string | undefined;
  readonly uln?: string | undefined;
  readonly homeLaId: number;
}

type Place = Pick<Keeper, 'laId' | 'trustId'>;
type Placed<Row> = Row & { readonly place: Place };
type Loading = Scoped<StewardScope>;

/** Enters made-up trusts; those already there are left as they are. */
export async function writeTrusts(
  transaction: Transaction,
  trusts: readonly { readonly trustId: number; readonly name: string }[],
): Promise<void> {
  await sql`
    INSERT INTO trust (trust_id, name, demonstration)
    SELECT *, true FROM unnest(${integerArray(trusts.map(({ trustId }) => trustId))}::integer[],
      ${textArray(trusts.map(({ name }) => name))}::text[])
    ON CONFLICT (trust_id) DO NOTHING
  `.execute(transaction);
}

/** Deletes made-up settings with their calendars, and made-up trusts. Nothing may be kept of their children any more. */
export async function removeKeepers(transaction: Transaction, settingIds: readonly number[]): Promise<void> {
  await sql`DELETE FROM closure WHERE setting_id = ANY (${settingIds}::integer[])`.execute(transaction);
  await sql`DELETE FROM term WHERE setting_id = ANY (${settingIds}::integer[])`.execute(transaction);
  await sql`DELETE FROM register_keeper WHERE setting_id = ANY (${settingIds}::integer[])`.execute(transaction);
  await sql`DELETE FROM setting WHERE setting_id = ANY (${settingIds}::integer[])`.execute(transaction);
  await sql`
    DELETE FROM trust WHERE demonstration
       AND NOT EXISTS (SELECT FROM register_keeper AS other WHERE other.trust_id = trust.trust_id)
  `.execute(transaction);
}

/** Brings enrolments up to date with what has become known: when they ended, their class, status and partner. */
export async function updateEnrolments(scoped: Loading, rows: readonly Enrolment[]): Promise<void> {
  const settings = integerArray(rows.map(({ settingId }) => settingId));
  const slots = integerArray(rows.map(({ slot }) => slot));
  const learners = bigintArray(rows.map(({ learnerId }) => learnerId));
  const left = dateArray(rows.map(({ leftOn }) => leftOn));
  const statuses = textArray(rows.map(({ status }) => status));
  await sql`
    UPDATE enrolment SET left_on = coalesce(enrolment.left_on, given.left_on), status = given.status,
           year_group = given.year_group, class = given.class, partner_setting_id = given.partner
      FROM unnest(${settings}::integer[], ${slots}::integer[], ${learners}::bigint[], ${left}::date[], ${statuses}::text[],
             ${smallintArray(rows.map(({ yearGroup }) => yearGroup))}::smallint[],
             ${textArray(rows.map((row) => row.class))}::text[],
             ${integerArray(rows.map(({ partnerSettingId }) => partnerSettingId))}::integer[])
        AS given (setting_id, slot, learner_id, left_on, status, year_group, class, partner)
     WHERE enrolment.setting_id = given.setting_id AND enrolment.slot = given.slot
       AND enrolment.learner_id = given.learner_id
  `.execute(scoped);
  await sql`
    UPDATE learner_enrolment AS found SET left_on = coalesce(found.left_on, given.left_on), status = given.status
      FROM unnest(${settings}::integer[], ${slots}::integer[], ${learners}::bigint[], ${left}::date[], ${statuses}::text[])
        AS given (setting_id, slot, learner_id, left_on, status)
     WHERE found.learner_id = given.learner_id AND found.setting_id = given.setting_id AND found.slot = given.slot
  `.execute(scoped);
}

/** Enters settings, the registers they keep, and when they are open. Those already there are brought up to date. */
export async function writeKeepers(
  transaction: Transaction,
  loads: readonly KeeperToLoad[],
  { source, recordedAt }: { readonly source: string; readonly recordedAt: Date },
): Promise<void> {
  const keepers = loads.map(({ keeper }) => keeper);
  const integers = (pick: (keeper: Keeper) => number): BinaryArray => integerArray(keepers.map(pick));
  const texts = (pick: (keeper: Keeper) => string): BinaryArray => textArray(keepers.map(pick));
  await sql`
    INSERT INTO setting (setting_id, urn, area_id, name, type, phase, headcount, status, source)
    SELECT *, 'Open', ${source}::text
      FROM unnest(${integers(({ settingId }) => settingId)}::integer[], ${integers(({ urn }) => urn)}::integer[],
        ${integers(({ laId }) => laId)}::integer[], ${texts(({ name }) => name)}::text[],
        ${textArray(loads.map(({ type }) => type))}::text[], ${textArray(loads.map(({ phase }) => phase))}::text[],
        ${integerArray(loads.map(({ headcount }) => headcount))}::integer[])
    ON CONFLICT (urn) DO UPDATE SET name = excluded.name, headcount = excluded.headcount
  `.execute(transaction);
  await sql`
    INSERT INTO register_keeper (setting_id, kind, unit, nation, nation_id, la_id, trust_id, am_due, pm_due, demonstration)
    SELECT setting_id, kind, unit, nation, nation_id, la_id, trust_id, am_due::time, pm_due::time, demonstration::boolean
      FROM unnest(${integers(({ settingId }) => settingId)}::integer[], ${texts(({ kind }) => kind)}::text[],
        ${texts(({ unit }) => unit)}::text[], ${texts(({ nation }) => nation)}::text[],
        ${integers(({ nationId }) => nationId)}::integer[], ${integers(({ laId }) => laId)}::integer[],
        ${integers(({ trustId }) => trustId)}::integer[], ${texts(({ amDue }) => amDue)}::text[],
        ${texts(({ pmDue }) => pmDue)}::text[], ${texts(({ demonstration }) => String(demonstration))}::text[])
        AS given (setting_id, kind, unit, nation, nation_id, la_id, trust_id, am_due, pm_due, demonstration)
    ON CONFLICT (setting_id) DO NOTHING
  `.execute(transaction);
  await writeCalendars(transaction, loads, recordedAt);
}

async function writeCalendars(
  transaction: Transaction,
  loads: readonly KeeperToLoad[],
  recordedAt: Date,
): Promise<void> {
  const terms = loads.flatMap(({ keeper, calendar }) =>
    calendar.terms.map((term) => ({ settingId: keeper.settingId, ...term })),
  );
  const closures = loads.flatMap(({ keeper, calendar }) =>
    calendar.closures.map((closure) => ({ settingId: keeper.settingId, ...closure })),
  );
  await sql`
    INSERT INTO term (setting_id, starts_on, ends_on, name)
    SELECT * FROM unnest(${integerArray(terms.map(({ settingId }) => settingId))}::integer[],
      ${dateArray(terms.map(({ startsOn }) => startsOn))}::date[], ${dateArray(terms.map(({ endsOn }) => endsOn))}::date[],
      ${textArray(terms.map(({ name }) => name))}::text[])
    ON CONFLICT (setting_id, starts_on) DO NOTHING
  `.execute(transaction);
  await sql`
    INSERT INTO closure (setting_id, day, session, kind, reason, recorded_at, recorded_by)
    SELECT *, ${recordedAt}::timestamptz, 'Headwater' FROM unnest(
      ${integerArray(closures.map(({ settingId }) => settingId))}::integer[],
      ${dateArray(closures.map(({ day }) => day))}::date[],
      ${smallintArray(closures.map(({ session }) => session))}::smallint[],
      ${textArray(closures.map(({ kind }) => kind))}::text[], ${textArray(closures.map(({ reason }) => reason))}::text[])
    ON CONFLICT (setting_id, day, session) DO NOTHING
  `.execute(transaction);
}

/** Writes people; of those already there only a number that was not known is added. */
export async function writeLearners(scoped: Loading, rows: readonly LearnerToLoad[]): Promise<void> {
  await sql`
    INSERT INTO learner (learner_id, upn, uln, home_la_id)
    SELECT * FROM unnest(${bigintArray(rows.map(({ learnerId }) => learnerId))}::bigint[],
      ${textArray(rows.map(({ upn }) => upn))}::text[], ${textArray(rows.map(({ uln }) => uln))}::text[],
      ${integerArray(rows.map(({ homeLaId }) => homeLaId))}::integer[])
    ON CONFLICT (learner_id)
      DO UPDATE SET upn = coalesce(learner.upn, excluded.upn), uln = coalesce(learner.uln, excluded.uln)
      WHERE learner.uln IS DISTINCT FROM coalesce(learner.uln, excluded.uln)
         OR learner.upn IS DISTINCT FROM coalesce(learner.upn, excluded.upn)
  `.execute(scoped);
}

/** Writes enrolments, and where they are found by the person; those already there are left as they are. */
export async function writeEnrolments(scoped: Loading, rows: readonly Placed<Enrolment>[]): Promise<void> {
  const settings = integerArray(rows.map(({ settingId }) => settingId));
  const slots = integerArray(rows.map(({ slot }) => slot));
  const learners = bigintArray(rows.map(({ learnerId }) => learnerId));
  const statuses = textArray(rows.map(({ status }) => status));
  const entered = dateArray(rows.map(({ enteredOn }) => enteredOn));
  const left = dateArray(rows.map(({ leftOn }) => leftOn));
  const { authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO enrolment (setting_id, slot, learner_id, upn, uln, surname, given_name, born_on, year_group, class, status,
                           entered_on, left_on, partner_setting_id, la_id, trust_id)
    SELECT * FROM unnest(${settings}::integer[], ${slots}::integer[], ${learners}::bigint[],
      ${textArray(rows.map(({ upn }) => upn))}::text[], ${textArray(rows.map(({ uln }) => uln))}::text[],
      ${textArray(rows.map(({ surname }) => surname))}::text[],
      ${textArray(rows.map(({ givenName }) => givenName))}::text[],
      ${dateArray(rows.map(({ bornOn }) => bornOn))}::date[],
      ${smallintArray(rows.map(({ yearGroup }) => yearGroup))}::smallint[],
      ${textArray(rows.map((row) => row.class))}::text[], ${statuses}::text[], ${entered}::date[], ${left}::date[],
      ${integerArray(rows.map(({ partnerSettingId }) => partnerSettingId))}::integer[],
      ${authorities}::integer[], ${trusts}::integer[])
    ON CONFLICT (setting_id, slot) DO NOTHING
  `.execute(scoped);
  await sql`
    INSERT INTO learner_enrolment (learner_id, setting_id, slot, status, entered_on, left_on, la_id, trust_id)
    SELECT * FROM unnest(${learners}::bigint[], ${settings}::integer[], ${slots}::integer[], ${statuses}::text[],
      ${entered}::date[], ${left}::date[], ${authorities}::integer[], ${trusts}::integer[])
    ON CONFLICT (learner_id, setting_id, slot) DO NOTHING
  `.execute(scoped);
}

/** Writes what is known of enrolments; what is there already is left as it is. */
export async function writeCharacteristics(
  scoped: Loading,
  rows: readonly Placed<Characteristic & { readonly settingId: number }>[],
): Promise<void> {
  const texts = (pick: (row: Characteristic) => string): BinaryArray => textArray(rows.map(pick));
  const { authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO characteristic (setting_id, slot, valid_from, sex, sen, fsm, ethnicity, looked_after, social_worker, la_id,
                                trust_id)
    SELECT * FROM unnest(${integerArray(rows.map(({ settingId }) => settingId))}::integer[],
      ${integerArray(rows.map(({ slot }) => slot))}::integer[],
      ${dateArray(rows.map(({ validFrom }) => validFrom))}::date[],
      ${texts(({ sex }) => sex)}::text[], ${texts(({ sen }) => sen)}::text[], ${texts(({ fsm }) => fsm)}::text[],
      ${texts(({ ethnicity }) => ethnicity)}::text[], ${texts(({ lookedAfter }) => lookedAfter)}::text[],
      ${texts(({ socialWorker }) => socialWorker)}::text[], ${authorities}::integer[], ${trusts}::integer[])
    ON CONFLICT (setting_id, slot, valid_from) DO NOTHING
  `.execute(scoped);
}

/** Writes part-time plans, agreed with a parent; those already there are left as they are. */
export async function writePlans(scoped: Loading, rows: readonly Placed<PlanToLoad>[]): Promise<void> {
  const { authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO part_time_plan (setting_id, slot, starts_on, ends_on, review_on, sessions_off, reason, la_id, trust_id,
                                agreed_with_parent)
    SELECT *, true FROM unnest(${integerArray(rows.map(({ settingId }) => settingId))}::integer[],
      ${integerArray(rows.map(({ slot }) => slot))}::integer[],
      ${dateArray(rows.map(({ startsOn }) => startsOn))}::date[], ${dateArray(rows.map(({ endsOn }) => endsOn))}::date[],
      ${dateArray(rows.map(({ reviewOn }) => reviewOn))}::date[],
      ${smallintArray(rows.map(({ sessionsOff }) => sessionsOff))}::smallint[],
      ${textArray(rows.map(({ reason }) => reason))}::text[], ${authorities}::integer[], ${trusts}::integer[])
    ON CONFLICT (setting_id, slot, starts_on) DO NOTHING
  `.execute(scoped);
}

/** Writes packed rolls in place of those there. Totals are the register room's: it writes the row that is their lock. */
export async function writeRolls(
  scoped: Loading,
  rows: readonly { readonly roll: Roll; readonly place: Place }[],
): Promise<void> {
  const rolls = rows.map(({ roll }) => roll);
  const { authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO setting_roll (setting_id, year, version, base, size, spells, identifiers, la_id, trust_id)
    SELECT * FROM unnest(${integerArray(rolls.map(({ settingId }) => settingId))}::integer[],
      ${smallintArray(rolls.map(({ year }) => year))}::smallint[],
      ${integerArray(rolls.map(({ version }) => version))}::integer[],
      ${integerArray(rolls.map(({ base }) => base))}::integer[], ${integerArray(rolls.map(({ size }) => size))}::integer[],
      ${byteaArray(rolls.map(({ spells }) => packSpells(spells)))}::bytea[],
      ${byteaArray(rolls.map(({ identifiers }) => packIdentifiers(identifiers)))}::bytea[],
      ${authorities}::integer[], ${trusts}::integer[])
    ON CONFLICT (setting_id, year) DO UPDATE SET version = excluded.version, size = excluded.size,
      spells = excluded.spells, identifiers = excluded.identifiers
  `.execute(scoped);
}

/** A timetabled event to be entered in bulk. */
export interface EventToLoad {
  readonly settingId: number;
  readonly day: PlainDate;
  readonly session: number;
  readonly startsAt: string;
  readonly minutes: number;
  readonly title: string;
  readonly roster: Uint8Array;
}

/** Writes timetabled events; those already there are left as they are. */
export async function writeEvents(scoped: Loading, rows: readonly Placed<EventToLoad>[]): Promise<void> {
  const { authorities, trusts } = standing(rows);
  await sql`
    INSERT INTO timetable_event (setting_id, day, session, starts_at, minutes, title, roster, la_id, trust_id)
    SELECT setting_id, day, session, starts_at::time, minutes, title, roster, la_id, trust_id
      FROM unnest(${integerArray(rows.map(({ settingId }) => settingId))}::integer[],
        ${dateArray(rows.map(({ day }) => day))}::date[], ${smallintArray(rows.map(({ session }) => session))}::smallint[],
        ${textArray(rows.map(({ startsAt }) => startsAt))}::text[],
        ${smallintArray(rows.map(({ minutes }) => minutes))}::smallint[],
        ${textArray(rows.map(({ title }) => title))}::text[], ${byteaArray(rows.map(({ roster }) => roster))}::bytea[],
        ${authorities}::integer[], ${trusts}::integer[])
        AS given (setting_id, day, session, starts_at, minutes, title, roster, la_id, trust_id)
    ON CONFLICT (setting_id, day, session) DO NOTHING
  `.execute(scoped);
}

function standing(rows: readonly { readonly place: Place }[]) {
  return {
    authorities: integerArray(rows.map(({ place }) => place.laId)),
    trusts: integerArray(rows.map(({ place }) => place.trustId)),
  };
}
