import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';

/** A team around a child, with everybody who is or was in it. */
export interface Team {
  readonly teamId: number;
  readonly learnerId: number;
  readonly purpose: string;
  readonly openedOn: PlainDate;
  readonly closedOn: PlainDate | null;
  readonly closedAt: Date | null;
  readonly enteredBy: string;
  readonly members: readonly TeamPart[];
}

/** A member’s part in a team. */
export interface TeamPart {
  readonly teamId: number;
  readonly membershipId: number;
  readonly personId: number;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly categories: readonly string[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly enteredAt: Date;
  readonly endedAt: Date | null;
  /** When the role itself ended, and the part with it. */
  readonly roleEndedAt: Date | null;
  readonly roleValidTo: PlainDate | null;
}

/** The teams around a child, past ones too, the newest first. */
export async function teamsOfChild(gate: Gated, learnerId: number): Promise<readonly Team[]> {
  const teams = await gate
    .selectFrom('team')
    .select(['team_id as teamId', 'learner_id as learnerId', 'purpose', 'opened_on as openedOn'])
    .select(['closed_on as closedOn', 'closed_at as closedAt', 'entered_by as enteredBy'])
    .where('learner_id', '=', learnerId)
    .orderBy('team_id', 'desc')
    .execute();
  const { rows } = await gate.client.query<TeamPart>({
    text: `SELECT tm.team_id AS "teamId", tm.membership_id AS "membershipId", p.person_id AS "personId", p.name, m.role,
                  o.name AS organisation, tm.categories, tm.valid_from AS "validFrom", tm.valid_to AS "validTo",
                  tm.entered_at AS "enteredAt", tm.ended_at AS "endedAt", m.ended_at AS "roleEndedAt",
                  m.valid_to AS "roleValidTo"
             FROM team_member AS tm
             JOIN membership AS m ON m.membership_id = tm.membership_id
             JOIN person AS p ON p.person_id = m.person_id
             JOIN organisation AS o ON o.organisation_id = m.organisation_id
            WHERE tm.learner_id = $1 ORDER BY tm.ended_at IS NOT NULL, p.name, tm.entered_at`,
    values: [learnerId],
  });
  return teams.map((team) => ({ ...team, members: rows.filter(({ teamId }) => teamId === team.teamId) }));
}

/** The teams a membership is or was in, of whichever child: numbers alone. */
export async function partsOf(
  gate: Gated,
  membershipId: number,
): Promise<
  readonly (Pick<Team, 'teamId' | 'learnerId' | 'purpose'> &
    Pick<TeamPart, 'categories' | 'validTo' | 'enteredAt' | 'endedAt'>)[]
> {
  return await gate
    .selectFrom('team_member as tm')
    .innerJoin('team as t', (join) =>
      join.onRef('t.learner_id', '=', 'tm.learner_id').onRef('t.team_id', '=', 'tm.team_id'),
    )
    .select(['tm.team_id as teamId', 'tm.learner_id as learnerId', 't.purpose', 'tm.categories'])
    .select(['tm.valid_to as validTo', 'tm.ended_at as endedAt', 'tm.entered_at as enteredAt'])
    .where('tm.membership_id', '=', membershipId)
    .orderBy('tm.entered_at')
    .execute();
}

/** Holds a child’s teams until the transaction ends; answers the one asked for, if it is open. */
export async function holdTeam(gate: Gated, learnerId: number, teamId: number): Promise<Team | undefined> {
  await gate.client.query('SELECT team_id FROM team WHERE learner_id = $1 FOR UPDATE', [learnerId]);
  const team = (await teamsOfChild(gate, learnerId)).find((one) => one.teamId === teamId);
  return team?.closedOn === null ? team : undefined;
}

/** Opens a team, and answers its number. */
export async function insertTeam(
  gate: Gated,
  team: {
    readonly learnerId: number;
    readonly purpose: string;
    readonly openedOn: PlainDate;
    readonly at: Date;
    readonly by: string;
  },
): Promise<number> {
  const { team_id } = await gate
    .insertInto('team')
    .values({
      learner_id: team.learnerId,
      purpose: team.purpose,
      opened_on: team.openedOn,
      closed_on: null,
      entered_by: team.by,
      entered_at: team.at,
      closed_at: null,
      closed_by: null,
    })
    .returning('team_id')
    .executeTakeFirstOrThrow();
  return team_id;
}

export interface NewPart {
  readonly learnerId: number;
  readonly teamId: number;
  readonly membershipId: number;
  readonly categories: readonly string[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly at: Date;
  readonly by: string;
}

/** Enters a member’s part. Answers false where they had a part in it from the same day before. */
export async function insertPart(gate: Gated, part: NewPart): Promise<'entered' | 'entered-before'> {
  const entered = await gate
    .insertInto('team_member')
    .values({
      learner_id: part.learnerId,
      team_id: part.teamId,
      membership_id: part.membershipId,
      categories: [...part.categories],
      valid_from: part.validFrom,
      valid_to: part.validTo,
      entered_at: part.at,
      entered_by: part.by,
      ended_at: null,
      ended_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (entered.numInsertedOrUpdatedRows ?? 0n) > 0n ? 'entered' : 'entered-before';
}

interface Ended {
  readonly learnerId: number;
  readonly teamId: number;
  readonly at: Date;
  readonly by: string;
}

/** Ends the part of a member, or of everybody; answers how many held. */
export async function endParts(gate: Gated, ended: Ended & { readonly membershipId?: number }): Promise<number> {
  let ending = gate
    .updateTable('team_member')
    .set({ ended_at: ended.at, ended_by: ended.by })
    .where('learner_id', '=', ended.learnerId)
    .where('team_id', '=', ended.teamId)
    .where('ended_at', 'is', null);
  if (ended.membershipId !== undefined) ending = ending.where('membership_id', '=', ended.membershipId);
  return Number((await ending.executeTakeFirst()).numUpdatedRows);
}

/** Closes a team: its last day is today, and everybody’s part ends at this instant. */
export async function closeStoredTeam(gate: Gated, ended: Ended & { readonly today: PlainDate }): Promise<void> {
  await endParts(gate, ended);
  await gate
    .updateTable('team')
    .set({ closed_on: ended.today, closed_at: ended.at, closed_by: ended.by })
    .where('learner_id', '=', ended.learnerId)
    .where('team_id', '=', ended.teamId)
    .execute();
}

/** Somebody who could be asked into a team. */
export interface Partner {
  readonly membershipId: number;
  readonly personId: number;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly organisationId: number;
  readonly kind: OrganisationKind;
}

/** Everybody with one of some roles in force, at organisations that serve any of some authorities or none in particular. */
export async function partnersFor(
  gate: Gated,
  asked: { readonly roles: readonly string[]; readonly authorities: readonly number[]; readonly today: PlainDate },
): Promise<readonly Partner[]> {
  const { rows } = await gate.client.query<Partner>({
    text: `SELECT m.membership_id AS "membershipId", p.person_id AS "personId", p.name, m.role, o.name AS organisation,
                  o.organisation_id AS "organisationId", o.kind
             FROM membership AS m
             JOIN person AS p ON p.person_id = m.person_id
             JOIN organisation AS o ON o.organisation_id = m.organisation_id
            WHERE m.role = ANY ($1) AND (o.la_id IS NULL OR o.la_id = ANY ($2)) AND m.ended_at IS NULL
              AND p.closed_at IS NULL AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)
            ORDER BY o.name, p.name, m.membership_id LIMIT 500`,
    values: [asked.roles, asked.authorities, asked.today],
  });
  return rows;
}
