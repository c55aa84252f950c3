import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { PupilRow } from './page-register.ts';

/** A posted form: a field that stands more than once is a list. */
export type PostedForm = Readonly<Record<string, string | readonly string[]>>;

/** Names of a row's fields, by slot. */
export const fieldNames = {
  choice: (slot: number) => `m-${slot}`,
  typed: (slot: number) => `o-${slot}`,
  shown: (slot: number) => `w-${slot}`,
  filled: (slot: number) => `t-${slot}`,
  reason: (slot: number) => `r-${slot}`,
} as const;

/** What a form says of one pupil. */
export interface PostedRow {
  readonly slot: number;
  /** The code when the page was drawn; empty for none. */
  readonly shown: string;
  /** The code wanted now; empty for none. */
  readonly wanted: string;
  readonly reason: string;
}

/** A form as understood: every row it holds, and how many were left to “everyone else is present”. */
export interface PostedRegister {
  readonly rows: readonly PostedRow[];
  readonly conflicts: readonly { readonly slot: number; readonly reason: string }[];
}

/** Letters that a reason may have. */
export const longestReason = 500;

/**
 * Reads the rows of a posted register. `everyoneElse` is the code that whoever was left without a mark gets when the
 * teacher says so; without that act nobody becomes present.
 */
export function readPostedRegister(
  form: PostedForm,
  pupils: readonly Pick<PupilRow, 'slot'>[],
  everyoneElse: string,
): PostedRegister {
  const restIsPresent = text(form, 'rest') === 'present';
  const rows: PostedRow[] = [];
  const conflicts: { slot: number; reason: string }[] = [];
  for (const { slot } of pupils) {
    if (form[fieldNames.shown(slot)] === undefined) continue;
    const shown = text(form, fieldNames.shown(slot));
    const read = wantedCode(form, slot);
    if (!read.ok) conflicts.push({ slot, reason: read.failure });
    const wanted = read.ok ? read.value : shown;
    const reason = text(form, fieldNames.reason(slot)).slice(0, longestReason);
    const left = restIsPresent && read.ok && wanted === '' && shown === '';
    rows.push({ slot, shown, wanted: left ? everyoneElse : wanted, reason });
  }
  return { rows, conflicts };
}

/** The slots whose rows a form holds, whoever they are. */
export function postedSlots(form: PostedForm): readonly number[] {
  return [...new Set(Object.keys(form).flatMap((name) => /^[mowtr]-(\d{1,9})$/.exec(name)?.[1] ?? []))].map(Number);
}

/** A typed code decides when it was changed, the buttons when they were; both at once is asked again. */
function wantedCode(form: PostedForm, slot: number): Result<string, string> {
  const chosen = text(form, fieldNames.choice(slot));
  const typed = text(form, fieldNames.typed(slot));
  const filled = text(form, fieldNames.filled(slot));
  const shown = text(form, fieldNames.shown(slot));
  const before = filled === '' ? shown : '';
  const [isTyped, isChosen] = [typed !== filled, chosen !== before];
  if (isTyped && isChosen && typed !== '' && chosen !== '' && typed !== chosen) {
    return failure(`Two marks are chosen, “${chosen}” and “${typed}”: keep one`);
  }
  if (isTyped) return success(typed === '' ? chosen : typed);
  if (isChosen) return success(chosen);
  return success(typed === '' ? chosen : typed);
}

/** One field of a form, on one line, without spaces around it. */
export function text(form: PostedForm, name: string): string {
  const value = form[name];
  const first = typeof value === 'string' ? value : (value?.[0] ?? '');
  return first.replaceAll(/\p{Cc}/gu, ' ').trim();
}
