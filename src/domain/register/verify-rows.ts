import type { RowPlace, StoredAmendment, StoredBatch, StoredEntry } from './verify-store.ts';

/** The registers, or the totals, of one setting in order of day and session: columns of numbers, and bytes of each row. */
export interface SettingRows {
  readonly count: number;
  /** Day and session as `keyOf`. */
  readonly keys: Int32Array;
  /** Versions of registers. */
  readonly versions: Int32Array;
  readonly books: Int32Array;
  readonly laIds: Int32Array;
  readonly trustIds: Int32Array;
  /** The nation of totals. */
  readonly nationIds: Int32Array;
  /** Where in `bytes` the marks, or the packed tally, of each row start, and how many they are. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly bytes: Uint8Array;
}

const nothing = new Int32Array();

/** No rows at all. */
export const noRows: SettingRows = {
  count: 0,
  keys: nothing,
  versions: nothing,
  books: nothing,
  laIds: nothing,
  trustIds: nothing,
  nationIds: nothing,
  starts: nothing,
  lengths: nothing,
  bytes: new Uint8Array(),
};

/** Columns of a setting's rows as PostgreSQL gathers them: 32-bit numbers, most significant byte first, and all bytes. */
interface GatheredRows {
  readonly numbers: Buffer;
  readonly bytes: Buffer;
}

/** Which numbers a row of registers, and one of totals, begins with, in the order in which they are gathered. */
export const registerNumbers = ['keys', 'versions', 'books', 'lengths', 'laIds', 'trustIds'] as const;
export const totalNumbers = ['keys', 'lengths', 'laIds', 'trustIds', 'nationIds'] as const;
type NumberColumn = (typeof registerNumbers)[number] | (typeof totalNumbers)[number];

/** Takes a setting's gathered rows apart, and puts them in order: they come so as long as they are read by their key. */
export function settingRows({ numbers, bytes }: GatheredRows, columns: readonly NumberColumn[]): SettingRows {
  const gathered = hostNumbers(numbers);
  const width = columns.length;
  const count = gathered.length / width;
  const order = orderOf(gathered, width);
  const column = (name: NumberColumn): Int32Array => {
    const first = columns.indexOf(name);
    const values = new Int32Array(first < 0 ? 0 : count);
    for (let row = 0; row < values.length; row += 1) values[row] = gathered[row * width + first] as number;
    return values;
  };
  const lengths = column('lengths');
  const starts = new Int32Array(count);
  for (let row = 1; row < count; row += 1) starts[row] = (starts[row - 1] as number) + (lengths[row - 1] as number);
  const inOrder = (values: Int32Array): Int32Array =>
    order && values.length > 0 ? order.map((row) => values[row] as number) : values;
  return {
    count,
    keys: inOrder(column('keys')),
    versions: inOrder(column('versions')),
    books: inOrder(column('books')),
    laIds: inOrder(column('laIds')),
    trustIds: inOrder(column('trustIds')),
    nationIds: inOrder(column('nationIds')),
    starts: inOrder(starts),
    lengths: inOrder(lengths),
    bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}

/** Numbers that came with their most significant byte first, as this machine has them. */
function hostNumbers(gathered: Buffer): Int32Array {
  const own = new Uint8Array(gathered);
  Buffer.from(own.buffer).swap32();
  return new Int32Array(own.buffer);
}

/** In which order rows stand by their keys; nothing when that is how they came. */
function orderOf(gathered: Int32Array, width: number): Int32Array | undefined {
  const count = gathered.length / width;
  const key = (row: number): number => gathered[row * width] as number;
  for (let row = 1; row < count; row += 1) {
    if (key(row - 1) <= key(row)) continue;
    return Int32Array.from({ length: count }, (_, index) => index).sort((left, right) => key(left) - key(right));
  }
  return undefined;
}

const sessionsOfDay = 65_536;

/** A day from 1 September and a session as one number that grows with both. */
export function keyOf(day: number, session: number): number {
  return day * sessionsOfDay + session;
}

/** The day and the session of a key. */
export function dayAndSession(key: number): { readonly day: number; readonly session: number } {
  return { day: Math.floor(key / sessionsOfDay), session: key % sessionsOfDay };
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

/** The marks, or the packed tally, of a row. */
export function bytesOfRow({ bytes, starts, lengths }: SettingRows, row: number): Uint8Array {
  const start = starts[row] as number;
  return bytes.subarray(start, start + (lengths[row] as number));
}

/** Whether a row says that its setting stands there; registers have no nation of their own. */
export function placeAgrees(
  { laIds, trustIds, nationIds }: SettingRows,
  row: number,
  { laId, trustId, nationId }: Required<RowPlace>,
): boolean {
  return laIds[row] === laId && trustIds[row] === trustId && (nationIds.length === 0 || nationIds[row] === nationId);
}
