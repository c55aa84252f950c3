import type { Scoped } from '#platform/access/in-scope.ts';
import type { AskedRegister, RegisterView } from './page-register.ts';
import { readRegisterView } from './page-register.ts';
import { enteredMarks, namesOf } from './page-store.ts';
import { amendmentsOf, registerAt } from './register-store.ts';

/** One thing that happened to a register. */
export interface HistoryLine {
  readonly at: Date;
  readonly actor: string;
  readonly version: number;
  /** Whose mark, or how many marks. */
  readonly whose: string;
  /** Codes before and after; empty for no mark. `undefined` where marks were only entered. */
  readonly change: { readonly before: string; readonly after: string } | undefined;
  readonly reason: string;
}

/** A register as it stood at an instant, and everything that ever happened to it. */
export interface RegisterHistoryView {
  readonly view: RegisterView;
  /** The latest first. */
  readonly lines: readonly HistoryLine[];
}

/** Reads a register's history, and the register as it stood at `asked.asAt`. */
export async function readHistory(scoped: Scoped, asked: AskedRegister, now: Date): Promise<RegisterHistoryView> {
  const view = await readRegisterView(scoped, asked, now);
  const { key, book, onDay } = view;
  const first = await registerAt(scoped, key);
  if (!first) return { view, lines: [] };
  const [amended, entered] = [await amendmentsOf(scoped, key), await enteredMarks(scoped, key)];
  const slots = [...amended.map(({ place }) => place + onDay.roll.base), ...entered.flatMap((one) => one.slots)];
  const names = await namesOf(scoped, key.settingId, slots);
  const nameAt = (slot: number) => names.get(slot) ?? `Slot ${slot}`;
  const codeOf = (byte: number) => (byte === 0 ? '' : (book.codes[byte] ?? ''));
  const lines: HistoryLine[] = [
    ...amended.map(({ place, amendedAt, actor, version, original, amended: after, reason }) => ({
      at: amendedAt,
      actor,
      version,
      whose: nameAt(place + onDay.roll.base),
      change: { before: codeOf(original), after: codeOf(after) },
      reason,
    })),
    ...entered.map(({ enteredAt, actor, version, slots: marked }) => ({
      at: enteredAt,
      actor,
      version,
      whose: marked.length > 3 ? `${marked.length} pupils` : marked.map(nameAt).join(', ') || 'Nobody',
      change: undefined,
      reason: 'Entered where there was no mark',
    })),
  ];
  const firstVersion = lines.length === 0 ? first.version : 1;
  const taken = { at: first.takenAt, actor: first.actor, version: firstVersion, whose: 'The register' };
  return {
    view,
    lines: [
      ...lines.sort((left, right) => right.version - left.version),
      { ...taken, change: undefined, reason: 'First recorded' },
    ],
  };
}
