import type pg from 'pg';
import { writeYears } from '#domain/register/load-store.ts';
import { writeRolls } from '#domain/roll/load-store.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { canonicalJson, sha256Of } from '#platform/agreement/canonical.ts';
import { fieldsIn } from '#platform/agreement/fields.ts';
import type { Database } from '#platform/database/pool.ts';
import { enteredRecords } from './enter-records.ts';
import { rollsOf } from './enter-rolls.ts';
import type { Ids } from './ids.ts';
import { idsOf } from './ids.ts';
import type { AgreementDrawn, World } from './world.ts';

/** A world, and its number: what its ids are made of. */
export interface Numbered {
  readonly number: number;
  readonly world: World;
}

export type Rows = readonly Readonly<Record<string, unknown>>[];
type Tables = Readonly<Record<string, Rows>>;

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
    organisation: world.organisations.map(({ kind, setting, la, trust, nation }, one) => ({
      organisation_id: ids.organisation(one),
      kind,
      name: `${kind} ${ids.organisation(one)}`,
      setting_id: setting === null ? null : ids.setting(setting),
      la_id: la === null ? null : ids.la(la),
      trust_id: trust === null ? null : ids.trust(trust),
      nation_id: nation === null ? null : ids.nation(nation),
      demonstration: true,
    })),
  };
}

const longAgo = new Date('2024-01-01T00:00:00Z');
const entered = { entered_at: longAgo, entered_by: 'a test' } as const;
const span = ({ from, to }: { readonly from: string; readonly to: string | null }) => ({
  valid_from: from,
  valid_to: to,
});

const peopleOrder = [
  'person',
  'membership',
  'guardian',
  'contact_rule',
  'team',
  'team_member',
  'agreement',
  'agreement_version',
  'agreement_party',
  'agreement_event',
  'agreement_subject',
  'break_glass',
] as const;

function peopleRows(ids: Ids, world: World): Tables {
  const teams = world.teams.map((team, one) => ({
    team,
    key: { learner_id: ids.learner(team.learner), team_id: ids.membership(one) },
  }));
  return {
    person: world.persons.map(({ closed, learner }, one) => ({
      person_id: ids.person(one),
      name: `Person ${ids.person(one)}`,
      learner_id: learner === null ? null : ids.learner(learner),
      demonstration: true,
      entered_at: longAgo,
      closed_at: closed,
    })),
    membership: world.memberships.map((member, one) => ({
      membership_id: ids.membership(one),
      person_id: ids.person(member.person),
      organisation_id: ids.organisation(member.organisation),
      role: member.role,
      classes: member.classes,
      year_groups: member.yearGroups,
      ...span(member),
      ...entered,
      ended_at: member.ended,
    })),
    guardian: world.guardians.map((one) => ({
      learner_id: ids.learner(one.learner),
      person_id: ids.person(one.person),
      relationship: 'carer',
      parental_responsibility: one.responsibility,
      ...span(one),
      ...entered,
    })),
    contact_rule: world.rules.map((rule, one) => ({
      learner_id: ids.learner(rule.learner),
      rule_id: ids.membership(one),
      person_id: ids.person(rule.person),
      withholds: rule.withholds,
      source: 'An order',
      ...span(rule),
      ...entered,
      lifted_at: rule.lifted,
    })),
    team: teams.map(({ team, key }) => ({
      ...key,
      purpose: team.purpose,
      opened_on: team.opened,
      closed_on: team.closed,
      entered_by: 'a test',
    })),
    team_member: teams.map(({ team, key }) => ({
      ...key,
      membership_id: ids.membership(team.membership),
      categories: team.categories,
      ...span(team.span),
      ...entered,
      ended_at: team.ended,
    })),
    break_glass: world.glasses.map((glass, one) => ({
      learner_id: ids.learner(glass.learner),
      break_glass_id: ids.glass(one),
      membership_id: ids.membership(glass.membership),
      person_id: ids.person(glass.person),
      organisation_id: 1,
      categories: glass.categories,
      reason: 'A reason',
      opened_at: glass.opened,
      until_at: glass.until,
      ended_at: glass.ended,
      review_by: glass.until,
    })),
    ...agreementRows(ids, world),
  };
}

