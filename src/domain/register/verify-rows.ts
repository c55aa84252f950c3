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
  const { starts } = rows;
  const counts = new Map<number, number>();
  for (let index = 0; index < starts.length; index += 1) {
    const settingId = settingOf(rows, starts[index] as number);
    counts.set(settingId, (counts.get(settingId) ?? 0) + 1);
  }
  const found = new Map<number, { readonly rows: PackedRows; readonly starts: Uint32Array; filled: number }>();
  for (const [settingId, count] of counts) found.set(settingId, { rows, starts: new Uint32Array(count), filled: 0 });
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] as number;
    const own = found.get(settingOf(rows, start));
    if (own) own.starts[own.filled++] = start;
  }
  for (const { starts: own } of found.values()) putInOrder(rows, own);
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

/** Registers come in day by day and lie so on the disk: mostly nothing has to move. */
function putInOrder(rows: PackedRows, starts: Uint32Array): void {
  for (let index = 1; index < starts.length; index += 1) {
    if (sessionKey(rows, starts[index - 1] as number) <= sessionKey(rows, starts[index] as number)) continue;
    starts.sort((left, right) => sessionKey(rows, left) - sessionKey(rows, right));
    return;
  }
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
