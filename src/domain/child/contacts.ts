import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { needCategories } from '#platform/access/allowed.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { otherChildrenOf, setClosed } from './account-store.ts';
import { endContact, insertAdult, insertContact, insertRule, liftRule } from './contacts-store.ts';
import { adultsOf } from './family-store.ts';
import type { Answerer } from './subject-access-store.ts';

/** What a contact rule can withhold, in words for whoever enters it. */
export const withholdsWords: Readonly<Record<string, string>> = {
  everything: 'Everything: no access at all',
  whereabouts: 'Where the child is: no address, no telephone, no setting',
  setting: 'Which setting the child attends, and when',
  voice: 'What the child has said',
  'other-adults': 'Anything about the other adults',
};

/** The child whose adults are changed, and by whom. */
export interface OfChild {
  readonly database: Database;
  readonly clock: Clock;
  readonly scope: SettingScope;
  readonly learnerId: number;
  readonly at: Answerer;
  readonly demonstration: boolean;
}

type Fields = Readonly<Record<string, string>>;
type Done = Promise<Result<void, Problem>>;

/** Enters an adult. Whoever keeps the roll may. */
export async function enterAdult(child: OfChild, fields: Fields): Done {
  const { database, clock, scope, learnerId, demonstration } = child;
  needCategories(scope, 'change', ['identity']);
  const { name = '', relationship = '' } = fields;
  if (name === '' || relationship === '') return failure(missing);
  const parentalResponsibility = fields['responsibility'] === 'yes';
  const entered = { learnerId, now: clock.now(), by: scope.actor, from: clock.today() };
  await inGate(database, 'administer', (gate) =>
    insertAdult(gate, { ...entered, name, relationship, parentalResponsibility, demonstration }),
  );
  return success(undefined);
}

/** Enters how an adult of the child is reached. Whoever keeps the roll may. */
export async function enterContact(child: OfChild, fields: Fields): Done {
  const { database, clock, scope, learnerId, at } = child;
  needCategories(scope, 'change', ['identity']);
  const [personId, kind, value] = [Number(fields['adult']), fields['kind'], fields['value'] ?? ''];
  if (!isKind(kind) || value === '' || !(await isAdultOf(child, personId))) return failure(missing);
  const says = (field: string) => fields[field] === 'yes';
  const entered = { learnerId, now: clock.now(), by: scope.actor, from: clock.today() };
  await inScope(database, scope, (scoped) =>
    insertContact(scoped, {
      ...entered,
      at,
      personId,
      kind,
      value,
      childLivesHere: says('home'),
      sharedWithFamily: says('shared'),
    }),
  );
  return success(undefined);
}

/** Ends a way to reach an adult. */
export async function closeContact(child: OfChild, fields: Fields): Done {
  const { database, clock, scope, learnerId, at } = child;
  needCategories(scope, 'change', ['identity']);
  const contactId = Number(fields['contact']);
  if (!Number.isSafeInteger(contactId)) return failure(missing);
  const key = { learnerId, settingId: at.settingId, contactId, lastDay: clock.today() };
  await inScope(database, scope, (scoped) => endContact(scoped, key));
  return success(undefined);
}

/** Enters a contact rule. Safeguarding leads and heads may: those who may write what families say. */
export async function enterRule(child: OfChild, fields: Fields, until: PlainDate | undefined): Done {
  const { database, clock, scope, learnerId } = child;
  needCategories(scope, 'change', ['voice']);
  const [personId, withholds, source] = [Number(fields['adult']), fields['withholds'] ?? '', fields['source'] ?? ''];
  if (!(withholds in withholdsWords) || source === '' || !Number.isSafeInteger(personId)) return failure(missing);
  if (until !== undefined && until < clock.today()) return failure(missing);
  const rule = { learnerId, now: clock.now(), by: scope.actor, from: clock.today(), until: until ?? null };
  const entered = await inGate(database, 'administer', (gate) =>
    insertRule(gate, { ...rule, personId, withholds, source }),
  );
  return entered ? success(undefined) : failure(missing);
}

/** Lifts a contact rule, which then withholds nothing any more. */
export async function liftContactRule(child: OfChild, fields: Fields): Done {
  const { database, clock, scope, learnerId } = child;
  needCategories(scope, 'change', ['voice']);
  const ruleId = Number(fields['rule']);
  if (!Number.isSafeInteger(ruleId)) return failure(missing);
  await inGate(database, 'administer', (gate) =>
    liftRule(gate, { learnerId, ruleId, now: clock.now(), by: scope.actor }),
  );
  return success(undefined);
}

/**
 * Closes the account of the child or of an adult, or opens it again. Whoever keeps the roll may; not of an adult who brings
 * up another child too, who may be elsewhere.
 */
export async function closeAccount(child: OfChild, fields: Fields): Done {
  const { database, clock, scope, learnerId } = child;
  needCategories(scope, 'change', ['identity']);
  const personId = Number(fields['account']);
  if (!Number.isSafeInteger(personId)) return failure(missing);
  const closedAt = fields['form'] === 'close' ? clock.now() : null;
  return await inGate<Result<void, Problem>>(database, 'administer', async (gate) => {
    if ((await otherChildrenOf(gate, { personId, learnerId })).length > 0) return failure(ofOthersToo);
    return (await setClosed(gate, { personId, learnerId, closedAt })) ? success(undefined) : failure(missing);
  });
}

const ofOthersToo: Problem = {
  code: 'account-of-others-too',
  message: 'Nothing was changed: this adult brings up another child too.',
  nextStep: 'A contact rule of “Everything” closes this child’s record to them alone.',
};

async function isAdultOf({ database, clock, learnerId }: OfChild, personId: number): Promise<boolean> {
  const adults = await inGate(database, 'administer', (gate) => adultsOf(gate, learnerId, clock.now()));
  return adults.some((one) => one.personId === personId);
}

function isKind(text: string | undefined): text is 'address' | 'telephone' | 'e-mail' {
  return text === 'address' || text === 'telephone' || text === 'e-mail';
}

const missing: Problem = {
  code: 'contact-missing',
  message: 'Nothing was changed: something is missing.',
  nextStep: 'Fill in every field of that form; a last day must be one to come, such as 27/3/2027.',
};
