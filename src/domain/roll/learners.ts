import type { Problem } from '#foundation/kernel/problem.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { keepers } from './keeper-store.ts';
import type { LearnerIdentifiers, LearnerPlace } from './learner-store.ts';
import { findOrMakeLearner, placesOf, setPartner } from './learner-store.ts';

/**
 * The learners that identifiers lead to, in their order, made where nobody is known by them; `undefined` where a UPN and a
 * ULN lead to two. Headwater's own duty: no setting is told who is known elsewhere.
 */
export async function learnersOf(
  database: Database,
  settingId: number,
  sent: readonly LearnerIdentifiers[],
): Promise<readonly (number | undefined)[]> {
  const [keeper] = await keepers(database, { settingIds: [settingId] });
  if (!keeper) return sent.map(() => undefined);
  return inScope(database, steward('join'), async (scoped) => {
    const found: (number | undefined)[] = [];
    for (const identifiers of sent) found.push(await findOrMakeLearner(scoped, identifiers, keeper.laId));
    return found;
  });
}

/**
 * Joins a learner's dual registrations: a main and a subsidiary one that are in force together name each other's setting.
 * Answers what the setting should know: that somebody else has the child as single registration too (not who).
 */
export function joinPlaces(database: Database, learnerId: number, settingId: number): Promise<readonly Problem[]> {
  return inScope(database, steward('join'), async (scoped) => {
    const places = await placesOf(scoped, learnerId);
    for (const [main, subsidiary] of dualPairs(places)) {
      await setPartner(scoped, main, subsidiary.settingId);
      await setPartner(scoped, subsidiary, main.settingId);
    }
    return twoSingles(places, settingId) ? [singleTwice] : [];
  });
}

/** Main and subsidiary registrations of one learner at different settings with a day in common. */
export function dualPairs(places: readonly LearnerPlace[]): readonly (readonly [LearnerPlace, LearnerPlace])[] {
  const mains = places.filter(({ status }) => status === 'main');
  const subsidiaries = places.filter(({ status }) => status === 'subsidiary').toReversed();
  return mains.flatMap((main) =>
    subsidiaries
      .filter((one) => one.settingId !== main.settingId && together(one, main))
      .map((one) => [main, one] as const),
  );
}

function twoSingles(places: readonly LearnerPlace[], settingId: number): boolean {
  const singles = places.filter(({ status }) => status === 'single');
  const here = singles.filter((one) => one.settingId === settingId);
  return here.some((one) => singles.some((other) => other.settingId !== settingId && together(one, other)));
}

function together(left: LearnerPlace, right: LearnerPlace): boolean {
  return (
    (right.leftOn === null || left.enteredOn <= right.leftOn) &&
    (left.leftOn === null || right.enteredOn <= left.leftOn)
  );
}

/** Said when it happens, on the page and to programs. */
export const singleTwice: Problem = {
  code: 'single-twice',
  message: 'Another setting has this child on roll as a single registration for some of the same days.',
  nextStep:
    'Ask the local authority which is right. If the child attends both, one is the main and one the subsidiary.',
};
