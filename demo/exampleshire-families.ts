import type { Clock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { PeopleLoaded } from './exampleshire-people.ts';

/** The other adults of the demonstration’s child, by e-mail address: who can be signed in as, besides the eight. */
export const exampleAdults = {
  /** Lives apart, at an address that nobody else of the family is told. */
  hidden: 'other.parent@exampleshire.invalid',
  /** Barred by an order of the court: sees nothing. */
  barred: 'barred.parent@exampleshire.invalid',
} as const;

/** The address that must never be in any answer to another adult. */
export const hiddenAddress = '8 Kestrel Yard, Upper Fenwick, EX7 2QL';

const since = plainDate('2023-09-01');
const source = 'Made up by Headwater: Exampleshire';

/**
 * Enters the adults around the child of the demonstration, and how each is reached: the parent who can be signed in as, the
 * other parent whose address is hidden from everybody, and a third who is barred by an order. Once.
 */
export async function loadExampleFamilies(
  database: Database,
  { settingId, learnerId, people }: PeopleLoaded,
  clock: Clock,
): Promise<void> {
  await inScope(database, steward('load'), async (scoped) => {
    const known = await scoped
      .selectFrom('contact_detail')
      .select('contact_id')
      .where('learner_id', '=', learnerId)
      .executeTakeFirst();
    if (known) return;
    const place = await scoped
      .selectFrom('enrolment')
      .select(['surname', 'la_id', 'trust_id'])
      .where('setting_id', '=', settingId)
      .where('learner_id', '=', learnerId)
      .executeTakeFirstOrThrow();
    const now = clock.now();
    const hidden = await enterAdult(scoped, { name: `Kim ${place.surname}`, email: exampleAdults.hidden, now });
    const barred = await enterAdult(scoped, { name: `Lee ${place.surname}`, email: exampleAdults.barred, now });
    await enterGuardians(scoped, { learnerId, adults: [hidden, barred], now });
    await enterRules(scoped, { learnerId, parent: people.parent, barred, now });
    const at = { learner_id: learnerId, setting_id: settingId, la_id: place.la_id, trust_id: place.trust_id };
    await enterContacts(scoped, { ...at, entered_at: now }, { parent: people.parent, hidden });
  });
}

type Loading = Scoped<StewardScope>;

async function enterAdult(
  scoped: Loading,
  { name, email, now }: { readonly name: string; readonly email: string; readonly now: Date },
): Promise<number> {
  const row = { name, email, learner_id: null, demonstration: true, entered_at: now };
  const { person_id } = await scoped.insertInto('person').values(row).returning('person_id').executeTakeFirstOrThrow();
  return Number(person_id);
}

async function enterGuardians(
  scoped: Loading,
  { learnerId, adults, now }: { readonly learnerId: number; readonly adults: readonly number[]; readonly now: Date },
): Promise<void> {
  const rows = adults.map((personId) => ({
    learner_id: learnerId,
    person_id: personId,
    relationship: 'parent',
    parental_responsibility: true,
    valid_from: since,
    entered_at: now,
    entered_by: source,
  }));
  await scoped.insertInto('guardian').values(rows).execute();
}

async function enterRules(
  scoped: Loading,
  rule: { readonly learnerId: number; readonly parent: number; readonly barred: number; readonly now: Date },
): Promise<void> {
  const always = {
    learner_id: rule.learnerId,
    valid_from: since,
    entered_at: rule.now,
    entered_by: source,
    lifted_by: null,
  };
  await scoped
    .insertInto('contact_rule')
    .values([
      { ...always, person_id: rule.barred, withholds: 'everything', source: 'A made-up order of a made-up court' },
      {
        ...always,
        person_id: rule.parent,
        withholds: 'other-adults',
        source: 'A made-up order: the other address is hidden',
      },
    ])
    .execute();
}

interface Entered {
  readonly learner_id: number;
  readonly setting_id: number;
  readonly la_id: number;
  readonly trust_id: number;
  readonly entered_at: Date;
}

async function enterContacts(
  scoped: Loading,
  at: Entered,
  { parent, hidden }: { readonly parent: number; readonly hidden: number },
): Promise<void> {
  const always = { ...at, valid_from: since, entered_by: source, child_lives_here: false, shared_with_family: false };
  await scoped
    .insertInto('contact_detail')
    .values([
      {
        ...always,
        person_id: parent,
        kind: 'address',
        value: '12 Weir Lane, Ashcombe, EX3 6TT',
        child_lives_here: true,
      },
      { ...always, person_id: parent, kind: 'telephone', value: '07700 900112', shared_with_family: true },
      { ...always, person_id: hidden, kind: 'address', value: hiddenAddress },
      { ...always, person_id: hidden, kind: 'telephone', value: '07700 900871' },
    ])
    .execute();
}
