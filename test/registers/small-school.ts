import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { enrol } from '#domain/roll/actions.ts';
import type { EnrolmentSent } from '#domain/roll/enrolment-fields.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Upn } from '#foundation/kernel/pupil-identifiers.ts';
import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { madeUpPlaces, makeUpSetting, settingScope } from './made-up-setting.ts';

/** A school with names: two classes and everything that makes a register awkward. */
export interface SmallSchool {
  readonly settingId: number;
  readonly urn: number;
  /** UPNs of class 4B in the order they were put on roll. */
  readonly upns: readonly Upn[];
}

const surnames = ['Abara', 'Bell', 'Chowdhury', 'Dunne', 'Evans', 'Farouk', 'Green', 'Hughes', 'Iqbal', 'Jones'];
const givenNames = ['Amina', 'Ben', 'Carys', 'Dev', 'Ella', 'Finn'];
const enteredOn = plainDate('2025-09-01');
const autumn = { startsOn: plainDate('2025-09-01'), endsOn: plainDate('2025-12-19'), name: 'Autumn 2025' };
const spring = { startsOn: plainDate('2026-01-05'), endsOn: plainDate('2026-03-27'), name: 'Spring 2026' };

/** The areas that made-up settings stand in. */
export async function makeUpArea(database: Database): Promise<void> {
  const { nationId, laId, trustId } = madeUpPlaces;
  await database.pool.query({
    text: `INSERT INTO area (area_id, kind, name, parent_id, source, verified) OVERRIDING SYSTEM VALUE
           VALUES ($1, 'nation', 'Made-up nation', NULL, 'made up', true),
                  ($2, 'local-authority', 'Exampleshire', $1, 'made up', true)`,
    values: [nationId, laId],
  });
  await database.pool.query({
    text: `INSERT INTO trust (trust_id, name, demonstration) VALUES ($1, 'Example Trust', true)`,
    values: [trustId],
  });
}

/**
 * A primary school, open from September 2025 to March 2026, snowed in on the afternoon of 16 January: `size` children in
 * class 4B and three in 5K. Of 4B the last has left in December, and the last but one has a part-time plan with Thursday
 * mornings off.
 */
export async function makeUpSchool(database: Database, settingId = 1, size = 30): Promise<SmallSchool> {
  await makeUpSetting(database, { settingId });
  await giveCalendar(database, settingId);
  const upns: Upn[] = [];
  for (let serial = 0; serial < size + 3; serial += 1) {
    const upn = makeUpn('999', settingId * 1000 + serial);
    const inClass = serial < size ? '4B' : '5K';
    const left = serial === size - 1 ? { leftOn: plainDate('2025-12-10') } : {};
    await putOnRoll(database, settingId, { ...pupil(serial, upn), class: inClass, ...left });
    if (serial < size) upns.push(upn);
  }
  await givePlan(database, settingId, size - 1);
  return { settingId, urn: 990_000 + settingId, upns };
}

function pupil(serial: number, upn: Upn): EnrolmentSent {
  return {
    upn,
    surname: surnames[serial % surnames.length] as string,
    givenName: givenNames[Math.floor(serial / surnames.length) % givenNames.length] as string,
    bornOn: plainDate('2016-12-01'),
    yearGroup: 4,
    class: '4B',
    status: 'single',
    enteredOn,
  };
}

async function putOnRoll(database: Database, settingId: number, sent: EnrolmentSent): Promise<void> {
  const writer = { database, scope: settingScope(settingId), today: plainDate('2025-09-01') };
  const done = await enrol({ ...writer, onRollChanged: rebuildSettingYear }, settingId, sent);
  if (!done.ok) throw new Error(done.failure.message);
}

async function giveCalendar(database: Database, settingId: number): Promise<void> {
  for (const { startsOn, endsOn, name } of [autumn, spring]) {
    await database.pool.query({
      text: 'INSERT INTO term (setting_id, starts_on, ends_on, name) VALUES ($1, $2, $3, $4)',
      values: [settingId, startsOn, endsOn, name],
    });
  }
  await closeOn(database, settingId, { day: plainDate('2026-01-16'), session: 2, reason: 'Snow' });
}

/** Records an unplanned closure. */
export async function closeOn(
  database: Database,
  settingId: number,
  { day, session, reason }: { readonly day: PlainDate; readonly session: number; readonly reason: string },
): Promise<void> {
  await database.pool.query({
    text: `INSERT INTO closure (setting_id, day, session, kind, reason, recorded_at, recorded_by)
           VALUES ($1, $2, $3, 'unplanned', $4, '2026-01-16T12:00:00Z', 'The head')`,
    values: [settingId, day, session, reason],
  });
}

/** Thursday mornings off, from January to March: bit 6 of Monday morning lowest. */
async function givePlan(database: Database, settingId: number, slot: number): Promise<void> {
  const { laId, trustId } = madeUpPlaces;
  await inScope(database, settingScope(settingId), ({ client }) =>
    client.query({
      text: `INSERT INTO part_time_plan (setting_id, slot, starts_on, ends_on, review_on, sessions_off, reason,
                                         agreed_with_parent, la_id, trust_id)
             VALUES ($1, $2, '2026-01-05', '2026-02-13', '2026-01-30', 64, 'Coming back after illness', true, $3, $4)`,
      values: [settingId, slot, laId, trustId],
    }),
  );
}
