import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { amendMarks, recordRegister } from './actions.ts';
import type { RegisterContext } from './api-keepers.ts';
import type { MarkChange, RecordOutcome, StoredRegister } from './model.ts';
import type { PostedRow } from './page-form.ts';
import type { AskedRegister, RegisterView } from './page-register.ts';
import { readRegisterView } from './page-register.ts';
import { codeReaderFor } from './sent-marks.ts';
import { offRoll } from './sent-marks-roll.ts';

/** A row that could not be kept as it was posted. */
export interface UnkeptRow {
  readonly slot: number;
  readonly wanted: string;
  readonly reason: string;
  /** What the page must say: the code is refused, a reason is missing, or somebody else has marked in between. */
  readonly message: string;
  readonly kind: 'refused' | 'reason' | 'changed';
}

/** What became of a posted register: what was kept, and what the teacher has to look at again. */
export interface SavedRegister {
  readonly entered: number;
  readonly amended: number;
  readonly unkept: readonly UnkeptRow[];
}

interface Wanted {
  readonly entries: readonly { readonly place: number; readonly byte: number }[];
  readonly amendments: readonly MarkChange[];
  readonly unkept: readonly UnkeptRow[];
}

const mostAttempts = 5;

/**
 * Keeps what was posted. A page holds one class of a setting's register, so two teachers save versions of the same
 * register at once all the time: only a pupil whose own mark has changed since the page was drawn is asked about again.
 * Marks where there were none are entered; a mark that was there is amended, with its reason.
 */
export async function saveRegister(
  context: RegisterContext,
  scope: SettingScope,
  asked: AskedRegister,
  rows: readonly PostedRow[],
): Promise<SavedRegister> {
  const { database, clock } = context;
  let entered = 0;
  let amended = 0;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const at = clock.now();
    const view = await inScope(database, scope, (scoped) => readRegisterView(scoped, asked, at));
    const wanted = compare(view, rows);
    const entry = await enter(context, scope, view, wanted, at);
    if (entry.kind === 'stale') continue;
    entered += entry.entered;
    if (wanted.amendments.length === 0) return { entered, amended, unkept: wanted.unkept };
    const version = entry.version + 1;
    const changes = wanted.amendments;
    const outcome = await amendMarks(database, scope, { ...view.key, version, changes }, at);
    if (outcome.kind !== 'recorded' && outcome.kind !== 'unchanged') continue;
    amended += changes.length;
    return { entered, amended, unkept: wanted.unkept };
  }
  const message = 'Others are saving this register just now: save it once more';
  const unkept = rows.filter((row) => row.wanted !== row.shown);
  return { entered, amended, unkept: unkept.map((row) => ({ ...row, message, kind: 'changed' })) };
}

/** Enters marks where there were none. */
async function enter(
  { database }: RegisterContext,
  scope: SettingScope,
  view: RegisterView,
  { entries }: Wanted,
  at: Date,
): Promise<{ readonly kind: 'kept'; readonly version: number; readonly entered: number } | { readonly kind: 'stale' }> {
  const current = view.register?.version ?? 0;
  if (entries.length === 0) return { kind: 'kept', version: current, entered: 0 };
  const marks = wholeMarks(view.onDay.roll.size, view.register);
  for (const { place, byte } of entries) marks[place] = byte;
  const outcome: RecordOutcome = await recordRegister(
    database,
    scope,
    { ...view.key, version: current + 1, marks },
    at,
  );
  if (outcome.kind !== 'recorded' && outcome.kind !== 'unchanged') return { kind: 'stale' };
  return { kind: 'kept', version: outcome.version, entered: entries.length };
}

function wholeMarks(size: number, register: StoredRegister | undefined): Uint8Array {
  const marks = new Uint8Array(Math.max(size, register?.marks.length ?? 0));
  marks.set(register?.marks ?? []);
  return marks;
}

/** What of the posted rows is to be written, against the register as it is now. */
function compare(view: RegisterView, rows: readonly PostedRow[]): Wanted {
  const judged = rows.map((row) => judge(view, row));
  const of = <Kind extends Judged['kind']>(kind: Kind) =>
    judged.filter((one): one is Extract<Judged, { kind: Kind }> => one.kind === kind);
  return {
    entries: of('enter'),
    amendments: of('amend'),
    unkept: of('unkept').map(({ row }) => row),
  };
}

type Judged =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'enter'; readonly place: number; readonly byte: number }
  | ({ readonly kind: 'amend' } & MarkChange)
  | { readonly kind: 'unkept'; readonly row: UnkeptRow };

function judge({ book, onDay, register, key }: RegisterView, row: PostedRow): Judged {
  const place = row.slot - onDay.roll.base;
  const age = onDay.ages[place] ?? offRoll;
  const there = register?.marks[place] ?? 0;
  const now = there === 0 ? '' : (book.codes[there] ?? '');
  const unkept = (kind: UnkeptRow['kind'], message: string) =>
    ({ kind: 'unkept', row: { ...row, kind, message } }) as const;
  if (age === offRoll || row.wanted === row.shown || sameCode(row.wanted, now)) return { kind: 'nothing' };
  const read = codeReaderFor(book, key.day).read(row.wanted, age);
  if (!read.ok) return unkept('refused', read.failure);
  if (read.value === there) return { kind: 'nothing' };
  if (now !== row.shown) return unkept('changed', changedSince(now, row.wanted));
  if (there === 0) return { kind: 'enter', place, byte: read.value };
  if (row.reason === '') return unkept('reason', 'Say why the mark is changed');
  return { kind: 'amend', place, byte: read.value, reason: row.reason };
}

function sameCode(wanted: string, now: string): boolean {
  return wanted.toUpperCase() === now.toUpperCase();
}

function changedSince(now: string, wanted: string): string {
  const theirs = now === '' ? 'taken the mark away' : `recorded “${now}”`;
  return `Somebody else has ${theirs} since you opened the page, and you chose “${wanted || 'no mark'}”`;
}
