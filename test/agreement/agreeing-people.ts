import { examplePartners } from '#demo/exampleshire-people.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { RoleName } from '#platform/access/roles.ts';
import type { Database } from '#platform/database/pool.ts';

const now = new Date('2025-09-01T08:00:00Z');

/** Who signs for the council and for the youth justice service, and who works there: made up, so anybody may be them. */
export const agreeing = {
  council: ['Asha Cole', examplePartners.authority, 'administrator'],
  service: ['Ben Vale', examplePartners.youthJustice, 'administrator'],
  worker: ['Cara Dunn', examplePartners.youthJustice, 'youth-justice-worker'],
  police: ['Dev Hart', examplePartners.police, 'administrator'],
} as const satisfies Readonly<Record<string, readonly [string, string, RoleName]>>;

/** Enters them; the organisations must be there. */
export async function enterAgreeingPeople(database: Database): Promise<void> {
  await inGate(database, 'administer', async (gate) => {
    for (const [name, organisation, role] of Object.values(agreeing))
      await enterMember(gate, { name, organisation, role });
  });
}

async function enterMember(
  gate: Gated,
  { name, organisation, role }: { readonly name: string; readonly organisation: string; readonly role: RoleName },
): Promise<void> {
  const { organisation_id } = await gate
    .selectFrom('organisation')
    .select('organisation_id')
    .where('external_id', '=', organisation)
    .executeTakeFirstOrThrow();
  const { person_id } = await gate
    .insertInto('person')
    .values({ name, email: `${role}.${organisation_id}@exampleshire.invalid`, demonstration: true, entered_at: now })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  await gate
    .insertInto('membership')
    .values({
      person_id,
      organisation_id,
      role,
      classes: [],
      year_groups: [],
      valid_from: plainDate('2025-09-01'),
      entered_at: now,
      entered_by: 'a test',
      ended_by: null,
    })
    .execute();
}
