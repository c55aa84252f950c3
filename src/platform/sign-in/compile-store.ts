import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { LearnerSlot, MemberFacts, TeamFacts } from './compile-rules.ts';

type MemberRow = Omit<MemberFacts, 'organisation'> &
  MemberFacts['organisation'] & { readonly organisationName: string };

const memberAsKept = `SELECT m.membership_id AS "membershipId", p.name AS "personName", p.closed_at AS "personClosedAt", m.role,
                  m.classes, m.year_groups AS "yearGroups", m.valid_from AS "validFrom", m.valid_to AS "validTo",
                  m.ended_at AS "endedAt", o.organisation_id AS "organisationId", o.kind, o.name AS "organisationName",
                  o.setting_id AS "settingId", o.la_id AS "laId", o.trust_id AS "trustId", o.nation_id AS "nationId"
             FROM membership AS m
             JOIN person AS p ON p.person_id = m.person_id
             JOIN organisation AS o ON o.organisation_id = m.organisation_id`;

/** What is stored of a person’s membership; `undefined` when it is not theirs or not there. */
export async function memberFacts(
  gate: Gated,
  { personId, membershipId }: { readonly personId: number; readonly membershipId: number },
): Promise<MemberFacts | undefined> {
  const { rows } = await gate.client.query<MemberRow>({
    name: 'compile-member',
    text: `${memberAsKept} WHERE m.membership_id = $1 AND m.person_id = $2`,
    values: [membershipId, personId],
  });
  return rows[0] && factsOf(rows[0]);
}

/** The same of the membership that a session is for, by its secret’s hash: sent with the question whose session it is. */
export async function memberFactsOfSession(gate: Gated, tokenHash: Buffer): Promise<MemberFacts | undefined> {
  const { rows } = await gate.client.query<MemberRow>({
    name: 'compile-session-member',
    text: `${memberAsKept}
             JOIN sign_in_session AS s ON s.membership_id = m.membership_id AND s.person_id = m.person_id
            WHERE s.token_hash = $1`,
    values: [tokenHash],
  });
  return rows[0] && factsOf(rows[0]);
}

function factsOf(row: MemberRow): MemberFacts {
  const { organisationId, kind, organisationName: name, settingId, laId, trustId, nationId, ...member } = row;
  return { ...member, organisation: { organisationId, kind, name, settingId, laId, trustId, nationId } };
}

/** The teams around children, of one purpose, that a member is in on a day. */
export async function teamsOf(
  gate: Gated,
  asked: { readonly membershipId: number; readonly purpose: string; readonly today: PlainDate; readonly now: Date },
): Promise<readonly TeamFacts[]> {
  const { rows } = await gate.client.query<TeamFacts>({
    name: 'compile-teams',
    text: `SELECT tm.learner_id AS "learnerId", tm.categories,
                  least(tm.valid_to, t.closed_on) AS "validTo"
             FROM team_member AS tm
             JOIN team AS t ON t.learner_id = tm.learner_id AND t.team_id = tm.team_id
            WHERE tm.membership_id = $1 AND t.purpose = $2
              AND tm.valid_from <= $3 AND (tm.valid_to IS NULL OR tm.valid_to >= $3)
              AND t.opened_on <= $3 AND (t.closed_on IS NULL OR t.closed_on >= $3)
              AND (tm.ended_at IS NULL OR tm.ended_at > $4)
            ORDER BY tm.learner_id`,
    values: [asked.membershipId, asked.purpose, asked.today, asked.now],
  });
  return rows;
}

/** What is stored of somebody who is here as a child or a parent. */
export interface FamilyFacts {
  readonly name: string;
  readonly closedAt: Date | null;
  /** Whose own account it is. */
  readonly learnerId: number | null;
  /** Children of theirs, with parental responsibility and without a rule that withholds everything. */
  readonly children: readonly { readonly learnerId: number; readonly validTo: PlainDate | null }[];
}

