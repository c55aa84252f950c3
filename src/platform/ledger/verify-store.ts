import { to as copyTo } from 'pg-copy-streams';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';
import { hashedColumns } from './chain.ts';
import type { LedgerDay } from './ledger-store.ts';

/** A row of the ledger as PostgreSQL sends it. */
export interface StoredEntry {
  readonly day: PlainDate;
  readonly seq: number;
  /** Its columns up to the hash, each with its length: what is hashed. Void when the next row is read. */
  readonly row: Buffer;
  readonly hash: Buffer;
}

/** Every day's chain, the oldest first. */
export async function readDays(queries: Queries): Promise<readonly LedgerDay[]> {
  return await queries
    .selectFrom('ledger_day')
    .select(['day', 'number', 'opening', 'count', 'head'])
    .orderBy('day')
    .execute();
}

/** Of PostgreSQL's binary COPY: what comes before the first row, and the count of columns that ends the last. */
const headerBytes = 19;
const noMoreRows = -1;
const epochDay = plainDate('2000-01-01');

/** Tells of each row of some days, in order. Some 300,000 a second. */
export async function readEntries(
  { client }: Scoped<StewardScope>,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
  tell: (entry: StoredEntry) => void,
): Promise<void> {
  const statement = `COPY (SELECT ${hashedColumns}, hash FROM ledger_entry WHERE day BETWEEN '${from}' AND '${to}' ORDER BY day, seq) TO STDOUT (FORMAT binary)`;
  const days = new Map<number, PlainDate>();
  const dayOf = (number: number): PlainDate => {
    const day = days.get(number) ?? addDays(epochDay, number);
    days.set(number, day);
    return day;
  };
  let left: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of client.query(copyTo(statement, { highWaterMark: 1 << 20 })) as AsyncIterable<Buffer>) {
    let bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    if (!begun && bytes.length >= headerBytes) {
      begun = true;
      bytes = bytes.subarray(headerBytes);
    }
    left = begun ? bytes.subarray(tellRows(bytes, dayOf, tell)) : bytes;
  }
}

/** Tells of the rows that are whole, and answers where the rest begins. */
function tellRows(bytes: Buffer, dayOf: (number: number) => PlainDate, tell: (entry: StoredEntry) => void): number {
  let start = 0;
  for (;;) {
    if (start + 2 > bytes.length) return start;
    const columns = bytes.readInt16BE(start);
    if (columns === noMoreRows) return bytes.length;
    let at = start + 2;
    let last = at;
    for (let column = 0; column < columns; column += 1) {
      if (at + 4 > bytes.length) return start;
      last = at;
      at += 4 + Math.max(0, bytes.readInt32BE(at));
    }
    if (at > bytes.length) return start;
    const row = bytes.subarray(start + 2, last);
    tell({ day: dayOf(row.readInt32BE(4)), seq: row.readInt32BE(12), row, hash: bytes.subarray(last + 4, at) });
    start = at;
  }
}
