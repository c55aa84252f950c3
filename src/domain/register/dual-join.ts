import { session as sessions } from '#domain/roll/model.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { writeAnswers } from './dual-answer-store.ts';
import type { AnswerWanted } from './dual-answers.ts';
import { answersOf } from './dual-answers.ts';
import { gapsOf, reconcile } from './dual-gaps.ts';
import { allDualBytes, dualBytesOf, duesOf, markOf } from './dual-marks.ts';
import type { RollThen } from './dual-model.ts';
import type { HalfToJoin, MarksOfSetting } from './dual-store.ts';
import {
  halfOfEvent,
  halvesWithMarks,
  learnersToJoin,
  marksOfHalf,
  namedPartners,
  placesOn,
  registersWorthJoining,
  storedGaps,
  writeGaps,
} from './dual-store.ts';
import type { RegisterKey } from './model.ts';

type Databases = Pick<Database, 'poolOf'>;
type Joining = Scoped<StewardScope>;

/** Joins the half days of registers that changed, where there is anybody to join. Answers how many tasks were written. */
export async function joinChanged(database: Databases, changed: readonly RegisterKey[], now: Date): Promise<number> {
  const worth = await inScope(database, steward('join'), (scoped) =>
    registersWorthJoining(scoped, changed, allDualBytes),
  );
  let written = 0;
  for (const key of worth) written += await joinRegister(database, key, now);
  return written;
}

/**
 * Looks again at every half day of the last days at which somebody was marked D, and at every task still open: what a
 * notice that was lost would have said, and what only time can say. Answers how many tasks were written.
 */
export async function joinLately(database: Databases, now: Date, days: number, stopped?: AbortSignal): Promise<number> {
  const to = londonDay(now);
  const span = { from: addDays(to, -days), to };
  const halves = await inScope(database, steward('join'), (scoped) => halvesWithMarks(scoped, span, allDualBytes));
  let written = 0;
  for (const half of halves) {
    if (stopped?.aborted) break;
    written += await inScope(database, steward('join'), (scoped) => joinHalf(scoped, half, now));
  }
  return written;
}

async function joinRegister(database: Databases, key: RegisterKey, now: Date): Promise<number> {
  return await inScope(database, steward('join'), async (scoped) => {
    const half = key.session < sessions.firstEvent ? key.session : await halfOfEvent(scoped, key);
    return half === undefined ? 0 : joinHalf(scoped, { ...key, session: half }, now);
  });
}

/** Compares what every setting says of the children of one setting's half day, and writes the tasks that follow. */
async function joinHalf(scoped: Joining, half: HalfToJoin, now: Date): Promise<number> {
  const own = await marksOfHalf(scoped, [half.settingId], half);
  const learnerIds = await learnersToJoin(scoped, half, own.flatMap(markedDual));
  if (learnerIds.length === 0) return 0;
  const picture = await pictureOf(scoped, half, learnerIds);
  const stored = await storedGaps(scoped, picture.settingIds, half, learnerIds);
  let written = 0;
  const answers: AnswerWanted[] = [];
  for (const learnerId of learnerIds) {
    const rolls = picture.rollsOf(learnerId);
    const changes = reconcile(
      stored.filter((gap) => gap.learnerId === learnerId),
      gapsOf(rolls, now),
      rolls,
    );
    await writeGaps(scoped, half, learnerId, changes, now);
    answers.push(...answersOf(rolls).map((answer) => ({ ...answer, learnerId })));
    written += changes.length;
  }
  await writeAnswers(scoped, half, { learnerIds, answers, at: now });
  return written;
}

interface Picture {
  readonly settingIds: readonly number[];
  rollsOf(learnerId: number): readonly RollThen[];
}

async function pictureOf(scoped: Joining, half: HalfToJoin, learnerIds: readonly number[]): Promise<Picture> {
  const places = await placesOn(scoped, learnerIds, half.day);
  const settingIds = [...new Set([half.settingId, ...places.map(({ settingId }) => settingId)])];
  const marks = Map.groupBy(await marksOfHalf(scoped, settingIds, half), ({ settingId }) => settingId);
  const partners = await namedPartners(scoped, places);
  const dues = await duesOf(scoped, settingIds, half);
  const byLearner = Map.groupBy(places, ({ learnerId }) => learnerId);
  return {
    settingIds,
    rollsOf: (learnerId) =>
      (byLearner.get(learnerId) ?? [])
        .filter(({ settingId }) => dues.has(settingId))
        .map((place) => ({
          ...markOf(place, marks.get(place.settingId) ?? []),
          settingId: place.settingId,
          slot: place.slot,
          nextDue: dues.get(place.settingId)?.nextDue,
          partnerSettingId: partners.get(`${place.settingId} ${place.slot}`),
        })),
  };
}

function markedDual({ marks, bookId }: MarksOfSetting): readonly number[] {
  const bytes = dualBytesOf.get(bookId) ?? [];
  return [...marks.keys()].filter((place) => bytes.includes(marks[place] as number));
}
