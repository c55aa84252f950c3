import { beforeAll, describe, expect, it } from 'vitest';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { seedAreas } from '#domain/area/store.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { compileScope } from '#platform/sign-in/compile.ts';
import { choicesOf } from '#platform/sign-in/engagements.ts';
import { testClock } from '../app-parts.ts';
import { freshDatabaseUrl } from '../database/fresh-database.ts';
import { transcript } from '../recorded-terminal.ts';

let database: Database;
let environment: Readonly<Record<string, string>>;
const invite = (name: string, ...words: readonly string[]) =>
  transcript(['people', 'invite', name, ...words], environment);

/** What somebody sees in their one role. */
async function scopeOf(name: string) {
  const choices = await inGate(database, 'administer', async (gate) => {
    const { person_id } = await gate
      .selectFrom('person')
      .select('person_id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return await choicesOf(gate, person_id, [], testClock.now());
  });
  const [only] = choices;
  if (!only || choices.length > 1) throw new Error(`${name} has ${choices.length} roles`);
  return await compileScope(database, only.engagement, testClock.now());
}

const organisations = () =>
  inGate(database, 'administer', (gate) =>
    gate
      .selectFrom('organisation')
      .select(['kind', 'name', 'setting_id', 'la_id', 'trust_id', 'nation_id'])
      .where('demonstration', '=', false)
      .orderBy('organisation_id')
      .execute(),
  );

describe('headwater people invite', () => {
  beforeAll(async () => {
    const databaseUrl = await freshDatabaseUrl();
    const opened = await openDatabase({ databaseUrl, dataFolder: '', notify: () => undefined });
    if (!opened.ok) throw new ProblemError(opened.failure);
    database = opened.value;
    environment = { DATABASE_URL: databaseUrl };
    await seedAreas(database);
    const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
    await loadExampleshire(database, testClock, { settings, years: 1 });
    return () => database.close();
  }, 60_000);

  it.each([
    ['Ada Area', 'inclusion-officer', 'Hampshire Council', 'local-authority', 'E10000014', { kind: 'area', laId: 850 }],
    ['Nat Nation', 'national-analyst', 'Department', 'nation', 'E92000001', { kind: 'nation', nationId: 1 }],
    ['Vi Violence', 'prevention-analyst', 'Hampshire VRU', 'violence-reduction', '850', { kind: 'area', laId: 850 }],
  ] as const)(
    '%s, entered with a code, reaches what it stands for',
    async (...[name, role, at, kind, area, reached]) => {
      const said = await invite(name, '--role', role, '--at', at, '--kind', kind, '--area', area);
      expect(said).toContain('[exit 0]');
      expect(await scopeOf(name)).toMatchObject({ ok: true, value: reached });
    },
  );

  it('enters a trust by its name and a setting by its URN, and the others with the area they serve', async () => {
    const trust = await database.selectFrom('trust').select(['trust_id', 'name']).executeTakeFirstOrThrow();
    await invite('Tess Trust', '--role', 'trust-officer', '--at', trust.name.toUpperCase(), '--kind', 'trust');
    expect(await scopeOf('Tess Trust')).toMatchObject({ ok: true, value: { kind: 'trust', trustId: trust.trust_id } });
    await invite('Hal Head', '--role', 'head', '--at', '990003');
    expect(await scopeOf('Hal Head')).toMatchObject({ ok: true, value: { kind: 'setting', settings: [990_003] } });
    for (const kind of ['social-care', 'youth-justice', 'health', 'mental-health', 'police']) {
      await invite(`Una ${kind}`, '--at', `Hampshire ${kind}`, '--kind', kind, '--area', '850');
      expect(await organisations()).toContainEqual(
        expect.objectContaining({ kind, name: `Hampshire ${kind}`, la_id: 850, nation_id: null }),
      );
    }
  });

  it('takes an organisation that is known, by any name, and doubles none', async () => {
    const before = await organisations();
    await invite('Bea Area', '--at', 'hampshire council');
    const again = await invite(
      'Cy Area',
      '--at',
      'Hampshire County Council',
      '--kind',
      'local-authority',
      '--area',
      '850',
    );
    expect(again).toContain('administrator at Hampshire Council');
    await invite('Ed Head', '--at', '990003', '--kind', 'setting');
    expect(await organisations()).toEqual(before);
  });

  it('gives one that stood nowhere its area, and moves none that stands somewhere', async () => {
    await inGate(database, 'administer', (gate) =>
      gate
        .insertInto('organisation')
        .values({
          kind: 'local-authority',
          name: 'Nowhere Council',
          setting_id: null,
          la_id: null,
          trust_id: null,
          nation_id: null,
          external_id: null,
          demonstration: false,
        })
        .execute(),
    );
    expect(await invite('Fay Area', '--role', 'attendance-team', '--at', 'Nowhere Council')).toContain('--area');
    await invite('Fay Area', '--role', 'attendance-team', '--at', 'Nowhere Council', '--area', 'E10000012');
    expect(await scopeOf('Fay Area')).toMatchObject({ ok: true, value: { kind: 'area', laId: 881 } });
    expect(await invite('Fay Area', '--at', 'Nowhere Council', '--area', '850')).toContain('for another area');
  });

  it.each([
    [['--at', 'New Council', '--kind', 'local-authority'], 'Give --area too'],
    [
      ['--at', 'New Council', '--kind', 'local-authority', '--area', 'E99999999'],
      'No area here has the code E99999999',
    ],
    [['--at', 'New Council', '--kind', 'local-authority', '--area', 'E92000001'], 'E92000001 is England, a nation'],
    [['--at', 'New Department', '--kind', 'nation', '--area', '850'], '850 is Hampshire, a local authority'],
    [['--at', 'New Trust', '--kind', 'trust'], 'No trust of the name or number New Trust'],
    [['--at', '990003', '--kind', 'trust'], 'is entered here as setting'],
    [['--at', '123456', '--kind', 'setting'], 'No setting of the URN 123456'],
    [['--at', 'Nobody knows it'], 'say what it is with --kind'],
    [['--at', 'Hampshire Council', '--role', 'head'], 'Nobody can be head at Hampshire Council'],
  ])('%j is refused, and nothing is entered', async (words, said) => {
    const before = await organisations();
    const answer = await invite('Zed Nobody', ...words);
    expect(answer).toContain(said);
    expect(answer).not.toContain('[exit 0]');
    expect(await organisations()).toEqual(before);
  });
});
