import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Engagement } from '#platform/access/engagement.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { compileScope } from '#platform/sign-in/compile.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import type { Enrolled, FamilyPerson, MemberPerson, Person } from './random-world.ts';
import { anyPerson, anyRoll, nationId, now, standings } from './random-world.ts';
import type { Seen } from './reference-model.ts';
import { modelOf } from './reference-model.ts';
import { serveAs } from './serve-as.ts';

/** Ten thousand worlds take some minutes: `WORLDS=10000 npx vitest run test/access/differential`. */
const worlds = Number(process.env['WORLDS'] ?? 150);

let database: Database;
let ask: Awaited<ReturnType<typeof serveAs>>;
const scopes: Record<string, RequestScope> = {};

beforeAll(async () => {
  database = await freshDatabase();
  for (const { settingId, laId, trustId } of standings) {
    await database.pool.query({
      text: `INSERT INTO setting (setting_id, urn, name, source) OVERRIDING SYSTEM VALUE VALUES ($1, $2, 'Setting', 'a test')`,
      values: [settingId, 990_000 + settingId],
    });
    await database.pool.query({
      text: `INSERT INTO register_keeper VALUES ($1, 'primary', 'session', 'england', $2, $3, $4, '09:45', '13:45', true)`,
      values: [settingId, nationId, laId, trustId],
    });
  }
  ask = await serveAs(database, scopes);
});

/** Enters a roll in place of the one before: slots are places in the list, and names say whose each is. */
async function enterRoll(roll: readonly Enrolled[]): Promise<void> {
  const rows = roll.map((one, index) => ({ ...one, slot: index + 1, ...standings[one.settingId - 1] }));
  await inScope(database, steward('load'), async ({ client }) => {
    await client.query('DELETE FROM enrolment; DELETE FROM learner_enrolment; DELETE FROM characteristic');
    await client.query({
      text: `INSERT INTO enrolment (setting_id, slot, learner_id, surname, given_name, born_on, year_group, class, status,
                                    entered_on, left_on, la_id, trust_id)
             SELECT r."settingId", r.slot, r."learnerId", 'Slot' || r.slot || 'x', 'Ada', '2016-01-01', r."yearGroup", r.class,
                    'single', (r.span->>'from')::date, (r.span->>'to')::date, r."laId", r."trustId"
               FROM json_to_recordset($1) AS r ("settingId" int, slot int, "learnerId" bigint, "yearGroup" int, class text,
                                                span json, "laId" int, "trustId" int)`,
      values: [JSON.stringify(rows)],
    });
    await client.query(
      'INSERT INTO learner_enrolment SELECT learner_id, setting_id, slot, status, entered_on, left_on, la_id, trust_id FROM enrolment',
    );
    await client.query(
      `INSERT INTO characteristic SELECT setting_id, slot, entered_on, 'F', 'N', 'N', 'NOBT', 'N', 'N', la_id, trust_id FROM enrolment`,
    );
  });
}

type Enter = (text: string, values: readonly unknown[]) => Promise<number>;

/** Enters somebody with everything that is stored of them, and answers how they are here. */
async function enterPerson(person: Person): Promise<Engagement> {
  return await inGate(database, 'administer', async ({ client }) => {
    const enter: Enter = async (text, values) => {
      const { rows } = await client.query<{ id: number }>({ text, values: [...values] });
      return rows[0]?.id ?? 0;
    };
    const learnerId = person.as === 'member' ? null : person.learnerId;
    const personId = await enter(
      `INSERT INTO person (name, learner_id, demonstration, entered_at, closed_at) VALUES ('Somebody', $1, true, $2, $3)
       RETURNING person_id AS id`,
      [learnerId, now, person.closedAt],
    );
    return person.as === 'member' ? enterMember(enter, personId, person) : enterFamily(enter, personId, person);
  });
}

async function enterMember(enter: Enter, personId: number, person: MemberPerson): Promise<Engagement> {
  const { place, purpose, span } = person;
  const organisationId = await enter(
    `INSERT INTO organisation (kind, name, setting_id, la_id, trust_id, nation_id, demonstration)
     VALUES ($1, 'Somewhere', $2, $3, $4, $5, true) RETURNING organisation_id AS id`,
    [person.kind, place?.settingId, place?.laId, place?.trustId, place && nationId],
  );
  const membershipId = await enter(
    `INSERT INTO membership (person_id, organisation_id, role, classes, year_groups, valid_from, valid_to, entered_at, entered_by, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'a test', $9) RETURNING membership_id AS id`,
    [personId, organisationId, person.role, person.classes, person.yearGroups, span.from, span.to, now, person.endedAt],
  );
  for (const team of person.teams) {
    const teamId = await enter(
      `INSERT INTO team (learner_id, purpose, opened_on, entered_by) VALUES ($1, $2, '2024-01-01', 'a test') RETURNING team_id AS id`,
      [team.learnerId, team.purpose],
    );
    await enter(
      `INSERT INTO team_member (learner_id, team_id, membership_id, categories, valid_from, valid_to, entered_at, entered_by, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'a test', $8) RETURNING 0 AS id`,
      [team.learnerId, teamId, membershipId, team.categories, team.span.from, team.span.to, now, team.endedAt],
    );
  }
  const { opened } = person;
  const breakGlassId =
    opened &&
    (await enter(
      `INSERT INTO break_glass (learner_id, membership_id, person_id, organisation_id, categories, reason, opened_at, until_at, review_by)
       VALUES ($1, $2, $3, $4, $5, 'a test', '2025-12-31', $6, $6) RETURNING break_glass_id AS id`,
      [opened.learnerId, membershipId, personId, organisationId, opened.categories, opened.until],
    ));
  return { as: 'member', personId, membershipId, purpose, breakGlassId, steppedUpAt: person.steppedUpAt ?? undefined };
}

