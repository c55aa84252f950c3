import type { MarkChange } from './model.ts';

/** A register as far as deciding goes. */
export interface CurrentMarks {
  readonly version: number;
  readonly marks: Uint8Array;
}

/** A mark that had another before it. */
export interface AmendedMark {
  readonly place: number;
  readonly original: number;
  readonly amended: number;
  readonly reason: string;
}

/** What is to be written of marks that were sent. */
export interface MarksToWrite {
  readonly kind: 'write';
  readonly version: number;
  /** Without trailing zeros. */
  readonly marks: Uint8Array;
  /** Places that were unmeasured until now. */
  readonly entered: readonly number[];
  readonly amended: readonly AmendedMark[];
}

export type Decision = MarksToWrite | { readonly kind: 'unchanged' | 'stale' };

const latestVersion = 2 ** 31 - 1;
const sentAgain = 'Sent again';

/** What becomes of a whole register: the highest version wins, whatever the order of arrival (model.ts). */
export function decideRegister(
  current: CurrentMarks | undefined,
  sent: { readonly version: number; readonly marks: Uint8Array; readonly reason?: string | undefined },
): Decision {
  checkVersion(sent.version);
  const marks = withoutTrailingZeros(sent.marks);
  if (!current) return { kind: 'write', version: sent.version, marks, entered: [], amended: [] };
  if (sent.version <= current.version) return { kind: sameMarks(current.marks, marks) ? 'unchanged' : 'stale' };
  const entered: number[] = [];
  const amended: AmendedMark[] = [];
  for (let place = 0; place < Math.max(marks.length, current.marks.length); place += 1) {
    const [original, byte] = [current.marks[place] ?? 0, marks[place] ?? 0];
    if (original === byte) continue;
    if (original === 0) entered.push(place);
    else amended.push({ place, original, amended: byte, reason: sent.reason ?? sentAgain });
  }
  return { kind: 'write', version: sent.version, marks, entered, amended };
}

/**
 * What becomes of changes to a register's marks: accepted as the next version, or not. A mark where there was none is
 * an amendment of nothing here, because whoever sent it gave a reason, and that is kept.
 */
export function decideMarks(
  current: CurrentMarks,
  sent: { readonly version: number; readonly changes: readonly MarkChange[] },
): Decision {
  checkVersion(sent.version);
  const last = new Map(sent.changes.map((change) => [change.place, change]));
  const amended = [...last.values()].flatMap(({ place, byte, reason }) => {
    const original = current.marks[place] ?? 0;
    return original === byte ? [] : [{ place, original, amended: byte, reason }];
  });
  if (sent.version !== current.version + 1) {
    return { kind: sent.version <= current.version && amended.length === 0 ? 'unchanged' : 'stale' };
  }
  const size = amended.reduce((most, { place }) => Math.max(most, place + 1), current.marks.length);
  const marks = new Uint8Array(size);
  marks.set(current.marks);
  for (const { place, amended: byte } of amended) marks[place] = byte;
  return { kind: 'write', version: sent.version, marks: withoutTrailingZeros(marks), entered: [], amended };
}

/** Marks as they are stored: what is left out at the end is unmeasured. */
export function withoutTrailingZeros(marks: Uint8Array): Uint8Array {
  let end = marks.length;
  while (end > 0 && marks[end - 1] === 0) end -= 1;
  return marks.subarray(0, end);
}

function sameMarks(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(withoutTrailingZeros(left), withoutTrailingZeros(right)) === 0;
}

function checkVersion(version: number): void {
  if (!Number.isInteger(version) || version < 1 || version > latestVersion) {
    throw new RangeError(`${version} is no version: they are whole numbers from 1 to ${latestVersion}`);
  }
}