function agreementRows(ids: Ids, world: World): Tables {
  const all = world.agreements.map((agreement, one) => {
    const document = documentOf(ids, agreement, ids.agreement(one));
    return { agreement, id: ids.agreement(one), document, sha256: sha256Of(document) };
  });
  return {
    agreement: all.map(({ id }) => ({
      agreement_id: id,
      reference: `DRAWN-${id}`,
      demonstration: true,
      entered_at: longAgo,
    })),
    agreement_version: all.map(({ id, document, sha256 }) => ({ agreement_id: id, version: 1, document, sha256 })),
    agreement_party: all.flatMap(({ id, agreement }) =>
      (['giver', 'receiver'] as const).map((party) => ({
        agreement_id: id,
        version: 1,
        party,
        organisation_id: ids.organisation(agreement[party]),
      })),
    ),
    agreement_event: all.flatMap(({ id, agreement, sha256 }) => [
      {
        agreement_id: id,
        event_no: 1,
        version: 1,
        did: 'drafted',
        party: 'giver',
        happened_at: longAgo,
        told_by: 'a test',
        next_review_on: null,
        sha256,
      },
      ...agreement.deeds.map(({ did, by, at, nextReview, sameText }, index) => ({
        agreement_id: id,
        event_no: index + 2,
        version: 1,
        did,
        party: by,
        happened_at: at,
        told_by: 'a test',
        next_review_on: did === 'reviewed' ? nextReview : null,
        sha256: sameText ? sha256 : 'of another text',
      })),
    ]),
    agreement_subject: all.flatMap(({ id, agreement }) =>
      agreement.named.map(({ learner, by, entered: at, ended }, index) => ({
        learner_id: ids.learner(learner),
        subject_id: id * 8 + index,
        agreement_id: id,
        reached_by: by,
        reason: 'A reason',
        entered_at: at,
        entered_by: 'a test',
        ended_at: ended,
      })),
    ),
  };
}

function documentOf(ids: Ids, agreement: AgreementDrawn, id: number): string {
  const { subjects } = agreement;
  const party = { externalId: null, contact: 'The desk' };
  const urns = 'settings' in subjects ? subjects.settings.map((one) => ids.urn(one)) : [];
  return canonicalJson({
    format: 'headwater-agreement/1',
    reference: `DRAWN-${id}`,
    title: 'A drawn agreement',
    summary: 'Drawn',
    parties: [
      { ...party, party: 'giver', name: 'Giver', kind: 'local-authority', role: 'gives' },
      { ...party, party: 'receiver', name: 'Receiver', kind: 'health', role: 'receives' },
    ],
    purpose: agreement.purpose,
    lawfulBasis: {
      article6: ['6-1-e'],
      article9: ['9-2-g'],
      schedule1: ['schedule-1-18'],
      article10: [],
      duties: [],
      policyDocument: 'On file',
    },
    subjects:
      subjects.kind === 'area'
        ? { kind: 'area', code: ids.code(subjects.la) }
        : subjects.kind === 'settings'
          ? { kind: 'settings', urns }
          : subjects.kind === 'cohort'
            ? { kind: 'cohort', urns, yearGroups: subjects.yearGroups }
            : { kind: subjects.kind },
    shares: agreement.shares.map(({ category, how }) => {
      const names = Object.keys(fieldsIn(category));
      const whole = how === 'whole' ? names : names.slice(1);
      const fields = how === 'known' ? {} : Object.fromEntries(whole.map((name) => [name, 'whole']));
      return { from: 'giver', to: 'receiver', category, grade: how === 'known' ? 'known' : 'content', fields };
    }),
    startsOn: agreement.starts,
    endsOn: agreement.ends,
    reviewOn: agreement.review,
    retention: { months: 12, afterwards: 'deleted', words: 'Deleted' },
    dpia: { reference: 'D-1', completedOn: addDays(plainDate('2024-01-01'), 0) },
  });
}

/** Takes every world out again; entries of the ledger and who wrote registers stay. */
export async function removeWorlds(database: Database, tables: readonly string[]): Promise<void> {
  const kept = ['ledger_entry', 'ledger_day', 'actor'];
  const all = [...tables, 'area', 'setting', 'trust', 'organisation', 'register_keeper', 'term', 'closure'].filter(
    (one) => !kept.includes(one),
  );
  await database.pool.query(`TRUNCATE ${all.join(', ')} CASCADE`);
}
