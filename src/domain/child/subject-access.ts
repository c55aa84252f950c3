import { gunzipSync, gzipSync } from 'node:zlib';
import type { Clock } from '#foundation/kernel/effects.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { categories } from '#platform/access/categories.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { ChildrenScope, SettingScope, StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { FamilyReader } from './contact-rules.ts';
import { contactsShown, withheldFrom } from './contact-rules.ts';
import { monthAfter } from './deadlines.ts';
import { adultsOf, contactDetailsOf, rulesNaming } from './family-store.ts';
import type { FamilyHere } from './my-record.ts';
import type { ChildRecord } from './record.ts';
import { gatherRecord } from './record.ts';
import { packRecord } from './record-document.ts';
import type { Decision } from './record-review.ts';
import { blackedOut, itemsToReview } from './record-review.ts';
import { answererOf, placeNames } from './record-store.ts';
import type { CopyReader } from './record-withheld.ts';
import type { AccessRequest, Answerer, Asker, DecidedItem, ItemDecision } from './subject-access-store.ts';
import {
  closeRequest,
  copyOf,
  decideItems,
  deletePack,
  insertCopy,
  insertRequest,
  insertStep,
  itemsOf,
  packOf,
  requestAt,
  savePack,
} from './subject-access-store.ts';

/** What actions of requests are given. */
export interface RightsContext {
  readonly database: Database;
  readonly clock: Clock;
}

/** Those who answer a request: the setting’s own people under their scope, or the command line as Headwater’s own duty. */
export type AnsweringScope = SettingScope | StewardScope;

/** How many days a copy can be fetched. A choice of ours: long enough for a holiday. */
const fetchableFor = 30;

/** Asks for a copy, by the child or a parent themselves. The caller has checked that the child is theirs to ask about. */
export function askForRecord(
  { database, clock }: RightsContext,
  asked: { readonly learnerId: number; readonly at: Answerer; readonly by: Asker },
): Promise<number> {
  const now = clock.now();
  return inGate(database, 'administer', (gate) =>
    insertRequest(gate, { ...asked, now, dueOn: monthAfter(clock.today()) }),
  );
}

/** Starts a request for somebody who asked on paper, or in person. */
export function startForFamily(
  { database, clock }: RightsContext,
  scope: AnsweringScope,
  asked: { readonly learnerId: number; readonly at: Answerer; readonly words: string },
): Promise<number> {
  const by = { personId: null, as: 'staff', words: asked.words } as const;
  return inScope<AnsweringScope, number>(database, scope, (scoped) =>
    insertRequest(scoped, { ...asked, by, now: clock.now(), dueOn: monthAfter(clock.today()) }),
  );
}

/** Gathers the record for a request, and everything in it that a person must look at. Again, while it is open. */
export async function gatherFor(
  { database, clock }: RightsContext,
  scope: AnsweringScope,
  request: AccessRequest,
): Promise<void> {
  const now = clock.now();
  const settings = scope.kind === 'steward' ? undefined : [request.settingId];
  // It is gathered as Headwater’s own duty; the ledger says who had it done, and that it was everything.
  scope.trail?.touched({ read: categories, changed: [] });
  const record = await gatherRecord(database, { learnerId: request.learnerId, settings }, now);
  const content = gzipSync(JSON.stringify(record));
  await inScope(database, steward('keep'), async (scoped) => {
    await savePack(scoped, request, { content, items: itemsToReview(record), now });
    await insertStep(scoped, request, { step: 'gathered', at: now, by: scope.actor });
  });
}

/** Records decisions about texts. */
export function decide(
  { database, clock }: RightsContext,
  scope: AnsweringScope,
  { request, decisions }: { readonly request: AccessRequest; readonly decisions: readonly ItemDecision[] },
): Promise<Result<number, Problem>> {
  const bare = decisions.find(({ reason }) => reason.trim() === '');
  if (bare) return Promise.resolve(failure(reasonMissing));
  const now = clock.now();
  return inScope<AnsweringScope, Result<number, Problem>>(database, scope, async (scoped) => {
    await decideItems(scoped, request, { decisions, now, by: scope.actor });
    await insertStep(scoped, request, { step: 'decided', at: now, by: scope.actor });
    return success(decisions.length);
  });
}

