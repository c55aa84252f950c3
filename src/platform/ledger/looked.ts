import { createHash } from 'node:crypto';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { Delay } from './delay-store.ts';
import type { LookedChild, LookedEntry } from './looked-store.ts';

/** What each category is to a child of nine. */
export const plainCategories: Readonly<Record<Category, string>> = {
  totals: 'numbers about everybody',
  identity: 'name and class',
  characteristics: 'facts such as help at school and free meals',
  attendance: 'days at school and days away',
  exclusion: 'times sent home from school',
  movement: 'moving between schools',
  circumstance: 'what is going on at home and around',
  voice: 'what the child has said',
  wellbeing: 'how the child has been feeling',
  plan: 'the plan to help',
  safeguarding: 'worries about safety',
};

/** How far back a page looks, in days. */
export const spans = {
  '7': 'The last 7 days',
  '28': 'The last 4 weeks',
  '92': 'The last 3 months',
  '366': 'The last year',
};
export type Span = keyof typeof spans;

/** What a page was asked to show. Nothing of it is a name. */
export interface LookedAsked {
  readonly days: Span;
  /** `readerKey` of a reader. */
  readonly reader: string;
  readonly category: string;
  /** `purposeKey` of a purpose. */
  readonly purpose: string;
}

/** Days from the first to the last that a span shows. */
export function daysOf(span: Span, today: PlainDate): { readonly from: PlainDate; readonly to: PlainDate } {
  // Entries of an evening may stand in the chain of the day after.
  return { from: addDays(today, 1 - Number(span)), to: addDays(today, 1) };
}

/** Whether a program read it: its key carries who made it, at an organisation and in no role. */
export function isProgram({
  person,
  organisation,
  role,
}: Pick<LookedEntry, 'person' | 'organisation' | 'role'>): boolean {
  return person === null || (organisation !== null && role === null);
}

/** A reader in an address: a person by number, anybody else by a hash of what they are called. */
export function readerKey(entry: LookedEntry): string {
  return entry.personId === null || isProgram(entry) ? `a${shortHash(entry.actor)}` : `p${entry.personId}`;
}

export function purposeKey(purpose: string): string {
  return shortHash(purpose);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** The categories of an entry that are about a child. */
export function touchedCategories({ reads, changes }: Pick<LookedEntry, 'reads' | 'changes'>): readonly Category[] {
  return categories.filter((one) => one !== 'totals' && (reads.includes(one) || changes.includes(one)));
}

/** Who it was, in words: the person, their role and where, or the system. */
export function readerWords(entry: LookedEntry): string {
  const { person, role, organisation, actor } = entry;
  if (person === null || isProgram(entry)) return actor;
  const title = roles[role as RoleName]?.title;
  return [person, ...(title ? [title] : []), ...(organisation ? [organisation] : [])].join(', ');
}

/** The entries that are wanted, in their order. */
export function wantedEntries(entries: readonly LookedEntry[], asked: LookedAsked): readonly LookedEntry[] {
  return entries.filter(
    (entry) =>
      (asked.reader === '' || readerKey(entry) === asked.reader) &&
      (asked.purpose === '' || purposeKey(entry.purpose) === asked.purpose) &&
      (asked.category === '' || touchedCategories(entry).some((one) => one === asked.category)),
  );
}

/** Whether a child was on the roll of one of their places on a day. */
export function wasThere({ places }: Pick<LookedChild, 'places'>, day: PlainDate): boolean {
  return places.some(({ from, to }) => from <= day && (to === null || to >= day));
}

/** The last day of a delay that is not lifted: its own, or that by which a second person should have looked and had not. */
export function lastDayOf({
  untilOn,
  reviewBy,
  reviewedAt,
}: Pick<Delay, 'untilOn' | 'reviewBy' | 'reviewedAt'>): PlainDate {
  const inTime = reviewedAt !== null && londonDay(reviewedAt) <= londonDay(reviewBy);
  const unseen = londonDay(reviewBy);
  return inTime || untilOn < unseen ? untilOn : unseen;
}

/** Whether a delay keeps a reader’s entries from the family on a day. */
export function isInForce(delay: Delay, today: PlainDate): boolean {
  return delay.liftedAt === null && lastDayOf(delay) >= today;
}

/** What a family is shown: everything but the entries of readers whose delay is in force. */
export function shownToFamily(
  entries: readonly LookedEntry[],
  delays: readonly Delay[],
  today: PlainDate,
): readonly LookedEntry[] {
  const held = new Set(delays.filter((one) => isInForce(one, today)).map(({ readerId }) => readerId));
  return entries.filter((entry) => entry.personId === null || isProgram(entry) || !held.has(entry.personId));
}

/**
 * Entries as an adult may read them of whom something about the child is withheld: who works with the child says where the
 * child is, and who else brings them up is not theirs to know. That somebody looked, when, at what and why, stays.
 */
export function maskedFor(
  entries: readonly LookedEntry[],
  withheld: ReadonlySet<string>,
  own: number,
): readonly LookedEntry[] {
  const [places, adults] = [withheld.has('whereabouts') || withheld.has('setting'), withheld.has('other-adults')];
  if (!places && !adults) return entries;
  return entries.map((entry) => {
    if (entry.personId === own) return entry;
    const isFamily = entry.personId !== null && entry.organisation === null;
    if (isFamily ? !adults : !places) return entry;
    const actor = isFamily ? 'Somebody of the family' : 'Somebody who works with your child';
    return { ...entry, person: null, organisation: null, role: null, agreement: null, actor };
  });
}

/** The day since which the family is shown what was held back. */
export function shownSince(delay: Delay): PlainDate {
  const after = addDays(lastDayOf(delay), 1);
  const lifted = delay.liftedAt === null ? after : londonDay(delay.liftedAt);
  return lifted < after ? lifted : after;
}

/** The delay that kept an entry from the family for a time and does so no longer; `undefined` where none did. */
export function wasHeldBack(entry: LookedEntry, delays: readonly Delay[], today: PlainDate): Delay | undefined {
  if (isProgram(entry)) return undefined;
  return delays.find(
    (one) =>
      one.readerId === entry.personId && !isInForce(one, today) && entry.at < new Date(`${shownSince(one)}T00:00:00Z`),
  );
}

/** Entries of one reader on one day, put together as a family is told of them. */
export interface LookedGroup {
  readonly day: PlainDate;
  readonly first: LookedEntry;
  readonly times: number;
  readonly categories: readonly Category[];
  /** Whether at least once the child alone, or few with them, were looked at; else only lists they are on. */
  readonly closely: 'the record' | 'a list';
  readonly changed: 'changed' | 'only looked';
  readonly heldBack: Delay | undefined;
}

/** By day, reader and purpose, in the order of the newest of each. */
export function groupEntries(
  entries: readonly LookedEntry[],
  delays: readonly Delay[],
  today: PlainDate,
): readonly LookedGroup[] {
  const keyOf = (entry: LookedEntry) => `${londonDay(entry.at)} ${readerKey(entry)} ${entry.purpose}`;
  return [...Map.groupBy(entries, keyOf).values()].map((together) => {
    const [first] = together as [LookedEntry];
    const touched = new Set(together.flatMap(touchedCategories));
    return {
      day: londonDay(first.at),
      first,
      times: together.length,
      categories: categories.filter((one) => touched.has(one)),
      closely: together.some(({ action }) => action === 'read' || action === 'write') ? 'the record' : 'a list',
      changed: together.some(({ changes }) => changes.length > 0) ? 'changed' : 'only looked',
      heldBack: wasHeldBack(first, delays, today),
    };
  });
}
