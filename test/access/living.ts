import { addDays, londonDay, plainDate } from '#foundation/kernel/plain-date.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roleNames, roles } from '#platform/access/roles.ts';
import { steward } from '#platform/access/scope.ts';
import { doToAgreement, draftAgreement } from '#platform/agreement/actions.ts';
import type { AgreementDocument } from '#platform/agreement/document.ts';
import { fieldsIn } from '#platform/agreement/fields.ts';
import { endSubject, enterSubject, readHistory } from '#platform/agreement/store.ts';
import { templateText } from '#platform/agreement/template.ts';
import { enterMember } from '#platform/directory/people.ts';
import { endStoredMembership, insertMembership, insertPerson } from '#platform/directory/people-store.ts';
import { closeTeam, endPart, inviteToTeam, openTeam, teamPurposes } from '#platform/directory/teams.ts';
import { childCategories } from '#platform/directory/who-could-see.ts';
import { endBreakGlass, enterBreakGlass } from '#platform/ledger/break-glass-store.ts';
import type { Organised, World } from './lived-world.ts';
import { enrol, nameOf, someOf, toMidnight } from './lived-world.ts';

/** Something that is done, with numbers that choose of what there is. */
export interface Deed {
  readonly what: keyof typeof deeds;
  readonly one: number;
  readonly other: number;
  readonly bits: number;
  readonly hours: number;
}

type Doing = (world: World, deed: Deed) => Promise<void>;

/** Does it, where there is anything it could be done to. */
export async function live(world: World, deed: Deed): Promise<void> {
  await deeds[deed.what](world, deed);
}

const by = 'a test';
const leader = { membershipId: 0, personId: 0, reads: childCategories, words: by };

function pick<One>(of: readonly One[], number: number): One | undefined {
  return of[number % of.length];
}

const rolesAt = (kind: Organised['kind']): readonly RoleName[] =>
  roleNames.filter((name) => (roles[name].at as readonly string[]).includes(kind));

const entersMember: Doing = async (world, { one, other, bits }) => {
  const organisation = pick(world.organisations, one);
  const role = organisation && pick(rolesAt(organisation.kind), other);
  if (!organisation || !role) return;
  const { organisationId } = organisation;
  const today = londonDay(world.now);
  const from = addDays(today, bits % 2);
  const to = bits % 3 === 0 ? addDays(from, bits % 4) : undefined;
  const entry = { name: 'Kit', email: '', role, classes: ['4B'], yearGroups: [4], from, to };
  const entered = await inGate(world.database, 'administer', (gate) =>
    enterMember(gate, { organisationId, words: by }, entry, world.now),
  );
  if (entered.ok) world.members.push({ ...entered.value, role, organisationId });
};

/** As another system could enter it: from a day that has gone by. */
const entersLate: Doing = async (world, { one, other }) => {
  const organisation = pick(world.organisations, one);
  const role = organisation && pick(rolesAt(organisation.kind), other);
  if (!organisation || !role) return;
  const { organisationId } = organisation;
  const entered = await inGate(world.database, 'administer', async (gate) => {
    const personId = await insertPerson(gate, { name: 'Lee', email: null, demonstration: true, at: world.now });
    const validFrom = addDays(londonDay(world.now), -20);
    const groups = { classes: ['5K'], yearGroups: [5], validTo: null };
    const membership = { personId, organisationId, role, ...groups, validFrom, at: world.now, by };
    return { personId, membershipId: await insertMembership(gate, membership) };
  });
  world.members.push({ ...entered, role, organisationId });
};

const endsMember: Doing = async (world, { one }) => {
  const member = pick(world.members, one);
  if (!member) return;
  const ended = { at: world.now, by };
  await inGate(world.database, 'administer', (gate) => endStoredMembership(gate, member.membershipId, ended));
};

const closesPerson: Doing = async (world, { one }) => {
  const personId = pick([...world.members.map((member) => member.personId), ...world.family], one);
  if (personId === undefined) return;
  await inGate(world.database, 'administer', (gate) =>
    gate
      .updateTable('person')
      .set({ closed_at: world.now })
      .where('person_id', '=', personId)
      .where('closed_at', 'is', null)
      .execute(),
  );
};

const opensTeam: Doing = async (world, { one, other }) => {
  const learnerId = pick(world.learners, one);
  const purpose = pick(teamPurposes, other);
  if (learnerId === undefined || !purpose) return;
  const opened = await inGate(world.database, 'administer', (gate) =>
    openTeam(gate, leader, { learnerId, purpose }, world.now),
  );
  if (opened.ok) world.teams.push({ learnerId, teamId: opened.value });
};

