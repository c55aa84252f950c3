import type { ListedRoute } from '#app/server.ts';
import { loadExampleshire } from '#demo/exampleshire.ts';
import type { ExamplePerson } from '#demo/exampleshire-people.ts';
import { examplePeople, loadExamplePeople } from '#demo/exampleshire-people.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { seedAreas } from '#domain/area/store.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { enterRow } from '../access/any-row.ts';
import type { keptLog } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { attributeOf, injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { MovingClock } from '../sign-in/signed-in-server.ts';
import { movingClock, serverOver } from '../sign-in/signed-in-server.ts';

/** Who attacks: each of the eight people, nobody, and a program that chose a demonstration’s role. */
export type Attacker = ExamplePerson | 'nobody' | 'demonstrationRole';

/** What stands for each parameter of a route: of a place that is there. */
export type Target = Readonly<Record<string, string>>;

export interface AttackedWorld {
  readonly database: Database;
  readonly clock: MovingClock;
  readonly app: RouteServer;
  readonly routes: readonly ListedRoute[];
  readonly log: ReturnType<typeof keptLog>;
  /** The headers of each, as their browser or program sends them. */
  readonly headersOf: Readonly<Record<Attacker, Readonly<Record<string, string>>>>;
  /** The school that the head, the teacher and the safeguarding lead are of; another of its authority; one of another authority. */
  readonly targets: { readonly own: Target; readonly sibling: Target; readonly foreign: Target };
}

/** Every child of the two other schools bears one of these as surname, and every note about them holds it. */
export const markers = { sibling: 'Zqxsibling', foreign: 'Zqxforeign' } as const;

/** Nobody is at these. */
export const absentIds: Target = {
  slot: '8191',
  learner: '999999999',
  learnerId: '999999999',
  membershipId: '999999',
  agreementId: '999999',
  request: '999999',
  id: '999999',
  delayId: '999999',
  breakGlassId: '999999',
  version: '77',
};

const attackEnvironment = { HEADWATER_REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'trace' };

export async function attackedWorld(): Promise<AttackedWorld> {
  const clock = movingClock(new Date('2026-01-15T10:00:00Z'));
  const database = await freshDatabase();
  await seedAreas(database);
  const [own, sibling, foreign] = [990_003, 990_004, 990_005];
  const settings = exampleSettings.filter(({ keeper: { urn } }) => [own, sibling, foreign].includes(urn));
  await loadExampleshire(database, clock, { settings, years: 1 });
  await nameEverybody(database, sibling, markers.sibling);
  await startNumbersHigh(database);
  const people = await loadExamplePeople(database, clock);
  if (people?.settingId !== own) throw new Error('The people of the demonstration are of another school');
  await nameEverybody(database, foreign, markers.foreign);
  await moveAway(database, foreign);
  const server = await serverOver(database, clock, attackEnvironment);
  const signedIn = await everybodySignedIn(server.app, database);
  return {
    ...server,
    ...signedIn,
    database,
    clock,
    targets: {
      own: {
        ...(await targetAt(database, own, 'E06000998')),
        learner: String(people.learnerId),
        learnerId: String(people.learnerId),
      },
      sibling: await targetAt(database, sibling, markers.sibling),
      foreign: await targetAt(database, foreign, markers.foreign),
    },
  };
}

/** So that a number of an address is told from the other numbers of a page. */
async function startNumbersHigh(database: Database): Promise<void> {
  for (const [table, key] of [...Object.values(namedByNumber), ['membership', 'membership_id']])
    await database.pool.query(`ALTER TABLE ${table} ALTER COLUMN ${key} RESTART WITH 770001`);
}

async function nameEverybody(database: Database, settingId: number, surname: string): Promise<void> {
  await inScope(database, steward('load'), ({ client }) =>
    client.query({ text: 'UPDATE enrolment SET surname = $2 WHERE setting_id = $1', values: [settingId, surname] }),
  );
}

/** Puts a school, with everything kept of it, into another authority and under another trust. */
async function moveAway(database: Database, settingId: number): Promise<void> {
  const { rows } = await database.pool.query<{ area: number }>(
    "SELECT area_id AS area FROM area_code WHERE code = 'E08000038'",
  );
  const there = `la_id = ${rows[0]?.area}, trust_id = 4711 WHERE setting_id = ${settingId}`;
  const tables = await database.pool.query<{ name: string }>(
    `SELECT attrelid::regclass::text AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attname IN ('setting_id', 'la_id', 'trust_id')
      GROUP BY attrelid HAVING count(*) = 3`,
  );
  await database.pool.query("INSERT INTO trust VALUES (4711, 'A trust elsewhere', true)");
  const { client, done } = await stewardClient(database);
  for (const { name } of tables.rows) {
    if (name === 'register_keeper') await database.pool.query(`UPDATE register_keeper SET ${there}`);
    else if (name !== 'organisation') await client.query(`UPDATE ${name} SET ${there}`);
  }
  await client.query(
    `UPDATE learner SET home_la_id = ${rows[0]?.area}
      WHERE learner_id IN (SELECT learner_id FROM enrolment WHERE setting_id = ${settingId})`,
  );
  await done();
  await database.pool.query(`UPDATE setting SET area_id = ${rows[0]?.area} WHERE setting_id = ${settingId}`);
}

/** As what those are here who may be several things. */
const chosen: Readonly<Record<string, string>> = { safeguardingLead: 'safeguarding', socialWorker: 'social-care' };

async function everybodySignedIn(app: RouteServer, database: Database) {
  const people = await inGate(database, 'administer', (gate) =>
    gate.selectFrom('person').select(['name', 'email']).where('demonstration', '=', true).execute(),
  );
  const headersOf: Record<string, Record<string, string>> = {
    nobody: {},
    demonstrationRole: { 'headwater-scope': 'setting 990003' },
  };
  for (const [who, email] of Object.entries(examplePeople)) {
    const browser = injectBrowser(app);
    const name = people.find((person) => person.email === email)?.name ?? '';
    const landed = await signInAs(browser, name);
    const role = chosen[who];
    const button = new RegExp(`<button[^>]*value="member:\\d+:${role}"`);
    if (role !== undefined)
      await browser.post('/sign-in/choose', { choice: attributeOf(landed.body, button, 'value') });
    const secret = browser.cookies.get('headwater-session');
    if (secret === undefined) throw new Error(`${who} could not sign in`);
    headersOf[who] = { cookie: `headwater-session=${secret}`, 'sec-fetch-site': 'same-origin' };
  }
  return { headersOf: headersOf as AttackedWorld['headersOf'] };
}

/** A child there, and a row about them of each thing that a route can name by a number. */
async function targetAt(database: Database, settingId: number, words: string): Promise<Target> {
  const { client, done } = await stewardClient(database);
  const found = await client.query<ChildThere>(
    `SELECT e.slot, e.learner_id, s.urn, e.la_id, e.trust_id FROM enrolment AS e JOIN setting AS s USING (setting_id)
      WHERE e.setting_id = ${settingId} AND e.left_on IS NULL ORDER BY e.slot DESC LIMIT 1`,
  );
  const [child] = found.rows;
  if (!child) throw new Error(`Nobody is on roll at ${settingId}`);
  const { urn, slot, learner_id: learner, la_id: laId, trust_id: trustId } = child;
  const row = { ...child, ...nobodys, setting_id: settingId, reason: words, words, wants: words, says: words };
  const ids: Record<string, string> = {};
  for (const [parameter, [table, key]] of Object.entries(namedByNumber)) {
    await enterRow(client, table, { ...row, reference: words });
    const { rows } = await client.query<{ id: string }>(`SELECT max(${key})::text AS id FROM ${table}`);
    ids[parameter] = rows[0]?.id ?? '';
  }
  // Of an organisation that none of them administers.
  const role = await client.query<{ id: string }>(
    `SELECT max(m.membership_id)::text AS id FROM membership AS m
       JOIN organisation AS o ON o.organisation_id = m.organisation_id WHERE o.kind = 'nation'`,
  );
  ids['membershipId'] = role.rows[0]?.id ?? '';
  await done();
  const place = { urn: String(urn), slot: String(slot), learner: String(learner), learnerId: String(learner) };
  return { ...constants, ...place, ...ids, code: String(laId), trustId: String(trustId) };
}

interface ChildThere {
  readonly slot: number;
  readonly learner_id: number;
  readonly urn: number;
  readonly la_id: number;
  readonly trust_id: number;
}

/** The table and the column behind each number of an address. */
const namedByNumber: Readonly<Record<string, readonly [table: string, key: string]>> = {
  agreementId: ['agreement', 'agreement_id'],
  request: ['subject_access', 'request_id'],
  id: ['rectification', 'rectification_id'],
  delayId: ['ledger_delay', 'delay_id'],
  breakGlassId: ['break_glass', 'break_glass_id'],
};

/** Done by nobody that attacks, and under way. */
const nobodys = {
  person_id: 900,
  organisation_id: 900,
  entered_by: 901,
  reader_id: 902,
  reviewed_at: null,
  reviewer_id: null,
  lifted_at: null,
  ended_at: null,
  closed_at: null,
};

/** What tells nothing of a child. */
const constants: Target = {
  date: '2026-01-14',
  session: 'am',
  nation: 'england',
  provider: 'demonstration',
  table: 'weeks',
  picture: 'weeks',
  vintageId: '1',
  version: '1',
  uid: 'x',
  file: 'x',
  '*': 'x',
};

async function stewardClient(database: Database) {
  const client = await database.poolOf('steward').connect();
  await client.query("BEGIN; SET LOCAL headwater.duty = 'load'");
  return {
    client,
    done: async () => {
      await client.query('COMMIT');
      client.release();
    },
  };
}
