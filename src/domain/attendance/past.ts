import { openSessions } from '#domain/roll/calendar.ts';
import { calendarsOf } from '#domain/roll/calendar-store.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { takeDay } from './contribution.ts';
import type { KindSum } from './cube.ts';
import { readDayTotals } from './past-store.ts';
import { addVector, emptyVector } from './picture-vector.ts';
import type { PlacePicture } from './place-picture.ts';
import { sumsOf } from './place-picture.ts';
import type { LivePlace, Reach } from './places.ts';
import { placeOfDay } from './weeks.ts';

/** Of which place, and how much of it the reader sees; and of which day. */
export interface PastAsked {
  readonly place: LivePlace;
  readonly reach: Reach;
  readonly day: PlainDate;
}

/** How many days' pictures are remembered, and for how long: a past day changes only by a correction. */
const mostKept = 100;
const keptFor = 30_000;
const settingsAtOnce = 1_000;
const kept = new WeakMap<object, Map<string, { readonly until: number; readonly picture: Promise<PlacePicture> }>>();

/**
 * The picture of a day other than today, read under the reader's own scope. Whoever is expected at a register that is
 * not in is not counted, because the roll of that day is not read again: the coverage says how many are not in.
 */
export function readPastPicture(
  sources: { readonly database: Database; readonly clock: Clock },
  scope: Scope,
  asked: PastAsked,
): Promise<PlacePicture> {
  refuseOthers(scope, asked, sources.clock);
  const pictures = kept.get(sources.database) ?? new Map();
  kept.set(sources.database, pictures);
  const key = JSON.stringify([scopeKey(scope), asked.place.address, asked.day]);
  const known = pictures.get(key);
  if (known && performance.now() < known.until) return known.picture;
  const picture = read(sources.database, scope, asked);
  if (pictures.size >= mostKept) pictures.clear();
  pictures.set(key, { until: performance.now() + keptFor, picture });
  picture.catch(() => pictures.delete(key));
  return picture;
}

/** What a reading under a scope depends on. */
export function scopeKey(scope: Scope): unknown {
  const { actor: _actor, purpose: _purpose, ...place } = scope;
  return place;
}

function refuseOthers(scope: Scope, { place, reach, day }: PastAsked, clock: Clock): void {
  if (day > clock.today()) {
    throw new ProblemError({
      code: 'day-not-found',
      message: `${day} has not come yet.`,
      nextStep: 'Choose today or a day before it.',
    });
  }
  if (mayReadPast(scope, { place, reach })) return;
  throw new ProblemError({
    code: 'day-not-allowed',
    message: `Past days of ${place.name} are not read for you: you are here as ${scope.actor}.`,
    nextStep: 'See today’s picture of it, or past days of your own place.',
  });
}

/** Whether a scope reads past days of a place: they are read again under it, not kept for everybody. */
export function mayReadPast(scope: Scope, { place, reach }: Pick<PastAsked, 'place' | 'reach'>): boolean {
  const inNation = scope.kind === 'nation' && place.keepers.every(({ nationId }) => nationId === scope.nationId);
  return reach === 'full' || inNation;
}

async function read(database: Database, scope: Scope, { place, reach, day }: PastAsked): Promise<PlacePicture> {
  const sums = new Map<string, KindSum>();
  const vector = emptyVector();
  for (let from = 0; from < place.keepers.length; from += settingsAtOnce) {
    const keepers = place.keepers.slice(from, from + settingsAtOnce);
    const ids = keepers.map(({ settingId }) => settingId);
    const [calendars, totals] = await Promise.all([
      calendarsOf(database, ids),
      inScope(database, scope, (scoped) => readDayTotals(scoped, ids, day)),
    ]);
    const bySetting = Map.groupBy(totals, ({ settingId }) => settingId);
    for (const setting of keepers) {
      const calendar = calendars.get(setting.settingId);
      const registers = (bySetting.get(setting.settingId) ?? []).map((row) => ({ ...row, takenAt: new Date(0) }));
      const open = calendar && setting.unit === 'session' ? openSessions(calendar, day) : [];
      takeDay(vector, { setting, open, registers, onRoll: undefined, events: [] });
      const key = `${setting.kind} ${setting.unit}`;
      const sum = sums.get(key) ?? { kind: setting.kind, unit: setting.unit, vector: emptyVector() };
      addVector(sum.vector, vector);
      sums.set(key, sum);
    }
  }
  return {
    place,
    reach,
    at: placeOfDay(day),
    tense: 'past',
    begun: true,
    firstDue: undefined,
    ...sumsOf([...sums.values()]),
    taken: undefined,
    book: bookOf(place.keepers[0]?.nation ?? 'england'),
    complete: { known: place.keepers.length, of: place.keepers.length },
  };
}
