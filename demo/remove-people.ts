import { madeUpLearners } from '#domain/roll/learner-store.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';

/** Everything by which a row can be known to be about somebody or something made up. */
interface MadeUp {
  readonly people: readonly number[];
  readonly organisations: readonly number[];
  /** Of anybody at a made-up organisation, and of a made-up person anywhere. */
  readonly memberships: readonly number[];
  /** Made up themselves, or between made-up organisations alone. */
  readonly agreements: readonly number[];
}

/**
 * Takes out everybody made up with all that hangs on them: sign-ins, keys, roles, families, teams, agreements and decisions,
 * and their organisations; a real person’s role at one of those too. The ledger, opened records and delays stay: who looked,
 * and why, is never deleted. Answers how many people there were.
 */
export async function removeExamplePeople(database: Database): Promise<number> {
  const madeUp = await inScope(database, steward('load'), async (scoped) => {
    const found = await findMadeUp(scoped);
    await removeSignIns(scoped, found);
    await removeFamilies(scoped, found);
    await removeAgreements(scoped, found);
    await removeWhere(scoped, 'membership', 'membership_id', found.memberships);
    await removeWhere(scoped, 'person', 'person_id', found.people);
    return found;
  });
  const { organisations } = madeUp;
  if (organisations.length > 0) {
    await database.deleteFrom('organisation').where('organisation_id', 'in', organisations).execute();
  }
  return madeUp.people.length;
}

type Removing = Scoped<StewardScope>;

async function findMadeUp(scoped: Removing): Promise<MadeUp> {
  const ids = async (text: string, values: readonly unknown[] = []): Promise<readonly number[]> => {
    const { rows } = await scoped.client.query<{ id: number }>(text, [...values]);
    return rows.map(({ id }) => id);
  };
  const people = await ids('SELECT person_id AS id FROM person WHERE demonstration');
  const organisations = await ids('SELECT organisation_id AS id FROM organisation WHERE demonstration');
  const memberships = await ids(
    'SELECT membership_id AS id FROM membership WHERE person_id = ANY ($1) OR organisation_id = ANY ($2)',
    [people, organisations],
  );
  const agreements = await ids(
    `SELECT a.agreement_id AS id FROM agreement AS a LEFT JOIN agreement_party AS p ON p.agreement_id = a.agreement_id
      GROUP BY a.agreement_id, a.demonstration
     HAVING a.demonstration OR (bool_and(p.organisation_id = ANY ($1)) AND count(p.organisation_id) > 0)`,
    [organisations],
  );
  return { people, organisations, memberships, agreements };
}

type Removed =
  | 'agreement'
  | 'agreement_event'
  | 'agreement_party'
  | 'agreement_subject'
  | 'agreement_version'
  | 'api_key'
  | 'contact_detail'
  | 'contact_rule'
  | 'guardian'
  | 'held_form'
  | 'invitation'
  | 'membership'
  | 'passkey'
  | 'person'
  | 'provider_identity'
  | 'sharing_decision'
  | 'sign_in_session'
  | 'team'
  | 'team_member';

async function removeWhere(scoped: Removing, table: Removed, column: string, ids: readonly number[]): Promise<void> {
  await scoped.client.query(`DELETE FROM ${table} WHERE ${column} = ANY ($1)`, [ids]);
}

async function removeSignIns(scoped: Removing, { people, organisations, memberships }: MadeUp): Promise<void> {
  for (const table of ['held_form', 'invitation', 'passkey', 'provider_identity', 'sign_in_session'] as const) {
    await removeWhere(scoped, table, 'person_id', people);
  }
  await removeWhere(scoped, 'sign_in_session', 'membership_id', memberships);
  await removeWhere(scoped, 'api_key', 'organisation_id', organisations);
  await removeWhere(scoped, 'api_key', 'made_by_person', people);
}

async function removeFamilies(scoped: Removing, { people, memberships }: MadeUp): Promise<void> {
  await removeWhere(scoped, 'team_member', 'membership_id', memberships);
  for (const table of ['guardian', 'contact_rule', 'contact_detail'] as const) {
    await removeWhere(scoped, table, 'person_id', people);
  }
  for (const table of ['team_member', 'team', 'guardian', 'contact_rule', 'contact_detail'] as const) {
    await removeOfMadeUpChildren(scoped, table);
  }
}

/** Of children made up who are on no roll any more: whoever was entered around them is nobody’s. */
async function removeOfMadeUpChildren(scoped: Removing, table: Removed): Promise<void> {
  await scoped.client.query(
    `DELETE FROM ${table} AS t WHERE learner_id BETWEEN $1 AND $2
        AND NOT EXISTS (SELECT FROM learner_enrolment AS e WHERE e.learner_id = t.learner_id)`,
    [madeUpLearners.first, madeUpLearners.last],
  );
}

async function removeAgreements(scoped: Removing, { organisations, agreements }: MadeUp): Promise<void> {
  await removeWhere(scoped, 'sharing_decision', 'organisation_id', organisations);
  // What somebody real decided stays theirs; about a child who is made up it decides nothing.
  await removeOfMadeUpChildren(scoped, 'sharing_decision');
  await removeOfMadeUpChildren(scoped, 'agreement_subject');
  for (const table of [
    'agreement_subject',
    'agreement_event',
    'agreement_party',
    'agreement_version',
    'agreement',
  ] as const) {
    await removeWhere(scoped, table, 'agreement_id', agreements);
  }
}
