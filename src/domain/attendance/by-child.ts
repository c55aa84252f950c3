import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { isPersistent, isSevere } from '#domain/register/bands.ts';
import type { LearnerCounts } from '#domain/register/learner-counts.ts';
import { absenceOf, unpackCounts } from '#domain/register/learner-counts.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { EnrolmentPlace } from './by-child-store.ts';
import { readLearnerCounts, readSharedEnrolments } from './by-child-store.ts';
import type { PictureState } from './feed-batches.ts';
import type { LivePlace } from './places.ts';

/** People, and how many of them are persistently and severely absent. Additive over places that share nobody. */
export interface BandCounts {
  readonly people: number;
  readonly persistent: number;
  readonly severe: number;
}

/** What to add to counts of enrolments to have counts of children, by place; `settings` says which places there are. */
export type ChildCorrections = ReadonlyMap<string, BandCounts>;

interface Absence {
  readonly absence: number;
  readonly possible: number;
}

const nobody: BandCounts = { people: 0, persistent: 0, severe: 0 };

/** One person, or one enrolment, in the bands; nobody when no session was possible for them. */
export function bandsOfOne(absence: Absence): BandCounts {
  if (absence.possible === 0) return nobody;
  return { people: 1, persistent: Number(isPersistent(absence)), severe: Number(isSevere(absence)) };
}

function add(left: BandCounts, right: BandCounts, times: 1 | -1): BandCounts {
  return {
    people: left.people + times * right.people,
    persistent: left.persistent + times * right.persistent,
    severe: left.severe + times * right.severe,
  };
}

/**
 * For each place, what turns enrolments into children: a child with several enrolments is taken out once for each of
 * those at the place, and put in once, with the sessions of all of them, wherever they are. Pure.
 */
export function childCorrections(
  enrolments: readonly EnrolmentPlace[],
  absenceAt: (enrolment: EnrolmentPlace) => Absence,
  placesOf: (settingId: number) => readonly string[],
): ChildCorrections {
  const corrections = new Map<string, BandCounts>();
  const put = (place: string, counts: BandCounts, times: 1 | -1): void => {
    corrections.set(place, add(corrections.get(place) ?? nobody, counts, times));
  };
  for (const own of Map.groupBy(enrolments, ({ learnerId }) => learnerId).values()) {
    const parts = own.map((enrolment) => ({ places: placesOf(enrolment.settingId), absence: absenceAt(enrolment) }));
    const together = parts.reduce(
      (sum, { absence }) => ({ absence: sum.absence + absence.absence, possible: sum.possible + absence.possible }),
      { absence: 0, possible: 0 },
    );
    const counted = parts.filter(({ absence }) => absence.possible > 0);
    for (const { places, absence } of counted) for (const place of places) put(place, bandsOfOne(absence), -1);
    for (const place of new Set(counted.flatMap(({ places }) => places))) put(place, bandsOfOne(together), 1);
  }
  return corrections;
}

/** The key of a place among corrections. */
export function correctionKey({ address, area, keepers }: LivePlace): string {
  if (area) return `area ${area.areaId}`;
  return address.kind === 'trust' ? `trust ${address.trustId}` : `setting ${keepers[0]?.settingId ?? 0}`;
}

/** Corrections as last counted, and when. */
export interface CountedChildren {
  readonly corrections: ChildCorrections;
  readonly at: Date;
}

interface Kept {
  counted: CountedChildren | undefined;
  revision: number;
  dueAt: number;
  counting: Promise<void> | undefined;
}

const kept = new WeakMap<object, Kept>();
const milliseconds = { between: 20_000, patience: 100 } as const;
/** Counting may take a twentieth of the time: seconds for a nation, every few minutes; at once for an authority. */
const restAfter = 20;
const settingsAtOnce = 500;
const enrolmentsAtOnce = 4_000;