const invites: Doing = async (world, { one, other, bits }) => {
  const team = pick(world.teams, one);
  const member = pick(
    world.members.filter(({ role }) => roles[role].reach === 'teams'),
    other,
  );
  if (!team || !member) return;
  const to = bits % 3 === 0 ? addDays(londonDay(world.now), bits % 3) : undefined;
  const reads: readonly string[] = [...roles[member.role].reads, ...roles[member.role].readsAfterStepUp];
  const categories = someOf(bits | 2).filter((category) => category !== 'totals' && reads.includes(category));
  await inGate(world.database, 'administer', (gate) =>
    inviteToTeam(gate, leader, { ...team, ...member, categories, to }, world.now),
  );
};

const endsPart: Doing = async (world, { one, other }) => {
  const team = pick(world.teams, one);
  const member = pick(world.members, other);
  if (!team || !member) return;
  await inGate(world.database, 'administer', (gate) => endPart(gate, { words: by }, { ...team, ...member }, world.now));
};

const closesTeam: Doing = async (world, { one }) => {
  const team = pick(world.teams, one);
  if (team) await inGate(world.database, 'administer', (gate) => closeTeam(gate, { words: by }, team, world.now));
};

const opensRecord: Doing = async (world, { one, other, bits }) => {
  const member = pick(world.members, one);
  const learnerId = pick(world.learners, other);
  if (!member || learnerId === undefined) return;
  const untilAt = new Date(world.now.getTime() + 3 * 3_600_000);
  const opened = { ...member, learnerId, categories: someOf(bits | 2), reason: by, openedAt: world.now, untilAt };
  const breakGlassId = await inGate(world.database, 'administer', (gate) =>
    enterBreakGlass(gate, { ...opened, reviewBy: untilAt }),
  );
  world.opened.push({ ...member, breakGlassId });
};

const endsOpening: Doing = async (world, { one }) => {
  const opened = pick(world.opened, one);
  if (opened) await inGate(world.database, 'administer', (gate) => endBreakGlass(gate, { ...opened, at: world.now }));
};

const bringsUp: Doing = async (world, { one, bits }) => {
  const learnerId = pick(world.learners, one);
  if (learnerId === undefined) return;
  const at = world.now;
  const personId = await inGate(world.database, 'administer', async (gate) => {
    const own = bits % 3 === 0 ? learnerId : null;
    const { person_id } = await gate
      .insertInto('person')
      .values({ name: 'Ash', email: null, learner_id: own, demonstration: true, entered_at: at })
      .returning('person_id')
      .executeTakeFirstOrThrow();
    const valid_from = addDays(londonDay(at), bits % 2);
    const days = { valid_from, valid_to: bits % 5 === 0 ? addDays(valid_from, 1) : null };
    const adult = { relationship: 'aunt', parental_responsibility: bits % 4 !== 1, entered_at: at, entered_by: by };
    if (own === null)
      await gate
        .insertInto('guardian')
        .values({ learner_id: learnerId, person_id, ...days, ...adult })
        .execute();
    return person_id;
  });
  world.family.push(personId);
};

const withholds: Doing = async (world, { one, other, bits }) => {
  const personId = pick(world.family, one);
  const learnerId = pick(world.learners, other);
  if (personId === undefined || learnerId === undefined) return;
  const rule = { withholds: bits % 4 === 0 ? ('whereabouts' as const) : ('everything' as const), source: by };
  const valid_from = addDays(londonDay(world.now), bits % 2);
  const days = { valid_from, valid_to: bits % 5 === 0 ? addDays(valid_from, 1) : null };
  const entered = { entered_at: world.now, entered_by: by, lifted_by: null };
  await inGate(world.database, 'administer', (gate) =>
    gate
      .insertInto('contact_rule')
      .values({ learner_id: learnerId, person_id: personId, ...rule, ...days, ...entered })
      .execute(),
  );
};

const lifts: Doing = async (world, { one }) => {
  const personId = pick(world.family, one);
  if (personId === undefined) return;
  await inGate(world.database, 'administer', (gate) =>
    gate
      .updateTable('contact_rule')
      .set({ lifted_at: world.now, lifted_by: by })
      .where('person_id', '=', personId)
      .where('lifted_at', 'is', null)
      .execute(),
  );
};

const moves: Doing = async (world, { one, other, bits }) => {
  const learnerId = pick(world.learners, one);
  if (learnerId !== undefined && world.places.length < 6) {
    // A roll keeps the day on which somebody came, and no hour: it counts from the beginning of that day.
    await toMidnight(world);
    await enrol(world, learnerId, other % 2 === 0 ? 0 : 1, bits % 2 === 0 ? '4B' : '5K');
  }
};