/** A person, and the children whose record they may see as a parent on a day. */
export async function familyFacts(
  gate: Gated,
  { personId, today, now }: { readonly personId: number; readonly today: PlainDate; readonly now: Date },
): Promise<FamilyFacts | undefined> {
  const { rows } = await gate.client.query<Omit<FamilyFacts, 'children'>>({
    name: 'compile-person',
    text: `SELECT name, closed_at AS "closedAt", learner_id AS "learnerId" FROM person WHERE person_id = $1`,
    values: [personId],
  });
  const row = rows[0];
  if (!row) return undefined;
  const children = await gate.client.query<FamilyFacts['children'][number]>({
    name: 'compile-children',
    text: `SELECT g.learner_id AS "learnerId", CASE WHEN bool_and(g.valid_to IS NOT NULL) THEN max(g.valid_to) END AS "validTo"
             FROM guardian AS g
            WHERE g.person_id = $1 AND g.parental_responsibility
              AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2)
              AND NOT EXISTS (SELECT 1 FROM contact_rule AS c
                               WHERE c.learner_id = g.learner_id AND c.person_id = g.person_id
                                 AND c.withholds = 'everything'
                                 AND c.valid_from <= $2 AND (c.valid_to IS NULL OR c.valid_to >= $2)
                                 AND (c.lifted_at IS NULL OR c.lifted_at > $3))
            GROUP BY g.learner_id ORDER BY g.learner_id`,
    values: [personId, today, now],
  });
  return { ...row, children: children.rows };
}

/**
 * The children of classes or year groups of a setting who are on its roll today, or left it since `since`, with every
 * place of theirs there.
 */
export async function slotsOfGroups(
  scoped: Scoped<StewardScope>,
  groups: {
    readonly settingId: number;
    readonly classes: readonly string[];
    readonly yearGroups: readonly number[];
    readonly today: PlainDate;
    readonly since: PlainDate;
  },
): Promise<readonly LearnerSlot[]> {
  const { rows } = await scoped.client.query<LearnerSlot>({
    name: 'compile-groups',
    // One look at the setting’s roll: a roll joined to itself took 60 ms before the planner had statistics.
    text: `SELECT "learnerId", "settingId", slot
             FROM (SELECT e.learner_id AS "learnerId", e.setting_id AS "settingId", e.slot,
                          bool_or((e.class = ANY ($2) OR e.year_group = ANY ($3))
                                  AND e.entered_on <= $4 AND (e.left_on IS NULL OR e.left_on >= $5))
                            OVER (PARTITION BY e.learner_id) AS reached
                     FROM enrolment AS e WHERE e.setting_id = $1) AS placed
            WHERE reached`,
    values: [groups.settingId, groups.classes, groups.yearGroups, groups.today, groups.since],
  });
  return rows;
}

/** How many are on a setting’s roll on a day. */
export async function onRollAt(scoped: Scoped<StewardScope>, settingId: number, today: PlainDate): Promise<number> {
  const { rows } = await scoped.client.query<{ count: number }>({
    name: 'compile-on-roll',
    text: `SELECT count(*)::integer AS count FROM enrolment
            WHERE setting_id = $1 AND entered_on <= $2 AND (left_on IS NULL OR left_on >= $2)`,
    values: [settingId, today],
  });
  return rows[0]?.count ?? 0;
}

/** Every place that some children have or had, wherever it is. */
export async function slotsOfLearners(
  scoped: Scoped<StewardScope>,
  learners: readonly number[],
): Promise<readonly LearnerSlot[]> {
  const { rows } = await scoped.client.query<LearnerSlot>({
    name: 'compile-learners',
    text: `SELECT learner_id AS "learnerId", setting_id AS "settingId", slot
             FROM learner_enrolment WHERE learner_id = ANY ($1)`,
    values: [learners],
  });
  return rows;
}
