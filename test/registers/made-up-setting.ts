import type { Spell } from '#domain/roll/packed-roll.ts';
import { columnsOf, packIdentifiers, packSpells } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';

/** A setting that keeps registers, with a packed roll and nobody's name. */
export interface MadeUpSetting {
  readonly settingId: number;
  readonly kind?: 'primary' | 'fe-college';
  readonly unit?: 'session' | 'event';
  readonly nation?: NationName;
}

export const madeUpPlaces = { nationId: 900_001, laId: 900_002, trustId: 900_003 } as const;

/** Puts a setting into a database, in the made-up area and trust, which must be there (`makeUpArea`). */
export async function makeUpSetting(database: Database, made: MadeUpSetting): Promise<void> {
  const { settingId } = made;
  const { nationId, laId, trustId } = madeUpPlaces;
  await database.pool.query({
    text: `INSERT INTO setting (setting_id, urn, name, source) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, 'made up')`,
    values: [settingId, 990_000 + settingId, `Setting ${settingId}`],
  });
  await database.pool.query({
    text: `INSERT INTO register_keeper (setting_id, kind, unit, nation, nation_id, la_id, trust_id, am_due, pm_due, demonstration)
           VALUES ($1, $2, $3, $4, $5, $6, $7, '09:45', '13:45', true)`,
    values: [
      settingId,
      made.kind ?? 'primary',
      made.unit ?? 'session',
      made.nation ?? 'england',
      nationId,
      laId,
      trustId,
    ],
  });
}

/** Stores a setting's packed roll of a year, with the row of its learners' totals; a later one takes the place of an earlier. */
export async function makeUpRoll(
  database: Database,
  { settingId }: Pick<MadeUpSetting, 'settingId'>,
  roll: { readonly year: number; readonly size: number; readonly base?: number; readonly spells: readonly Spell[] },
): Promise<void> {
  const { laId, trustId } = madeUpPlaces;
  await inScope(database, steward('load'), async ({ client }) => {
    await client.query({
      text: `INSERT INTO setting_roll (setting_id, year, version, base, size, spells, identifiers, la_id, trust_id)
             VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (setting_id, year) DO UPDATE
               SET version = setting_roll.version + 1, size = excluded.size, spells = excluded.spells,
                   identifiers = excluded.identifiers`,
      values: [
        settingId,
        roll.year,
        roll.base ?? 1,
        roll.size,
        packSpells(columnsOf(roll.spells)),
        packIdentifiers(new Float64Array(roll.size)),
        laId,
        trustId,
      ],
    });
    await client.query({
      text: `INSERT INTO learner_total (setting_id, year, version, counts, la_id, trust_id)
             VALUES ($1, $2, 0, $3, $4, $5) ON CONFLICT (setting_id, year) DO NOTHING`,
      values: [settingId, roll.year, Buffer.alloc(roll.size * 8), laId, trustId],
    });
  });
}

/** Puts an event into a setting's timetable. */
export async function makeUpEvent(
  database: Database,
  event: {
    readonly settingId: number;
    readonly day: PlainDate;
    readonly session: number;
    readonly minutes: number;
    readonly places: readonly number[];
  },
): Promise<void> {
  const roster = Buffer.alloc(2);
  for (const place of event.places) roster[place >> 3] = (roster[place >> 3] ?? 0) | (1 << (place & 7));
  await inScope(database, steward('load'), ({ client }) =>
    client.query({
      text: `INSERT INTO timetable_event (setting_id, day, session, starts_at, minutes, title, roster, la_id, trust_id)
             VALUES ($1, $2, $3, '09:00', $4, 'Made up', $5, $6, $7)`,
      values: [
        event.settingId,
        event.day,
        event.session,
        event.minutes,
        roster,
        madeUpPlaces.laId,
        madeUpPlaces.trustId,
      ],
    }),
  );
}

/** The scope of somebody at settings. */
export function settingScope(...settings: readonly number[]): SettingScope {
  return { kind: 'setting', settings, ...keepingRegisters, actor: 'A teacher', purpose: 'Taking registers' };
}
