import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { beginningOf } from '#platform/agreement/compiled.ts';
import type { History, Version } from '#platform/agreement/history.ts';
import { inForceAt } from '#platform/agreement/history.ts';
import { agreementReach } from '#platform/agreement/reach.ts';
import { agreementIdsOf, readHistories } from '#platform/agreement/store.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Facts, FamilyFact, Grant, MemberFact, OpenedFact, PlaceFact, RuleFact, TeamFact } from './facts.ts';

/** What decides who could see a child’s record on a day. Whoever asks must have checked that the request may know. */
export async function factsAbout(
  database: Pick<Database, 'poolOf'>,
  learnerId: number,
  day: PlainDate,
): Promise<Facts> {
  const places = await placesOfChild(database, learnerId);
  return await inGate(database, 'administer', async (gate) => {
    const given = await givenOn(gate, { learnerId, places }, day);
    const teams = await teamsAround(gate, learnerId);
    const opened = await openedOf(gate, learnerId);
    const receiving = given.flatMap(({ grants }) => grants.map(({ organisationId }) => organisationId));
    const named = [...teams, ...opened].map(({ membershipId }) => membershipId);
    const members = await membersReaching(gate, { places, receiving, named });
    return { learnerId, places, teams, opened, given, members, family: await familyOf(gate, learnerId) };
  });
}

/** Where a child is or was on a roll. */
export async function placesOfChild(
  database: Pick<Database, 'poolOf'>,
  learnerId: number,
): Promise<readonly PlaceFact[]> {
  return await inScope(database, steward('compile'), async (scoped) => {
    const places = await scoped
      .selectFrom('learner_enrolment')
      .select('setting_id')
      .where('learner_id', '=', learnerId)
      .execute();
    const settings = places.map(({ setting_id }) => setting_id);
    if (settings.length === 0) return [];
    return await scoped
      .selectFrom('enrolment')
      .select(['setting_id as settingId', 'la_id as laId', 'trust_id as trustId', 'class as className'])
      .select(['year_group as yearGroup', 'entered_on as enteredOn', 'left_on as leftOn'])
      .where('setting_id', 'in', settings)
      .where('learner_id', '=', learnerId)
      .orderBy('entered_on')
      .execute();
  });
}

async function membersReaching(
  gate: Gated,
  by: {
    readonly places: readonly PlaceFact[];
    readonly receiving: readonly number[];
    readonly named: readonly number[];
  },
): Promise<readonly MemberFact[]> {
  const { rows } = await gate.client.query<MemberFact>({
    text: `SELECT m.membership_id AS "membershipId", m.person_id AS "personId", p.name, p.closed_at AS "personClosedAt",
                  m.role, m.classes, m.year_groups AS "yearGroups", m.valid_from AS "validFrom", m.valid_to AS "validTo",
                  m.entered_at AS "enteredAt", m.entered_by AS "enteredBy", m.ended_at AS "endedAt",
                  o.organisation_id AS "organisationId", o.name AS organisation, o.kind, o.setting_id AS "settingId",
                  o.la_id AS "laId", o.trust_id AS "trustId"
             FROM membership AS m
             JOIN person AS p ON p.person_id = m.person_id
             JOIN organisation AS o ON o.organisation_id = m.organisation_id
            WHERE o.setting_id = ANY ($1) OR o.la_id = ANY ($2) OR o.trust_id = ANY ($3)
               OR o.organisation_id = ANY ($4) OR m.membership_id = ANY ($5)
            ORDER BY m.membership_id`,
    values: [
      by.places.map(({ settingId }) => settingId),
      by.places.map(({ laId }) => laId),
      by.places.map(({ trustId }) => trustId).filter((trustId) => trustId > 0),
      by.receiving,
      by.named,
    ],
  });
  return rows;
}

async function teamsAround(gate: Gated, learnerId: number): Promise<readonly TeamFact[]> {
  const { rows } = await gate.client.query<TeamFact>({
    text: `SELECT tm.learner_id AS "learnerId", tm.team_id AS "teamId", t.purpose, t.opened_on AS "openedOn",
                  t.closed_on AS "closedOn", t.entered_at AS "teamEnteredAt", tm.membership_id AS "membershipId",
                  tm.categories, tm.valid_from AS "validFrom", tm.valid_to AS "validTo", tm.entered_at AS "enteredAt",
                  tm.ended_at AS "endedAt"
             FROM team_member AS tm
             JOIN team AS t ON t.learner_id = tm.learner_id AND t.team_id = tm.team_id
            WHERE tm.membership_id IN (SELECT own.membership_id FROM team_member AS own WHERE own.learner_id = $1)
            ORDER BY tm.team_id, tm.membership_id, tm.valid_from`,
    values: [learnerId],
  });
  return rows;
}

async function openedOf(gate: Gated, learnerId: number): Promise<readonly OpenedFact[]> {
  return await gate
    .selectFrom('break_glass')
    .select(['break_glass_id as breakGlassId', 'person_id as personId', 'membership_id as membershipId', 'categories'])
    .select(['opened_at as openedAt', 'until_at as untilAt', 'ended_at as endedAt'])
    .where('learner_id', '=', learnerId)
    .orderBy('break_glass_id')
    .execute();
}

