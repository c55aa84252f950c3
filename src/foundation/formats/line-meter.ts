import { printedCount } from '#foundation/kernel/count-words.ts';
import { refuse } from './file-problems.ts';

const cr = 13;
const lf = 10;

/** Counts the physical lines of a text that passes by in pieces (ended by CRLF, LF or CR) and refuses overlong ones. */
export class LineMeter {
  readonly name: string;
  readonly #longest: number;
  #breaks = 0;
  #sinceBreak = 0;
  #endsWithCr = false;

  constructor(name: string, longestLineBytes: number) {
    this.name = name;
    this.#longest = longestLineBytes;
  }

  /** The line that the next byte belongs to, the first being 1. */
  get line(): number {
    return this.#breaks + 1;
  }

  /** Takes the next piece. Pieces must be shorter than the longest line, or lines inside them go unmeasured. */
  measure(piece: Buffer): void {
    if (piece.length === 0) return;
    const first = firstBreak(piece);
    const lineBefore = this.line;
    const reached = this.#sinceBreak + (first === -1 ? piece.length : first);
    if (reached > this.#longest) refuse(overlong(this.name, lineBefore, this.#longest));
    this.#breaks += countBreaks(piece, this.#endsWithCr);
    this.#endsWithCr = piece.at(-1) === cr;
    this.#sinceBreak =
      first === -1 ? reached : piece.length - 1 - Math.max(piece.lastIndexOf(lf), piece.lastIndexOf(cr));
  }

  /** The line of one byte of the piece measured last. */
  lineAt(piece: Buffer, offset: number): number {
    return this.line - countBreaks(piece.subarray(offset), false);
  }
}

function firstBreak(piece: Buffer): number {
  const firstLf = piece.indexOf(lf);
  const firstCr = piece.indexOf(cr);
  if (firstLf === -1 || firstCr === -1) return Math.max(firstLf, firstCr);
  return Math.min(firstLf, firstCr);
}

/** A CR counts as it comes; an LF counts unless a CR stands before it. */
function countBreaks(piece: Buffer, afterCr: boolean): number {
  let count = 0;
  for (let at = piece.indexOf(cr); at !== -1; at = piece.indexOf(cr, at + 1)) count += 1;
  for (let at = piece.indexOf(lf); at !== -1; at = piece.indexOf(lf, at + 1)) {
    const before = at === 0 ? afterCr : piece[at - 1] === cr;
    if (!before) count += 1;
  }
  return count;
}

function overlong(name: string, line: number, limit: number) {
  return {
    code: 'line-too-long',
    message: `${name}: line ${line} is longer than ${printedCount(limit)} bytes, so it is no row of a table.`,
    nextStep: 'Check that the file is a CSV with one row to a line, or download it again.',
  };
}
