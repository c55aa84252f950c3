import type pg from 'pg';
import { writeYears } from '#domain/register/load-store.ts';
import { writeRolls } from '#domain/roll/load-store.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { peopleOrder, peopleRows } from './enter-people.ts';
import { enteredRecords } from './enter-records.ts';
import { rollsOf } from './enter-rolls.ts';
import type { Numbered, Rows, Tables } from './enter-rows.ts';
import type { Ids } from './ids.ts';
import { idsOf } from './ids.ts';
import type { World } from './world.ts';

/** Enters worlds side by side, each table in one statement. */
export async function enterWorlds(database: Database, worlds: readonly Numbered[]): Promise<void> {
  const open = await database.pool.connect();
  try {
    for (const table of openOrder) await enterAll(open, table, gathered(worlds, placesOf, table));
  } finally {
    open.release();
  }
  await inScope(database, steward('load'), async (scoped) => {
    for (const table of peopleOrder) await enterAll(scoped.client, table, gathered(worlds, peopleRows, table));
    const records = worlds.map((one) => enteredRecords(one));
    for (const table of new Set(records.flatMap((one) => Object.keys(one)))) {
      await enterAll(
        scoped.client,
        table,
        records.flatMap((one) => one[table] ?? []),
      );
    }
    const rolls = worlds.flatMap(rollsOf);
    await writeRolls(
      scoped,
      rolls.map(({ roll, keeper }) => ({ roll, place: keeper })),
    );
    await writeYears(scoped, rolls);
  });
}

function gathered(worlds: readonly Numbered[], made: (ids: Ids, world: World) => Tables, table: string): Rows {
  return worlds.flatMap(({ number, world }) => made(idsOf(number), world)[table] ?? []);
}

/** All rows of a table at once, columns as the first row has them. */
async function enterAll(client: pg.ClientBase, table: string, rows: Rows): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first).join(', ');
  await client.query({
    text: `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
    values: [JSON.stringify(rows)],
  });
}

const openOrder = ['area', 'area_code', 'trust', 'setting', 'register_keeper', 'term', 'organisation'] as const;

function placesOf(ids: Ids, world: World): Tables {
  return { ...areasOf(ids), ...settingsOf(ids, world), organisation: organisationsOf(ids, world) };
}

function areasOf(ids: Ids): Tables {
  const areas = [0, 1].map((la) => ({
    area_id: ids.la(la),
    kind: 'local-authority',
    name: `Authority ${ids.la(la)}`,
    source: 'drawn',
    verified: true,
  }));
  const nations = [0, 1].map((one) => ({
    area_id: ids.nation(one),
    kind: 'nation',
    name: `Nation ${ids.nation(one)}`,
    source: 'drawn',
    verified: true,
  }));
  return {
    area: [...areas, ...nations],
    area_code: [0, 1].map((la) => ({ area_id: ids.la(la), scheme: 'gss', code: ids.code(la) })),
    trust: [1, 2].map((one) => ({ trust_id: ids.trust(one), name: `Trust ${ids.trust(one)}`, demonstration: true })),
  };
}

function settingsOf(ids: Ids, world: World): Tables {
  return {
    setting: world.settings.map(({ la }, one) => ({
      setting_id: ids.setting(one),
      urn: ids.urn(one),
      area_id: ids.la(la),
      name: `Setting ${ids.urn(one)}`,
      source: 'drawn',
    })),
    register_keeper: world.settings.map(({ la, trust, nation }, one) => ({
      setting_id: ids.setting(one),
      kind: 'primary',
      unit: 'session',
      nation: 'england',
      nation_id: ids.nation(nation),
      la_id: ids.la(la),
      trust_id: ids.trust(trust),
      am_due: '09:45',
      pm_due: '13:45',
      demonstration: true,
    })),
    term: world.settings.map((_, one) => ({
      setting_id: ids.setting(one),
      starts_on: '2025-09-01',
      ends_on: '2026-07-20',
      name: 'The year',
    })),
  };
}

function organisationsOf(ids: Ids, world: World): Rows {
  return world.organisations.map(({ kind, setting, la, trust, nation }, one) => ({
    organisation_id: ids.organisation(one),
    kind,
    name: `${kind} ${ids.organisation(one)}`,
    setting_id: setting === null ? null : ids.setting(setting),
    la_id: la === null ? null : ids.la(la),
    trust_id: trust === null ? null : ids.trust(trust),
    nation_id: nation === null ? null : ids.nation(nation),
    demonstration: true,
  }));
}

/** Takes every world out again; entries of the ledger and who wrote registers stay. */
export async function removeWorlds(database: Database, tables: readonly string[]): Promise<void> {
  const kept = ['ledger_entry', 'ledger_day', 'actor'];
  const all = [...tables, 'area', 'setting', 'trust', 'organisation', 'register_keeper', 'term', 'closure'].filter(
    (one) => !kept.includes(one),
  );
  await database.pool.query(`TRUNCATE ${all.join(', ')} CASCADE`);
}