/**
 * Makes the copy and gives it to whoever asked: only when every text was decided, and never to a person from whom contact
 * rules withhold the record. What was gathered is deleted then.
 */
export async function release(
  { database, clock }: RightsContext,
  scope: AnsweringScope,
  request: AccessRequest,
): Promise<Result<{ readonly zip: Buffer; readonly sha256: string }, Problem>> {
  const now = clock.now();
  const reader = await readerOf(database, request, now);
  if (reader.withheld.has('record')) return failure(barred);
  const made = await inScope<AnsweringScope, Result<ChildRecord, Problem>>(database, scope, (scoped) =>
    reviewedRecord(scoped, request, reader),
  );
  if (!made.ok) return made;
  const copy = packRecord(made.value);
  await inScope<AnsweringScope, void>(database, scope, async (scoped) => {
    await insertCopy(scoped, request, { ...copy, now, keptUntil: addDays(clock.today(), fetchableFor) });
    await closeRequest(scoped, request, { outcome: 'given', words: 'The copy was made and can be fetched.', now });
    await insertStep(scoped, request, { step: 'released', at: now, by: scope.actor });
  });
  await inScope(database, steward('keep'), (scoped) => deletePack(scoped, request));
  return success(copy);
}

async function reviewedRecord(
  scoped: Scoped<AnsweringScope>,
  request: AccessRequest,
  reader: CopyReader,
): Promise<Result<ChildRecord, Problem>> {
  const current = await requestAt(scoped, request.requestId);
  if (!current || current.closedAt !== null) return failure(alreadyClosed);
  const content = await packOf(scoped, request);
  if (!content) return failure(notGathered);
  const items = await itemsOf(scoped, request);
  const open = items.filter(({ decision }) => decision === null).length;
  if (open > 0) return failure(notReviewed(open));
  const record: ChildRecord = JSON.parse(gunzipSync(content).toString());
  return success(blackedOut(record, items.flatMap(decisionOf), reader));
}

function decisionOf({ whose, words, decision }: DecidedItem): readonly Decision[] {
  return decision === null ? [] : [{ whose, words, decision }];
}

/** What may not be in a copy for whoever asked, as contact rules stand now. */
async function readerOf(database: Database, request: AccessRequest, now: Date): Promise<CopyReader> {
  const { askedBy, askedAs, learnerId } = request;
  const reader: FamilyReader | undefined =
    askedBy === null || askedAs === 'staff' ? undefined : { personId: askedBy, as: askedAs };
  if (!reader) return { reader, withheld: new Set(), hidden: [] };
  return await inScope(database, steward('keep'), async (scoped) => {
    const day = londonDay(now);
    const withheld = withheldFrom(reader.personId, learnerId, await rulesNaming(scoped, reader.personId), now);
    const details = await contactDetailsOf(scoped, learnerId);
    const shown = contactsShown(reader, details, withheld, day);
    const own = details.filter(({ personId }) => personId === reader.personId).map(({ value }) => value);
    const others = details.filter((one) => one.personId !== reader.personId && !shown.includes(one));
    const adults = withheld.has('other-adults') ? await adultsOf(scoped, learnerId, now) : [];
    const hidden = [
      ...(withheld.has('setting') ? await placeNames(scoped, learnerId) : []),
      ...others.map(({ value }) => value).filter((value) => !own.includes(value)),
      ...adults.filter(({ personId }) => personId !== reader.personId).map(({ name }) => name),
    ];
    return { reader, withheld, hidden };
  });
}