async function enterFamily(enter: Enter, personId: number, { as, children, rules }: FamilyPerson): Promise<Engagement> {
  for (const { learnerId, responsibility, span } of children) {
    await enter(`INSERT INTO guardian VALUES ($1, $2, 'mother', $3, $4, $5, $6, 'a test') RETURNING 0 AS id`, [
      learnerId,
      personId,
      responsibility,
      span.from,
      span.to,
      now,
    ]);
  }
  for (const { learnerId, withholds, span, liftedAt } of rules) {
    await enter(
      `INSERT INTO contact_rule (learner_id, person_id, withholds, source, valid_from, valid_to, entered_at, entered_by, lifted_at)
       VALUES ($1, $2, $3, 'an order', $4, $5, $6, 'a test', $7) RETURNING 0 AS id`,
      [learnerId, personId, withholds, span.from, span.to, now, liftedAt],
    );
  }
  return { as, personId };
}

/** What the database shows: slots with names, and slots with characteristics. No scope shows nothing. */
async function shownByDatabase(scope: RequestScope | undefined) {
  if (!scope) return { names: [], known: [] };
  return await inScope(database, scope, async (scoped) => {
    if (scope.kind === 'nation') return { names: [], known: [] };
    const names = await scoped.selectFrom('enrolment').select('slot').orderBy('slot').execute();
    const known = await scoped.selectFrom('characteristic').select('slot').orderBy('slot').execute();
    return { names: names.map(({ slot }) => slot), known: known.map(({ slot }) => slot) };
  });
}

/** What the roll of a setting shows a program and a browser: slots, and whether characteristics stand beside them. */
async function shownByRoll(settingId: number) {
  const url = `/settings/${990_000 + settingId}/roll`;
  const api = await ask({ as: 'somebody', url: `/api/v1${url}` });
  const page = await ask({ as: 'somebody', url });
  const rows: readonly { slot: number; sex?: string }[] = api.status === 200 ? JSON.parse(api.body).enrolments : [];
  return {
    statuses: [api.status, page.status],
    slots: rows.map(({ slot }) => slot),
    known: rows.filter(({ sex }) => sex !== undefined).map(({ slot }) => slot),
    named: [...new Set([...page.body.matchAll(/Slot(\d+)x/g)].map(([, slot]) => Number(slot)))],
  };
}

function expectedOf(seen: Seen, roll: readonly Enrolled[], settingId?: number) {
  const slots = roll.flatMap((one, index) =>
    seen.sees(one) && (settingId === undefined || one.settingId === settingId) ? [index + 1] : [],
  );
  return {
    names: seen.categories.includes('identity') ? slots : [],
    known: seen.categories.includes('characteristics') ? slots : [],
  };
}

it('the database, programs’ answers and pages show what the model says, in any world', async () => {
  await fc.assert(
    fc.asyncProperty(anyRoll, anyPerson, async (roll, person) => {
      await enterRoll(roll);
      const scope = await compileScope(database, await enterPerson(person), now);
      if (scope.ok) scopes['somebody'] = scope.value;
      else delete scopes['somebody'];
      const seen = modelOf(person, roll);
      expect(await shownByDatabase(scope.ok ? scope.value : undefined)).toEqual(expectedOf(seen, roll));
      for (const { settingId } of standings) {
        const opens = seen.at(settingId) && seen.categories.includes('identity');
        const { names, known } = expectedOf(seen, roll, settingId);
        const shown = await shownByRoll(settingId);
        expect(shown.statuses).toEqual(opens ? [200, 200] : [403, 403]);
        expect(shown.slots).toEqual(opens ? names : []);
        expect(shown.known).toEqual(opens ? known.filter((slot) => names.includes(slot)) : []);
        // A page leaves out who left long ago, and shows nobody else than the model does.
        expect(shown.named.filter((slot) => !opens || !names.includes(slot))).toEqual([]);
      }
    }),
    { numRuns: worlds },
  );
}, 1_800_000);
