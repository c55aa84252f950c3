import { sql } from 'kysely';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { NameKind, RecordNames } from './record-names.ts';

interface Name {
  readonly id: number;
  readonly name: string;
}

/** The names of settings, of who took registers, of persons, organisations, agreements and members, of those numbers. */
export async function namesOf(
  scoped: Scoped<StewardScope>,
  ids: Readonly<Record<NameKind, readonly number[]>>,
): Promise<RecordNames> {
  const settings = await sql<Name>`
    SELECT setting_id AS id, coalesce(name, 'URN ' || urn) AS name FROM setting
     WHERE setting_id = ANY (${ids.settings}::integer[])`.execute(scoped);
  const actors = await sql<Name>`
    SELECT actor_id AS id, label AS name FROM actor WHERE actor_id = ANY (${ids.actors}::integer[])`.execute(scoped);
  const persons = await sql<Name>`
    SELECT person_id AS id, name FROM person WHERE person_id = ANY (${ids.persons}::bigint[])`.execute(scoped);
  const organisations = await sql<Name>`
    SELECT organisation_id AS id, name FROM organisation
     WHERE organisation_id = ANY (${ids.organisations}::integer[])`.execute(scoped);
  const agreements = await sql<Name>`
    SELECT agreement_id AS id, reference AS name FROM agreement
     WHERE agreement_id = ANY (${ids.agreements}::integer[])`.execute(scoped);
  const members = await sql<{ id: number; personId: number; words: string }>`
    SELECT m.membership_id AS id, m.person_id AS "personId",
           p.name || ', ' || replace(m.role, '-', ' ') || ', ' || o.name AS words
      FROM membership AS m JOIN person AS p ON p.person_id = m.person_id
      JOIN organisation AS o ON o.organisation_id = m.organisation_id
     WHERE m.membership_id = ANY (${ids.members}::bigint[])`.execute(scoped);
  return {
    settings: byNumber(settings.rows),
    actors: byNumber(actors.rows),
    persons: byNumber(persons.rows),
    organisations: byNumber(organisations.rows),
    agreements: byNumber(agreements.rows),
    members: new Map(
      members.rows.map(({ id, personId, words }) => [Number(id), { personId: Number(personId), words }]),
    ),
  };
}

function byNumber(rows: readonly Name[]): ReadonlyMap<number, string> {
  return new Map(rows.map(({ id, name }) => [Number(id), name] as const));
}
