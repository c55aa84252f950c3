import { amendMarks, recordRegister } from '#domain/register/actions.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { purposes } from '#platform/access/purposes.ts';
import { familyReads } from '#platform/access/roles.ts';
import type { ChildrenScope, SettingScope } from '#platform/access/scope.ts';
import { placeKey, steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { madeUpPlaces, settingScope } from '../registers/made-up-setting.ts';
import type { SmallSchool } from '../registers/small-school.ts';

/** A family of the small school: a child in 4B, a mother and a father with an account each, and the child’s own. */
export interface SmallFamily {
  readonly settingId: number;
  readonly learnerId: number;
  readonly slot: number;
  readonly mother: number;
  readonly father: number;
  readonly child: number;
}

/** What must never reach the father once a rule withholds it: long and odd enough to be searched for. */
export const mothersSecrets = {
  address: '17 Quillfeather Court, Nether Amberley, EX9 4QQ',
  telephone: '07700 900417',
  'e-mail': 'nobody.knows.this@quillfeather.invalid',
} as const;
export const fathersAddress = '3 Ordinary Street, Exampleton, EX1 1AA';

const enteredAt = new Date('2025-09-01T09:00:00Z');
const by = 'Mrs Marlowe, the office';
const entered = { entered_at: enteredAt, entered_by: by };

/** Enters a family around the first child of 4B. The mother’s telephone is shared, her address and e-mail are not. */
export async function makeUpFamily(database: Database, { settingId }: SmallSchool): Promise<SmallFamily> {
  return await inScope(database, steward('load'), async (scoped) => {
    const enrolment = await scoped
      .selectFrom('enrolment')
      .select(['learner_id', 'slot'])
      .where('setting_id', '=', settingId)
      .orderBy('slot')
      .executeTakeFirstOrThrow();
    const learnerId = Number(enrolment.learner_id);
    const family = {
      settingId,
      learnerId,
      slot: enrolment.slot,
      mother: await enterPerson(scoped, 'Imogen Quillfeather'),
      father: await enterPerson(scoped, 'Gareth Abara'),
      child: await enterPerson(scoped, 'Amina Abara', learnerId),
    };
    const guardian = { learner_id: learnerId, parental_responsibility: true, valid_from: plainDate('2020-01-01') };
    await scoped
      .insertInto('guardian')
      .values([
        { ...guardian, ...entered, person_id: family.mother, relationship: 'mother' },
        { ...guardian, ...entered, person_id: family.father, relationship: 'father' },
      ])
      .execute();
    await enterContacts(scoped, family);
    return family;
  });
}

async function enterPerson(scoped: Scoped, name: string, learner: number | null = null): Promise<number> {
  const row = { name, email: null, learner_id: learner, demonstration: true, entered_at: enteredAt };
  const { person_id } = await scoped.insertInto('person').values(row).returning('person_id').executeTakeFirstOrThrow();
  return Number(person_id);
}

async function enterContacts(scoped: Scoped, { learnerId, settingId, mother, father }: SmallFamily): Promise<void> {
  const contact = {
    ...entered,
    learner_id: learnerId,
    setting_id: settingId,
    la_id: madeUpPlaces.laId,
    trust_id: madeUpPlaces.trustId,
    valid_from: plainDate('2025-09-01'),
    child_lives_here: false,
    shared_with_family: false,
  };
  const mothers = { ...contact, person_id: mother };
  await scoped
    .insertInto('contact_detail')
    .values([
      { ...mothers, kind: 'address', value: mothersSecrets.address, child_lives_here: true },
      { ...mothers, kind: 'telephone', value: mothersSecrets.telephone, shared_with_family: true },
      { ...mothers, kind: 'e-mail', value: mothersSecrets['e-mail'] },
      { ...contact, person_id: father, kind: 'address', value: fathersAddress },
    ])
    .execute();
}

/** Enters a contact rule about the child. */
export async function enterRule(
  database: Database,
  { learnerId, father }: SmallFamily,
  rule: {
    readonly withholds: 'everything' | 'whereabouts' | 'setting' | 'voice' | 'other-adults';
    readonly personId?: number;
    readonly validTo?: PlainDate;
    readonly enteredAt?: Date;
  },
): Promise<void> {
  await inScope(database, steward('load'), (scoped) =>
    scoped
      .insertInto('contact_rule')
      .values({
        learner_id: learnerId,
        person_id: rule.personId ?? father,
        withholds: rule.withholds,
        source: 'Order of the family court at Exampleton',
        valid_from: plainDate('2025-12-01'),
        valid_to: rule.validTo ?? null,
        entered_at: rule.enteredAt ?? enteredAt,
        entered_by: by,
      })
      .execute(),
  );
}

/** Takes the rules about the child away again. */
export async function forgetRules(database: Database, { learnerId }: SmallFamily): Promise<void> {
  await inScope(database, steward('load'), (scoped) =>
    scoped.deleteFrom('contact_rule').where('learner_id', '=', learnerId).execute(),
  );
}

/** The scope of a parent, or of the child, as it is compiled. */
export function familyScope(
  { learnerId, settingId, slot }: SmallFamily,
  { personId, as }: { readonly personId: number; readonly as: 'child' | 'parent' },
): ChildrenScope {
  return {
    kind: 'children',
    learners: [learnerId],
    settings: [settingId],
    places: [placeKey(settingId, slot)],
    actor: as === 'child' ? 'the child' : 'a parent or carer',
    purpose: purposes[as === 'child' ? 'own-record' : 'parenting'],
    categories: familyReads[as],
    changes: [],
    grounds: { personId, family: as, by: as === 'child' ? 'because it is your own record' : 'as a parent or carer' },
  };
}

/** The head of the setting, who answers requests. */
export function headScope(settingId: number): SettingScope {
  const reads = ['totals', 'identity', 'characteristics', 'attendance', 'voice', 'plan'] as const;
  return {
    ...settingScope(settingId),
    actor: 'Owen Castell, head',
    categories: reads,
    changes: reads,
    grounds: { personId: 900, organisationId: 1, membershipId: 1, by: 'as head' },
  };
}

/** Two registers of 13 January: the child was there in the morning, and ill in the afternoon. Then the morning is corrected. */
export async function takeRegisters(database: Database, { settingId }: SmallFamily): Promise<void> {
  const { bytes } = bookOf('england');
  const byte = (code: string) => bytes.get(code) ?? 0;
  const scope = settingScope(settingId);
  const at = new Date('2026-01-13T10:00:00Z');
  const key = { settingId, day: plainDate('2026-01-13') } as const;
  for (const [session, first] of [
    [1, '/'],
    [2, 'I'],
  ] as const) {
    const marks = Uint8Array.from([byte(first), ...Array.from({ length: 28 }, () => byte('/'))]);
    await recordRegister(database, scope, { ...key, session, version: 1, marks }, at);
  }
  const changes = [{ place: 0, byte: byte('L'), reason: 'Came with Billy Nobody at ten' }];
  await amendMarks(database, scope, { ...key, session: 1, version: 2, changes }, at);
}

/** Takes everything that was asked about the child away again. */
export async function forgetRequests(database: Database, { learnerId }: SmallFamily): Promise<void> {
  await inScope(database, steward('load'), async (scoped) => {
    for (const table of ['subject_access', 'subject_access_step', 'subject_access_copy', 'rectification'] as const)
      await scoped.deleteFrom(table).where('learner_id', '=', learnerId).execute();
  });
}
