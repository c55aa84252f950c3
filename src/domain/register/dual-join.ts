import { nextOpenSession } from '#domain/roll/calendar.ts';
import { calendarsOf } from '#domain/roll/calendar-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import { codeBooks } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { onRoster } from './count-register.ts';
import type { JoinedSession } from './dual-day.ts';
import { joinSession } from './dual-day.ts';
import { dualBytes, gapsOf, reconcile } from './dual-gaps.ts';
import type { HalfDay, RollThen } from './dual-model.ts';
import type { HalfToJoin, MarksOfSetting, PlaceOfLearner } from './dual-store.ts';
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
import { londonInstant } from './page-clock.ts';

type Databases = Pick<Database, 'poolOf'>;
type Joining = Scoped<StewardScope>;

/** By book: the bytes that say “at the other setting”. */
const dualBytesOf = new Map(codeBooks.map((book) => [book.bookId, dualBytes(book)]));
const allDualBytes = [...new Set([...dualBytesOf.values()].flat())];

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
  for (const learnerId of learnerIds) {
    const rolls = picture.rollsOf(learnerId);
    const changes = reconcile(
      stored.filter((gap) => gap.learnerId === learnerId),
      gapsOf(rolls, now),
      rolls,
    );
    await writeGaps(scoped, half, learnerId, changes, now);
    written += changes.length;
  }
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

/** When each setting's next register after a half day is due. Settings that keep no registers are left out. */
async function duesOf(
  scoped: Joining,
  settingIds: readonly number[],
  half: HalfDay,
): Promise<ReadonlyMap<number, { readonly nextDue: Date | undefined }>> {
  const kept = (await keepers(scoped, { settingIds })).filter(({ unit }) => unit !== 'none');
  const calendars = await calendarsOf(
    scoped,
    kept.map(({ settingId }) => settingId),
  );
  return new Map(
    kept.map((keeper) => [keeper.settingId, { nextDue: nextDueOf(keeper, calendars.get(keeper.settingId), half) }]),
  );
}

function nextDueOf(keeper: Keeper, calendar: Calendar | undefined, half: HalfDay): Date | undefined {
  const next = calendar && nextOpenSession(calendar, half);
  return next && londonInstant(next.day, next.session === sessions.morning ? keeper.amDue : keeper.pmDue);
}

function markedDual({ marks, bookId }: MarksOfSetting): readonly number[] {
  const bytes = dualBytesOf.get(bookId) ?? [];
  return [...marks.keys()].filter((place) => bytes.includes(marks[place] as number));
}

/** What a setting says of one child in a half day: of several events the one that knows most. */
function markOf(
  { slot }: Pick<PlaceOfLearner, 'slot'>,
  registers: readonly MarksOfSetting[],
): Pick<RollThen, 'taken' | 'byte' | 'isDual'> {
  const expecting = registers.filter(({ roster, base }) => roster === null || onRoster(roster, slot - base));
  const bytes = expecting.map(({ marks, base, bookId }) => ({ byte: marks[slot - base] ?? 0, bookId }));
  const most = bytes.toSorted((left, right) => knowing(right.byte) - knowing(left.byte))[0];
  const byte = most?.byte ?? 0;
  const isDual = most !== undefined && (dualBytesOf.get(most.bookId) ?? []).includes(byte);
  return { taken: expecting.length > 0, byte, isDual };
}

/** Attending says more than absent, that more than not required, and no mark says nothing. */
function knowing(byte: number): number {
  if (byte >= 128) return 2;
  return byte >= 64 ? 3 : Math.min(byte, 1);
}

/** What every setting in the reader's scope recorded of one child on one day, by half day, joined. */
export async function dayOfLearner(
  scoped: Scoped,
  places: readonly Pick<PlaceOfLearner, 'settingId' | 'slot'>[],
  day: PlainDate,
): Promise<readonly JoinedSession[]> {
  const settingIds = places.map(({ settingId }) => settingId);
  const joined: JoinedSession[] = [];
  for (const session of [sessions.morning, sessions.afternoon]) {
    const marks = Map.groupBy(await marksOfHalf(scoped, settingIds, { day, session }), ({ settingId }) => settingId);
    const recorded = places.map(({ settingId, slot }) => {
      const { byte, isDual } = markOf({ slot }, marks.get(settingId) ?? []);
      return { settingId, byte, isDual };
    });
    joined.push(joinSession(recorded));
  }
  return joined;
}
