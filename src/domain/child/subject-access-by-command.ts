import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { ReviewItem } from './record-review.ts';
import { answererOf, isLearner, learnerByUpn } from './record-store.ts';
import type { RightsContext } from './subject-access.ts';
import { decide, gatherFor, release, startForFamily } from './subject-access.ts';
import type { AccessRequest, ItemDecision } from './subject-access-store.ts';
import { itemsOf, openByCommand, requestAt } from './subject-access-store.ts';

const words = 'Started by command, for a family that asked in writing';

function operator(): StewardScope {
  return { ...steward('keep'), actor: 'Whoever runs Headwater, by command' };
}

/** The child whom a UPN or a number names; `undefined` when it names nobody. */
export function childNamed(database: Database, child: string): Promise<number | undefined> {
  return inScope(database, steward('keep'), async (scoped) => {
    const byUpn = await learnerByUpn(scoped, child.replaceAll(' ', '').toUpperCase());
    if (byUpn !== undefined) return byUpn;
    const number = /^[1-9]\d{0,14}$/.test(child) ? Number(child) : undefined;
    return number !== undefined && (await isLearner(scoped, number)) ? number : undefined;
  });
}

/** Starts a request by command, or takes up the open one, and gathers for it. Answers what a person must decide. */
export async function requestByCommand(context: RightsContext, learnerId: number): Promise<readonly ReviewItem[]> {
  const { database } = context;
  const open = await openRequest(database, learnerId);
  const request = open ?? (await started(context, learnerId));
  await gatherFor(context, operator(), request);
  return await inScope(database, operator(), (scoped) => itemsOf(scoped, request));
}

async function started(context: RightsContext, learnerId: number): Promise<AccessRequest> {
  const { database } = context;
  const at = await inScope(database, operator(), (scoped) => answererOf(scoped, learnerId));
  const requestId = await startForFamily(context, operator(), { learnerId, at, words });
  const request = await inScope(database, operator(), (scoped) => requestAt(scoped, requestId));
  if (!request) throw new Error('The request that was just stored is not there');
  return request;
}

function openRequest(database: Database, learnerId: number): Promise<AccessRequest | undefined> {
  return inScope(database, operator(), (scoped) => openByCommand(scoped, learnerId, words));
}

/** Records the decisions about the open request of the command, and makes the copy. */
export async function answerByCommand(
  context: RightsContext,
  { learnerId, decisions }: { readonly learnerId: number; readonly decisions: readonly ItemDecision[] },
): Promise<Result<{ readonly zip: Buffer; readonly sha256: string }, Problem>> {
  const request = await openRequest(context.database, learnerId);
  if (!request) return failure(nothingOpen);
  const decided = await decide(context, operator(), { request, decisions });
  return decided.ok ? await release(context, operator(), request) : decided;
}

const nothingOpen: Problem = {
  code: 'request-not-found',
  message: 'Nothing was gathered by command for this child, or its copy was made already.',
  nextStep: 'Delete review.csv from the folder, and type the command again to gather anew.',
};
