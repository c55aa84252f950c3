import { nextOpenSession } from '#domain/roll/calendar.ts';
import { calendarsOf } from '#domain/roll/calendar-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import { londonInstant } from '#foundation/kernel/london-clock.ts';
import { codeBooks } from '#foundation/nations/code-books.ts';
import type { Queries } from '#platform/database/pool.ts';
import { onRoster } from './count-register.ts';
import { dualBytes } from './dual-gaps.ts';
import type { HalfDay, RollThen } from './dual-model.ts';
import type { MarksOfSetting, PlaceOfLearner } from './dual-store.ts';

/** By book: the bytes that say “at the other setting”. */
export const dualBytesOf = new Map(codeBooks.map((book) => [book.bookId, dualBytes(book)]));
/** The same of every book. */
export const allDualBytes = [...new Set([...dualBytesOf.values()].flat())];

/** When each setting's next register after a half day is due. Settings that keep no registers are left out. */
export async function duesOf(
  scoped: Queries,
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

/** What a setting says of one child in a half day: of several events the one that knows most. */
export function markOf(
  { slot }: Pick<PlaceOfLearner, 'slot'>,
  registers: readonly MarksOfSetting[],
): Pick<RollThen, 'taken' | 'byte' | 'isDual'> & { readonly bookId: number | undefined } {
  const expecting = registers.filter(({ roster, base }) => roster === null || onRoster(roster, slot - base));
  const bytes = expecting.map(({ marks, base, bookId }) => ({ byte: marks[slot - base] ?? 0, bookId }));
  const most = bytes.toSorted((left, right) => knowing(right.byte) - knowing(left.byte))[0];
  const byte = most?.byte ?? 0;
  const isDual = most !== undefined && (dualBytesOf.get(most.bookId) ?? []).includes(byte);
  return { taken: expecting.length > 0, byte, isDual, bookId: most?.bookId };
}

/** Attending says more than absent, that more than not required, and no mark says nothing. */
function knowing(byte: number): number {
  if (byte >= 128) return 2;
  return byte >= 64 ? 3 : Math.min(byte, 1);
}