/** Refuses a request, with the reason that the asker is told. */
export function refuseRequest(
  { database, clock }: RightsContext,
  scope: AnsweringScope,
  { request, words }: { readonly request: AccessRequest; readonly words: string },
): Promise<Result<void, Problem>> {
  if (words.trim() === '') return Promise.resolve(failure(reasonMissing));
  const now = clock.now();
  return inScope<AnsweringScope, Result<void, Problem>>(database, scope, async (scoped) => {
    await closeRequest(scoped, request, { outcome: 'refused', words, now });
    await insertStep(scoped, request, { step: 'refused', at: now, by: scope.actor });
    return success(undefined);
  });
}

/**
 * Reads what a child or a parent asked, under their own scope. It is theirs and no look at the record, so it is not noted as
 * one in the ledger.
 */
export function underOwnScope<Outcome>(
  database: Database,
  { scope }: FamilyHere,
  work: (own: Scoped<ChildrenScope>) => Promise<Outcome>,
): Promise<Outcome> {
  return inScope<ChildrenScope, Outcome>(database, { ...scope, trail: undefined }, work);
}

/**
 * The copy for the person it was made for, while it can be fetched. Contact rules are asked again: one that was entered
 * since keeps it closed.
 */
export async function fetchCopy(
  { database, clock }: RightsContext,
  here: FamilyHere,
  requestId: number,
): Promise<Result<{ readonly zip: Buffer; readonly learnerId: number }, Problem>> {
  const [now, day, { personId }] = [clock.now(), clock.today(), here];
  const { copy, request } = await underOwnScope(database, here, async (own) => ({
    copy: await copyOf(own, { requestId, personId, day }),
    request: await requestAt(own, requestId),
  }));
  if (!copy || !request) return failure(noCopy);
  return await inGate<Result<{ zip: Buffer; learnerId: number }, Problem>>(database, 'administer', async (gate) => {
    const rules = await rulesNaming(gate, personId);
    const closedAt = request.closedAt ?? now;
    const known = rules.filter(({ enteredAt }) => enteredAt === undefined || enteredAt <= closedAt);
    const then = withheldFrom(personId, request.learnerId, known, closedAt);
    const sinceThen = [...withheldFrom(personId, request.learnerId, rules, now)];
    if (sinceThen.includes('record') || sinceThen.some((field) => !then.has(field))) return failure(noCopy);
    await insertStep(gate, request, { step: 'downloaded', at: now, by: request.asker });
    // A copy is everything that the reader may read.
    here.scope.trail?.touched({ read: here.scope.categories, changed: [] });
    return success({ zip: copy.content, learnerId: Number(copy.learnerId) });
  });
}

const reasonMissing: Problem = {
  code: 'reason-missing',
  message: 'A decision needs a reason.',
  nextStep: 'Say in a few words why, so that whoever asked can understand it.',
};
const alreadyClosed: Problem = {
  code: 'request-closed-conflict',
  message: 'This request was answered already.',
  nextStep: 'Look at what was done; a new copy needs a new request.',
};
const notGathered: Problem = {
  code: 'record-not-gathered-conflict',
  message: 'The record has not been gathered yet.',
  nextStep: 'Gather it, and look at every text in it that may be somebody else’s.',
};
const barred: Problem = {
  code: 'record-withheld-not-allowed',
  message: 'A contact rule withholds this record from whoever asked.',
  nextStep: 'Refuse the request with a reason that gives nothing away, or look at the rule.',
};
const noCopy: Problem = {
  code: 'copy-not-found',
  message: 'There is no copy for you to fetch here.',
  nextStep: 'Look at your requests, or ask the school.',
};

function notReviewed(open: number): Problem {
  return {
    code: 'review-open-conflict',
    message: `Nobody has decided yet about ${open === 1 ? 'one text' : `${open} texts`} that may be somebody else’s.`,
    nextStep: 'Decide each: keep it, or black it out, with a reason.',
  };
}

/** The setting that answers for a child: where they are now, else where they last were. */
export function answererFor({ database }: Pick<RightsContext, 'database'>, learnerId: number): Promise<Answerer> {
  return inScope(database, steward('keep'), (scoped) => answererOf(scoped, learnerId));
}