/**
 * Corrections for children on several rolls, counted again now and then while registers come in; `undefined` until they
 * have been counted once. It reads across settings on Headwater's own account, and answers totals alone.
 */
export async function countedChildren(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  state: PictureState,
  areasAbove: (laId: number) => readonly number[],
): Promise<CountedChildren | undefined> {
  const mine = kept.get(state) ?? { counted: undefined, revision: -1, dueAt: 0, counting: undefined };
  kept.set(state, mine);
  const isDue = performance.now() >= mine.dueAt && mine.revision !== state.cube.revision();
  if (isDue && mine.counting === undefined) {
    const [started, revision] = [performance.now(), state.cube.revision()];
    mine.counting = count(database, state, areasAbove)
      .then((corrections) => {
        mine.counted = { corrections, at: clock.now() };
        mine.revision = revision;
      })
      .catch(() => undefined)
      .finally(() => {
        mine.counting = undefined;
        mine.dueAt = performance.now() + Math.max(milliseconds.between, restAfter * (performance.now() - started));
      });
  }
  if (!mine.counted && mine.counting !== undefined)
    await Promise.race([mine.counting, wait(milliseconds.patience, undefined, { ref: false })]);
  return mine.counted;
}

async function count(
  database: Database,
  { place, keepers }: PictureState,
  areasAbove: (laId: number) => readonly number[],
): Promise<ChildCorrections> {
  const enrolments = await inScope(database, steward('join'), (scoped) => readSharedEnrolments(scoped, place.year));
  // Sessions only: events are of unequal length, and are not in the bands that are corrected.
  const shared = enrolments.filter(({ settingId }) => keepers.get(settingId)?.unit === 'session');
  const ids = [...new Set(shared.map(({ settingId }) => settingId))];
  const counts = new Map<number, { readonly base: number; readonly counts: LearnerCounts }>();
  for (let from = 0; from < ids.length; from += settingsAtOnce) {
    const batch = ids.slice(from, from + settingsAtOnce);
    const rows = await inScope(database, steward('join'), (scoped) => readLearnerCounts(scoped, batch, place.year));
    for (const row of rows) counts.set(row.settingId, { base: row.base, counts: unpackCounts(row.counts, 0) });
  }
  const absenceAt = ({ settingId, slot }: EnrolmentPlace): Absence => {
    const known = counts.get(settingId);
    const at = known ? slot - known.base : -1;
    if (!known || at < 0 || 4 * at >= known.counts.length) return { absence: 0, possible: 0 };
    return absenceOf(known.counts, at);
  };
  const corrections = new Map<string, BandCounts>();
  for (const some of inPieces(shared, enrolmentsAtOnce)) {
    const more = childCorrections(some, absenceAt, (settingId) => keysOf(keepers.get(settingId), areasAbove));
    for (const [place, counts] of more) corrections.set(place, add(corrections.get(place) ?? nobody, counts, 1));
    // A nation’s are hundreds of thousands: registers and readers go on between the pieces.
    await nextTurn();
  }
  return corrections;
}

/** Enrolments ordered by child in pieces of about a size, no child in two. Pure. */
export function* inPieces(enrolments: readonly EnrolmentPlace[], size: number): Generator<readonly EnrolmentPlace[]> {
  for (let from = 0, to = 0; from < enrolments.length; from = to) {
    to = Math.min(from + size, enrolments.length);
    while (to < enrolments.length && enrolments[to]?.learnerId === enrolments[to - 1]?.learnerId) to += 1;
    yield enrolments.slice(from, to);
  }
}

function keysOf(keeper: Keeper | undefined, areasAbove: (laId: number) => readonly number[]): readonly string[] {
  if (!keeper) return [];
  return [
    `setting ${keeper.settingId}`,
    ...(keeper.trustId === 0 ? [] : [`trust ${keeper.trustId}`]),
    ...areasAbove(keeper.laId).map((areaId) => `area ${areaId}`),
  ];
}
