import type { PackedRows, StoredAmendment, StoredBatch, StoredEntry } from './verify-store.ts';
import { registerParts, totalParts } from './verify-store.ts';

/** Packed rows of one setting in order of day and session: where each starts. */
export interface SettingRows {
  readonly rows: PackedRows;
  readonly starts: Uint32Array;
}

const noRows = new Uint32Array();

/** Rows by setting, each in order of day and session. The server packs them mostly so already, and then nothing is moved. */
export function rowsBySetting(rows: PackedRows): ReadonlyMap<number, SettingRows> {
  const sorted = inOrder(rows);
  const found = new Map<number, SettingRows>();
  for (let from = 0; from < sorted.length; ) {
    const settingId = settingOf(rows, sorted[from] as number);
    let to = from + 1;
    while (to < sorted.length && settingOf(rows, sorted[to] as number) === settingId) to += 1;
    found.set(settingId, { rows, starts: sorted.subarray(from, to) });
    from = to;
  }
  return found;
}

/** The rows of a setting; none when it has none. */
export function rowsOf(found: ReadonlyMap<number, SettingRows>, settingId: number, rows: PackedRows): SettingRows {
  return found.get(settingId) ?? { rows, starts: noRows };
}

// Registers and totals have these columns in the same places.
function settingOf({ view }: PackedRows, start: number): number {
  return view.getInt32(start + registerParts.settingId);
}

/** Day and session as one number that grows with both. */
export function sessionKey({ view }: PackedRows, start: number): number {
  return view.getInt32(start + registerParts.dayAndSession);
}

const sessionsOfDay = 65_536;

/** The same of a day from 1 September and a session. */
export function keyOf(day: number, session: number): number {
  return day * sessionsOfDay + session;
}

/** The day and the session of a key. */
export function dayAndSession(key: number): { readonly day: number; readonly session: number } {
  return { day: Math.floor(key / sessionsOfDay), session: key % sessionsOfDay };
}

function inOrder(rows: PackedRows): Uint32Array {
  const { starts } = rows;
  const keys = new Float64Array(starts.length);
  let ordered = true;
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] as number;
    keys[index] = settingOf(rows, start) * 2 ** 32 + sessionKey(rows, start);
    if (index > 0 && (keys[index] as number) < (keys[index - 1] as number)) ordered = false;
  }
  if (ordered) return starts;
  const places = Uint32Array.from({ length: starts.length }, (_, index) => index);
  places.sort((left, right) => (keys[left] as number) - (keys[right] as number));
  return places.map((index) => starts[index] as number);
}

/** What is stored of the pasts of a setting's registers, by day and session. */
export interface SettingPasts {
  readonly amendments: ReadonlyMap<number, readonly StoredAmendment[]>;
  readonly entries: ReadonlyMap<number, readonly StoredEntry[]>;
}

/** Corrections and later entries, by setting and then by session. */
export function pastsBySetting({ amendments, entries }: StoredBatch): (settingId: number) => SettingPasts {
  const amended = Map.groupBy(amendments, ({ settingId }) => settingId);
  const entered = Map.groupBy(entries, ({ settingId }) => settingId);
  return (settingId) => ({
    amendments: Map.groupBy(amended.get(settingId) ?? [], ({ day, session }) => keyOf(day, session)),
    entries: Map.groupBy(entered.get(settingId) ?? [], ({ day, session }) => keyOf(day, session)),
  });
}

/** The bytes of the last column of a row. */
export function lastColumn({ bytes, view }: PackedRows, start: number, column: number): Buffer {
  const from = start + column;
  return bytes.subarray(from, from + Math.max(0, view.getInt32(from - 4)));
}

/** Where a row says that its setting stands; registers have no nation of their own. */
export function placeAgrees(
  { view }: PackedRows,
  start: number,
  {
    laId,
    trustId,
    nationId,
  }: { readonly laId: number; readonly trustId: number; readonly nationId?: number | undefined },
): boolean {
  return (
    view.getInt32(start + totalParts.laId) === laId &&
    view.getInt32(start + totalParts.trustId) === trustId &&
    (nationId === undefined || view.getInt32(start + totalParts.nationId) === nationId)
  );
}
