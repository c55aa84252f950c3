import { lastTaken } from '#domain/register/missing-store.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { PastAsked } from './past.ts';
import { mayReadPast, readPastPicture, scopeKey } from './past.ts';
import type { PlacePicture } from './place-picture.ts';

interface LeadAsked extends Pick<PastAsked, 'place' | 'reach'> {
  readonly today: PlainDate;
  /** Of the live picture: as long as it stands still, no register has changed. */
  readonly revision: number;
}

interface Kept {
  at: number;
  revision: number;
  lead: Promise<PlacePicture | undefined>;
  renewing: boolean;
}

/**
 * Milliseconds for which a lead is used again: whatever happens, and as long as no register changes. After that it is read
 * anew while the one before is shown: nobody waits for a day gone by but the first to ask for it.
 */
const keptFor = { always: 30_000, unchanged: 600_000 } as const;
const mostKept = 100;
const settingsAtOnce = 1_000;
const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * The newest school day before today that has registers, as a picture: what a page leads with while today has nothing to
 * tell. `undefined` when there is none, and for a reader who does not read past days of the place.
 */
export function leadDay(
  sources: { readonly database: Database; readonly clock: Clock },
  scope: Scope,
  asked: LeadAsked,
): Promise<PlacePicture | undefined> {
  if (!mayReadPast(scope, asked)) return Promise.resolve(undefined);
  const leads = kept.get(sources.database) ?? new Map<string, Kept>();
  kept.set(sources.database, leads);
  const key = JSON.stringify([scopeKey(scope), asked.place.address, asked.today]);
  const known = leads.get(key);
  const now = performance.now();
  if (known && now - known.at < keptFor[known.revision === asked.revision ? 'unchanged' : 'always']) return known.lead;
  if (known) {
    renew(known, () => read(sources, scope, asked), asked.revision);
    return known.lead;
  }
  const lead = read(sources, scope, asked);
  if (leads.size >= mostKept) leads.clear();
  leads.set(key, { at: now, revision: asked.revision, lead, renewing: false });
  lead.catch(() => leads.delete(key));
  return lead;
}

function renew(known: Kept, readAgain: () => Kept['lead'], revision: number): void {
  if (known.renewing) return;
  known.renewing = true;
  readAgain()
    .then((found) => Object.assign(known, { lead: Promise.resolve(found), at: performance.now(), revision }))
    // What was read before stays, and is read again when it is next asked for.
    .catch(() => undefined)
    .finally(() => {
      known.renewing = false;
    });
}

async function read(
  sources: { readonly database: Database; readonly clock: Clock },
  scope: Scope,
  { place, reach, today }: LeadAsked,
): Promise<PlacePicture | undefined> {
  const ids = place.keepers.filter(({ unit }) => unit !== 'none').map(({ settingId }) => settingId);
  const last: PlainDate[] = [];
  for (let from = 0; from < ids.length; from += settingsAtOnce) {
    const some = ids.slice(from, from + settingsAtOnce);
    last.push(...(await inScope(sources.database, scope, (scoped) => lastTaken(scoped, today, some))).values());
  }
  const day = newestOfMany(last);
  return day === undefined ? undefined : readPastPicture(sources, scope, { place, reach, day });
}

/**
 * The newest of the days on which settings took their last registers, among those of at least a tenth of them: one
 * boarding school’s Saturday is not the last school day of an authority.
 */
export function newestOfMany(days: readonly PlainDate[]): PlainDate | undefined {
  const needed = Math.ceil(days.length / 10);
  const held = [...Map.groupBy(days, (day) => day)].filter(([, settings]) => settings.length >= needed);
  return (held.length > 0 ? held.map(([day]) => day) : days).toSorted().at(-1);
}
