import type { Keeper } from '#domain/roll/model.ts';
import { session } from '#domain/roll/model.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { FileMark } from './files-marks.ts';
import { codeReaderFor, readMark } from './sent-marks.ts';
import { sentIdentifier } from './sent-marks-identifiers.ts';
import type { RollOnDay } from './sent-marks-roll.ts';

/** The marks of one register as a file gives them, a few bytes each, whatever order its rows are in. */
export interface GatheredRegister {
  readonly day: PlainDate;
  readonly session: number;
  readonly roll: Roll;
  /** By place; what `lines` does not name is not in the file. */
  readonly marks: Uint8Array;
  /** By place: the line of the mark, 0 for none. */
  readonly lines: Uint32Array;
  /** By place: 1 where two rows contradict each other. */
  readonly disputed: Uint8Array;
  readonly column: string;
  version: number | undefined;
}

/** A register that may be taken: who is on its roll. Otherwise why it may not, in a sentence. */
export type RegisterGround = Result<RollOnDay, string>;

/** Asks for a register's ground, once for each register of a file. */
export type AskGround = (key: { readonly day: PlainDate; readonly session: number }) => Promise<RegisterGround>;

/** What became of one mark when it was gathered. */
export type GatheredMark =
  | { readonly kind: 'taken' }
  /** The same mark for the same register stands in an earlier row. */
  | { readonly kind: 'again' }
  /** An earlier row says otherwise: neither is believed. `line` is its line when that is not known to be disputed yet. */
  | { readonly kind: 'disputed'; readonly line: number; readonly firstTime: boolean }
  | { readonly kind: 'refused'; readonly about: 'register' | 'pupil' | 'code'; readonly reason: string };

/** Gathers the marks of a file by register. */
export interface Gathering {
  add(mark: FileMark): Promise<GatheredMark>;
  /** By day and session. */
  registers(): readonly GatheredRegister[];
}

/** A gathering for one setting; `codes` are ours by the supplier's. */
export function gathering(
  keeper: Pick<Keeper, 'nation' | 'unit'>,
  codes: ReadonlyMap<string, string>,
  askGround: AskGround,
): Gathering {
  const grounds = new Map<string, RegisterGround>();
  const gathered = new Map<string, GatheredRegister>();
  const book = bookOf(keeper.nation);
  const groundOf = async (mark: FileMark, key: string): Promise<RegisterGround> => {
    const known = grounds.get(key);
    if (known) return known;
    const asked = wrongUnit(keeper, mark.session) ?? (await askGround(mark));
    grounds.set(key, asked);
    return asked;
  };
  const add = async (mark: FileMark): Promise<GatheredMark> => {
    const key = `${mark.day} ${mark.session}`;
    const ground = await groundOf(mark, key);
    if (!ground.ok) return { kind: 'refused', about: 'register', reason: ground.failure };
    const code = codes.get(mark.code) ?? mark.code;
    const sent = { pupil: mark.pupil, identifier: sentIdentifier(mark.pupil), code };
    const read = readMark(sent, ground.value, codeReaderFor(book, mark.day));
    const about = ground.value.places.has(sent.identifier) ? 'code' : 'pupil';
    if (!read.ok) return { kind: 'refused', about, reason: read.failure };
    const register = gathered.get(key) ?? newRegister(mark, ground.value);
    gathered.set(key, register);
    return place(register, mark, read.value);
  };
  const inOrder = (left: GatheredRegister, right: GatheredRegister) =>
    left.day === right.day ? left.session - right.session : left.day < right.day ? -1 : 1;
  return { add, registers: () => [...gathered.values()].sort(inOrder) };
}

function newRegister({ day, session: key, column }: FileMark, { roll }: RollOnDay): GatheredRegister {
  return {
    day,
    session: key,
    roll,
    column,
    marks: new Uint8Array(roll.size),
    lines: new Uint32Array(roll.size),
    disputed: new Uint8Array(roll.size),
    version: undefined,
  };
}

function place(
  register: GatheredRegister,
  mark: FileMark,
  read: { readonly place: number; readonly byte: number },
): GatheredMark {
  const line = register.lines[read.place] as number;
  if (mark.version !== undefined) register.version = Math.max(register.version ?? 0, mark.version);
  if (line === 0) {
    register.lines[read.place] = mark.line;
    register.marks[read.place] = read.byte;
    return { kind: 'taken' };
  }
  if (register.disputed[read.place] === 0 && register.marks[read.place] === read.byte) return { kind: 'again' };
  const firstTime = register.disputed[read.place] === 0;
  register.disputed[read.place] = 1;
  return { kind: 'disputed', line, firstTime };
}

function wrongUnit({ unit }: Pick<Keeper, 'unit'>, key: number): Result<never, string> | undefined {
  if (unit === 'none') return failure('This setting keeps a roll and takes no registers');
  if ((unit === 'event') === key >= session.firstEvent) return undefined;
  return failure(
    unit === 'event'
      ? 'This setting takes registers by timetabled event, numbered from 3'
      : 'This setting takes registers of the morning (AM) and the afternoon (PM)',
  );
}
