import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { Choosable } from './draft-form.ts';

/** Every organisation that takes part and can be a party, by name. Families are none. */
export async function readChoosable(gate: Gated): Promise<readonly Choosable[]> {
  const rows = await gate
    .selectFrom('organisation')
    .select(['organisation_id', 'kind', 'name', 'external_id'])
    .where('kind', '<>', 'family')
    .orderBy('name')
    .orderBy('organisation_id')
    .execute();
  return rows.map(({ organisation_id, kind, name, external_id }) => ({
    organisationId: organisation_id,
    kind: kind as OrganisationKind,
    name,
    externalId: external_id,
  }));
}