async function familyOf(gate: Gated, learnerId: number): Promise<readonly FamilyFact[]> {
  const own = await gate
    .selectFrom('person')
    .select(['person_id as personId', 'name', 'entered_at as enteredAt', 'closed_at as closedAt'])
    .where('learner_id', '=', learnerId)
    .execute();
  const adults = await gate
    .selectFrom('guardian as g')
    .innerJoin('person as p', 'p.person_id', 'g.person_id')
    .select([
      'g.person_id as personId',
      'p.name',
      'g.relationship',
      'g.valid_from as validFrom',
      'g.valid_to as validTo',
    ])
    .select(['g.entered_at as enteredAt', 'p.closed_at as closedAt'])
    .where('g.learner_id', '=', learnerId)
    .where('g.parental_responsibility', '=', true)
    .execute();
  const rules = await rulesAbout(gate, learnerId);
  const child = { as: 'child', relationship: '', validFrom: null, validTo: null, rules: [] } as const;
  return [
    ...own.map((one): FamilyFact => ({ ...child, ...one })),
    ...adults.map(
      (one): FamilyFact => ({ ...one, as: 'parent', rules: rules.filter(({ personId }) => personId === one.personId) }),
    ),
  ];
}

/** What adults may not be told about a child, past rules too. */
async function rulesAbout(
  gate: Gated,
  learnerId: number,
): Promise<readonly (RuleFact & { readonly personId: number })[]> {
  return await gate
    .selectFrom('contact_rule')
    .select(['person_id as personId', 'withholds', 'valid_from as validFrom', 'valid_to as validTo'])
    .select(['entered_at as enteredAt', 'lifted_at as liftedAt'])
    .where('learner_id', '=', learnerId)
    .execute();
}

/** What agreements gave on a day: asked at its beginning, and again whenever anything was done to one of them in it. */
async function givenOn(
  gate: Gated,
  child: { readonly learnerId: number; readonly places: readonly PlaceFact[] },
  day: PlainDate,
): Promise<Facts['given']> {
  const histories = await historiesAbout(gate, child);
  const ids = histories.map(({ agreementId }) => agreementId);
  const start = beginningOf(day);
  const end = beginningOf(addDays(day, 1));
  const done = [...histories.flatMap(({ events }) => events.map(({ at }) => at)), ...(await namingsOf(gate, ids))];
  const within = done.map((at) => at.getTime()).filter((at) => at > start && at < end);
  const given: { at: Date; grants: readonly Grant[] }[] = [];
  for (const instant of [...new Set([start, ...within])].toSorted((one, other) => one - other)) {
    const at = new Date(instant);
    const grants: Grant[] = [];
    for (const history of histories) grants.push(...(await grantsOf(gate, history, at)));
    given.push({ at, grants });
  }
  return given;
}

/** The agreements that name the child, a setting of theirs, or an area. */
async function historiesAbout(
  gate: Gated,
  { learnerId, places }: { readonly learnerId: number; readonly places: readonly PlaceFact[] },
): Promise<readonly History[]> {
  const { rows } = await gate.client.query<{ urn: number }>({
    text: 'SELECT urn FROM setting WHERE setting_id = ANY ($1)',
    values: [places.map(({ settingId }) => settingId)],
  });
  const named = await gate
    .selectFrom('agreement_subject')
    .select('agreement_id')
    .distinct()
    .where('learner_id', '=', learnerId)
    .execute();
  const reaches = (agreementId: number, subjects: Version['document']['subjects']): boolean => {
    if (subjects.kind === 'area') return true;
    if (subjects.kind === 'settings' || subjects.kind === 'cohort') {
      return rows.some(({ urn }) => subjects.urns.includes(urn));
    }
    return named.some(({ agreement_id }) => agreement_id === agreementId);
  };
  const histories = await readHistories(gate, await agreementIdsOf(gate));
  return histories.filter(({ agreementId, versions }) =>
    versions.some(({ document }) => reaches(agreementId, document.subjects)),
  );
}

/** When children were named to agreements, or no longer. */
async function namingsOf(gate: Gated, agreements: readonly number[]): Promise<readonly Date[]> {
  if (agreements.length === 0) return [];
  const rows = await gate
    .selectFrom('agreement_subject')
    .select(['entered_at', 'ended_at'])
    .where('agreement_id', 'in', [...agreements])
    .execute();
  return rows.flatMap(({ entered_at, ended_at }) => (ended_at ? [entered_at, ended_at] : [entered_at]));
}

async function grantsOf(gate: Gated, history: History, at: Date): Promise<readonly Grant[]> {
  const version = inForceAt(history, at);
  if (!version) return [];
  const { agreementId } = history;
  const receivers = version.document.shares.flatMap(({ to }) => version.organisations[to] ?? []);
  const grants: Grant[] = [];
  for (const organisationId of new Set(receivers)) {
    const reached = await agreementReach(gate, agreementId, organisationId, at);
    if (!reached.ok) continue;
    const { purpose, categories, reach, except, words, until } = reached.value;
    grants.push({ agreementId, organisationId, purpose, categories, reach, except, words, until });
  }
  return grants;
}
