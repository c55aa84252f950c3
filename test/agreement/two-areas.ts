import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { enterRow } from '../access/any-row.ts';

/**
 * Two authorities (areas 1 and 2), of which the first has settings 11 and 12 and the second 21; a trust over 11 and 21; the
 * organisations that each is, and a partner. URNs are 100,000 and the setting.
 */
export async function enterTwoAreas(database: Database): Promise<Readonly<Record<string, number>>> {
  const area = { kind: 'local-authority', source: 'a test', verified: true } as const;
  for (const area_id of [1, 2]) {
    await database
      .insertInto('area')
      .values({ area_id, name: `Authority ${area_id}`, ...area })
      .execute();
    await database
      .insertInto('area_code')
      .values({ area_id, scheme: 'gss', code: `E0900000${area_id}` })
      .execute();
  }
  await enterSetting(database, 11, 1, 7);
  await enterSetting(database, 12, 1, 0);
  await enterSetting(database, 21, 2, 7);
  return await inGate(database, 'administer', async (gate) => {
    const entered = await gate
      .insertInto('organisation')
      .values(
        standing.map(([name, kind, place]) => {
          return { kind, name, external_id: `test:${name}`, demonstration: true, ...place };
        }),
      )
      .returning(['name', 'organisation_id'])
      .execute();
    return Object.fromEntries(entered.map(({ name, organisation_id }) => [name, organisation_id]));
  });
}

const standing: readonly (readonly [string, OrganisationKind, Readonly<Record<string, number>>])[] = [
  ['council', 'local-authority', { la_id: 1 }],
  ['other-council', 'local-authority', { la_id: 2 }],
  ['trust', 'trust', { trust_id: 7 }],
  ['school', 'setting', { setting_id: 12, la_id: 1 }],
  ['other-school', 'setting', { setting_id: 21, la_id: 2 }],
  ['service', 'youth-justice', { la_id: 1 }],
  ['nowhere', 'local-authority', {}],
];

async function enterSetting(database: Database, setting_id: number, la_id: number, trust_id: number): Promise<void> {
  const named = { setting_id, urn: 100_000 + setting_id, area_id: la_id, name: `School ${setting_id}` };
  await database
    .insertInto('setting')
    .values({ ...named, source: 'a test' })
    .execute();
  await database
    .insertInto('register_keeper')
    .values({
      setting_id,
      la_id,
      trust_id,
      nation_id: 9,
      nation: 'england',
      kind: 'primary',
      unit: 'session',
      am_due: '09:45',
      pm_due: '13:45',
      demonstration: true,
    })
    .execute();
}

/** Puts a child on a roll, from a day to a day. */
export async function enrolChild(
  database: Database,
  place: {
    readonly learner: number;
    readonly setting: number;
    readonly slot: number;
    readonly from: string;
    readonly to?: string | undefined;
  },
): Promise<void> {
  const at = { setting_id: place.setting, learner_id: place.learner, slot: place.slot, entered_on: place.from };
  const row = { ...at, la_id: Math.floor(place.setting / 10), trust_id: 0, left_on: place.to ?? '2099-01-01' };
  await inScope(database, steward('load'), async ({ client }) => {
    for (const table of ['enrolment', 'learner_enrolment'] as const) await enterRow(client, table, row);
  });
}