const leaves: Doing = async (world, { one }) => {
  const place = pick(
    world.places.filter(({ left }) => !left),
    one,
  );
  if (!place) return;
  place.left = true;
  await inScope(world.database, steward('load'), async (scoped) => {
    for (const table of ['learner_enrolment', 'enrolment'] as const) {
      await scoped
        .updateTable(table)
        .set({ left_on: londonDay(world.now) })
        .where('setting_id', '=', place.settingId)
        .where('slot', '=', place.slot)
        .execute();
    }
  });
};

const agrees: Doing = async (world, { one, other, bits }) => {
  const [giver] = world.organisations;
  const receiver = pick(world.organisations.slice(1), one);
  if (!giver || !receiver || world.agreements.length > 1) return;
  const document = documentOf(world, giver, receiver, other, bits);
  await inGate(world.database, 'administer', async (gate) => {
    const by_ = { organisationId: giver.organisationId, toldBy: by };
    const drafted = await draftAgreement(gate, { document, by: by_, at: world.now, demonstration: true });
    if (!drafted.ok) throw new Error(JSON.stringify(drafted.failure));
    const { agreementId, version, sha256 } = drafted.value;
    for (const party of [giver, receiver]) {
      const deed = { agreementId, version, did: 'signed', sha256, reason: '' } as const;
      const signed = await doToAgreement(gate, deed, { organisationId: party.organisationId, toldBy: by }, world.now);
      if (!signed.ok) throw new Error(signed.failure.message);
    }
    world.agreements.push(agreementId);
  });
};

function documentOf(
  world: World,
  giver: Organised,
  receiver: Organised,
  which: number,
  bits: number,
): AgreementDocument {
  const today = londonDay(world.now);
  const template = JSON.parse(templateText([], 0, today)) as AgreementDocument;
  const urns = [200_000 + world.number * 10];
  const subjects = [
    { kind: 'case' },
    { kind: 'consent' },
    { kind: 'settings', urns },
    { kind: 'cohort', urns, yearGroups: [4] },
  ] as const;
  const purposes: readonly Purpose[] = [
    'attendance-support',
    'inclusion',
    'social-care',
    'youth-justice',
    'leadership',
  ];
  const named = { contact: 'the desk' };
  return {
    ...template,
    reference: `W${world.number}-${world.agreements.length}`,
    parties: [
      { party: 'giver', role: 'gives', ...named, name: nameOf(giver), kind: giver.kind, externalId: giver.externalId },
      {
        party: 'receiver',
        role: 'receives',
        ...named,
        name: nameOf(receiver),
        kind: receiver.kind,
        externalId: receiver.externalId,
      },
    ],
    purpose: purposes[which % purposes.length] ?? 'inclusion',
    subjects: subjects[bits % 4] ?? { kind: 'case' },
    shares: (['identity', 'attendance'] as const).map((category, index) => ({
      from: 'giver',
      to: 'receiver',
      category,
      grade: 'content',
      fields: Object.fromEntries(
        Object.keys(fieldsIn(category))
          .slice(index === 1 && bits % 8 > 3 ? 1 : 0)
          .map((name) => [name, 'whole' as const]),
      ),
    })),
    startsOn: addDays(today, bits % 3 === 0 ? 1 : 0),
    endsOn: addDays(today, 300),
    reviewOn: addDays(today, 200),
    dpia: { reference: 'D1', completedOn: plainDate('2026-10-01') },
  } as AgreementDocument;
}

const endsAgreement: Doing = async (world, { one, bits }) => {
  const agreementId = pick(world.agreements, one);
  if (agreementId === undefined) return;
  await inGate(world.database, 'administer', async (gate) => {
    const version = (await readHistory(gate, agreementId))?.versions[0];
    if (!version) return;
    const did = (['suspended', 'resumed', 'revoked'] as const)[bits % 3] ?? 'suspended';
    const deed = { agreementId, version: 1, did, sha256: version.sha256, reason: by };
    const signatory = { organisationId: Object.values(version.organisations)[0] ?? 0, toldBy: by };
    await doToAgreement(gate, deed, signatory, world.now);
  });
};

const names: Doing = async (world, { one, other, bits }) => {
  const agreementId = pick(world.agreements, one);
  const learnerId = pick(world.learners, other);
  if (agreementId === undefined || learnerId === undefined) return;
  const reachedBy = (['case', 'consent', 'withheld'] as const)[bits % 3] ?? 'case';
  const named = { learnerId, reachedBy, at: world.now, by };
  await inGate(world.database, 'administer', async (gate) => {
    if (bits % 5 === 0) await endSubject(gate, agreementId, named);
    else await enterSubject(gate, agreementId, { ...named, reason: by });
  });
};

export const deeds = {
  entersMember,
  entersLate,
  endsMember,
  closesPerson,
  opensTeam,
  invites,
  endsPart,
  closesTeam,
  opensRecord,
  endsOpening,
  bringsUp,
  withholds,
  lifts,
  moves,
  leaves,
  agrees,
  endsAgreement,
  names,
} as const;
