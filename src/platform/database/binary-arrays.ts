import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, plainDate } from '#foundation/kernel/plain-date.ts';

/**
 * Whole columns as parameters, `unnest($1::bytea[], …)`, in PostgreSQL's own binary form: how many rows are written at
 * once under row-level security, where COPY is refused ("COPY FROM not supported with row-level security"). A Buffer
 * given as a parameter is sent as it is; the statement must cast it to the array's type. `undefined` is NULL.
 */
export type BinaryArray = Buffer;

/** Type numbers of PostgreSQL's own catalogue (pg_type.oid). */
const oid = { bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, date: 1082, timestamptz: 1184 } as const;

const headerBytes = 20;
const epochDay = plainDate('2000-01-01');
const epochMilliseconds = 946_684_800_000;

/** `integer[]` */
export function integerArray(values: readonly (number | undefined)[]): BinaryArray {
  return fixedArray(oid.int4, 4, values, (buffer, value, at) => buffer.writeInt32BE(value, at));
}

/** `smallint[]` */
export function smallintArray(values: readonly (number | undefined)[]): BinaryArray {
  return fixedArray(oid.int2, 2, values, (buffer, value, at) => buffer.writeInt16BE(value, at));
}

/** `bigint[]` of whole numbers that a JavaScript number holds exactly. */
export function bigintArray(values: readonly (number | undefined)[]): BinaryArray {
  return fixedArray(oid.int8, 8, values, (buffer, value, at) => buffer.writeBigInt64BE(BigInt(value), at));
}

/** `date[]` */
export function dateArray(values: readonly (PlainDate | undefined)[]): BinaryArray {
  const days = new Map<PlainDate, number>();
  const dayNumber = (day: PlainDate): number => {
    const known = days.get(day) ?? daysBetween(epochDay, day);
    days.set(day, known);
    return known;
  };
  return fixedArray(oid.date, 4, values, (buffer, value, at) => buffer.writeInt32BE(dayNumber(value), at));
}

/** `timestamptz[]` */
export function instantArray(values: readonly (Date | undefined)[]): BinaryArray {
  return fixedArray(oid.timestamptz, 8, values, (buffer, value, at) =>
    buffer.writeBigInt64BE(BigInt(value.getTime() - epochMilliseconds) * 1000n, at),
  );
}

/** `bytea[]` */
export function byteaArray(values: readonly (Uint8Array | undefined)[]): BinaryArray {
  return variableArray(oid.bytea, values);
}

/** `text[]` */
export function textArray(values: readonly (string | undefined)[]): BinaryArray {
  return variableArray(
    oid.text,
    values.map((value) => (value === undefined ? undefined : Buffer.from(value, 'utf8'))),
  );
}

function fixedArray<Value>(
  type: number,
  width: number,
  values: readonly (Value | undefined)[],
  write: (buffer: Buffer, value: Value, at: number) => void,
): BinaryArray {
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * (4 + width));
  let at = writeHeader(buffer, type, values.length);
  for (const value of values) {
    at = buffer.writeInt32BE(value === undefined ? -1 : width, at);
    if (value === undefined) continue;
    write(buffer, value, at);
    at += width;
  }
  return buffer.subarray(0, at);
}

function variableArray(type: number, values: readonly (Uint8Array | undefined)[]): BinaryArray {
  const size = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), headerBytes);
  const buffer = Buffer.allocUnsafe(size);
  let at = writeHeader(buffer, type, values.length);
  for (const value of values) {
    at = buffer.writeInt32BE(value === undefined ? -1 : value.length, at);
    if (value === undefined) continue;
    buffer.set(value, at);
    at += value.length;
  }
  return buffer;
}

/** One dimension, which may hold NULLs, counted from 1. */
function writeHeader(buffer: Buffer, type: number, length: number): number {
  let at = buffer.writeInt32BE(1, 0);
  at = buffer.writeInt32BE(1, at);
  at = buffer.writeInt32BE(type, at);
  at = buffer.writeInt32BE(length, at);
  return buffer.writeInt32BE(1, at);
}
