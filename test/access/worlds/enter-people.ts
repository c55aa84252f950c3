import { canonicalJson, sha256Of } from '#platform/agreement/canonical.ts';
import { fieldsIn } from '#platform/agreement/fields.ts';
import type { Rows, Tables } from './enter-rows.ts';
import type { Ids } from './ids.ts';
import type { AgreementDrawn, World } from './world.ts';

const longAgo = new Date('2024-01-01T00:00:00Z');
const entered = { entered_at: longAgo, entered_by: 'a test' } as const;
const span = ({ from, to }: { readonly from: string; readonly to: string | null }) => ({
  valid_from: from,
  valid_to: to,
});

/** Tables of people, each after those it refers to. */
export const peopleOrder = [
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

/** What is stored of who people are and what was agreed. */
export function peopleRows(ids: Ids, world: World): Tables {
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
    ...familyRows(ids, world),
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
    break_glass: glassRows(ids, world),
    ...agreementRows(ids, world),
  };
}

function familyRows(ids: Ids, world: World): Tables {
  return {
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
  };
}

function glassRows(ids: Ids, world: World): Rows {
  return world.glasses.map((glass, one) => ({
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
  }));
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
    agreement_subject: subjectRows(ids, world),
  };
}

function subjectRows(ids: Ids, world: World): Rows {
  const all = world.agreements.map((agreement, one) => ({ agreement, id: ids.agreement(one) }));
  return all.flatMap(({ id, agreement }) =>
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
  );
}

/** A document’s days, subjects and shares are drawn; the rest is always the same. */
function documentOf(ids: Ids, agreement: AgreementDrawn, id: number): string {
  const party = { externalId: null, contact: 'The desk' };
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
    subjects: subjectsOf(ids, agreement),
    shares: agreement.shares.map(shareOf),
    startsOn: agreement.starts,
    endsOn: agreement.ends,
    reviewOn: agreement.review,
    retention: { months: 12, afterwards: 'deleted', words: 'Deleted' },
    dpia: { reference: 'D-1', completedOn: '2024-01-01' },
  });
}

function subjectsOf(ids: Ids, { subjects }: AgreementDrawn) {
  if (subjects.kind === 'area') return { kind: 'area', code: ids.code(subjects.la) };
  if (subjects.kind === 'case' || subjects.kind === 'consent') return { kind: subjects.kind };
  const urns = subjects.settings.map((one) => ids.urn(one));
  return { ...subjects, settings: undefined, urns };
}

/** In part is everything but the first field: of identity, everything but the name. */
function shareOf({ category, how }: AgreementDrawn['shares'][number]) {
  const names = Object.keys(fieldsIn(category));
  const told = how === 'whole' ? names : how === 'part' ? names.slice(1) : [];
  const fields = Object.fromEntries(told.map((name) => [name, 'whole']));
  return { from: 'giver', to: 'receiver', category, grade: how === 'known' ? 'known' : 'content', fields };
}
