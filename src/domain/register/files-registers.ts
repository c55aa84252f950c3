import type { FoundSource } from '#foundation/formats/found-source.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import type { RecordTable, RowFault } from '#foundation/formats/record-table.ts';
import { openSourceRecords } from '#foundation/formats/source-records.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { GatheredMark, GatheredRegister, Gathering } from './files-gather.ts';
import { gathering } from './files-gather.ts';
import type { RegisterLayout } from './files-headings.ts';
import { layoutWords, registerLayout } from './files-headings.ts';
import type { ImportAsked } from './files-import.ts';
import { refusedFile } from './files-import.ts';
import type { FileMark, UnreadMark } from './files-marks.ts';
import { marksOfRow } from './files-marks.ts';
import type { FileCounts, FileOutcome, FilesEffects } from './files-model.ts';
import type { RecordedRegister } from './files-record.ts';
import { groundsOf, recordGathered } from './files-record.ts';

/** What is counted while a file is read. */
interface Tally {
  read: number;
  loaded: number;
  known: number;
  held: number;
  rejected: number;
  readonly problems: RowProblem[];
}

/**
 * Imports one file of registers, in whatever of the four layouts it is in. It is read as a stream, its marks are gathered
 * by register in some six bytes each, and every register is recorded in a transaction of its own: interrupted and run
 * again, it ends in the same state. A mark that cannot be taken is a row of the problems file; the others are kept.
 */
export async function importRegisterFile(
  source: FoundSource,
  asked: ImportAsked,
  effects: FilesEffects,
): Promise<FileOutcome> {
  const { keeper, mapping, encoding } = asked;
  const opened = await openSourceRecords(source, encoding === undefined ? {} : { encoding });
  if (!opened.ok) return refusedFile(source.name, opened.failure);
  const layout = registerLayout(opened.value.header, mapping.headings, source.name);
  if (!layout.ok) {
    await opened.value.close();
    return refusedFile(source.name, layout.failure);
  }
  const tally: Tally = { read: 0, loaded: 0, known: 0, held: 0, rejected: 0, problems: [] };
  const codes = new Map(Object.entries(mapping.codes));
  const gathered = gathering(keeper, codes, groundsOf(effects, asked));
  try {
    await readAll(source, { table: opened.value, layout: layout.value, gathered, tally, onRows: asked.onRows });
  } catch (reason) {
    if (reason instanceof ProblemError) return refusedFile(source.name, reason.problem);
    throw reason;
  }
  const changed = await recordAll(source, gathered, tally, { asked, effects });
  const { problems, ...counts } = tally;
  return {
    file: source.name,
    layout: layoutWords[layout.value.kind],
    changed,
    counts: counts satisfies FileCounts,
    problemsFile: problems.length > 0 ? await effects.problems.write(stemOf(source.name), problems) : undefined,
  };
}

/** A name for a problems file, from the name of the file it is about. */
export function stemOf(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? name).replace(/\.(?:csv|gz|tsv|txt|zip)\b/gi, '');
}

interface Reading {
  readonly table: RecordTable;
  readonly layout: RegisterLayout;
  readonly gathered: Gathering;
  readonly tally: Tally;
  readonly onRows: (rows: number) => void;
}

async function readAll({ name }: FoundSource, { table, layout, gathered, tally, onRows }: Reading): Promise<void> {
  for await (const { records, faults } of table.batches) {
    for (const fault of faults) takeFault(name, tally, fault);
    for (const record of records) {
      for (const mark of marksOfRow(layout, table.header, record)) {
        if ('reason' in mark) takeUnread(name, tally, mark);
        else takeMark(name, tally, mark, await gathered.add(mark));
      }
    }
    onRows(records.length + faults.length);
  }
}

function takeFault(file: string, tally: Tally, { line, value, reason }: RowFault): void {
  tally.read += 1;
  tally.rejected += 1;
  tally.problems.push({ file, line, column: '', value, reason });
}

function takeUnread(file: string, tally: Tally, { line, column, value, reason, marks }: UnreadMark): void {
  tally.read += marks;
  tally.rejected += marks;
  tally.problems.push({ file, line, column, value, reason: marks === 1 ? reason : `${reason} (${marks} marks)` });
}

function takeMark(file: string, tally: Tally, mark: FileMark, became: GatheredMark): void {
  const { line, column, code: value } = mark;
  tally.read += 1;
  if (became.kind === 'again') tally.known += 1;
  if (became.kind === 'refused') {
    tally.rejected += 1;
    const about = { register: `${mark.day} ${mark.session}`, pupil: mark.pupil, code: value }[became.about];
    tally.problems.push({ file, line, column, value: about, reason: became.reason });
  }
  if (became.kind === 'disputed') {
    tally.held += became.firstTime ? 2 : 1;
    const reason = `Another row, on line ${became.line}, has another mark for the same pupil and session: neither was taken`;
    tally.problems.push({ file, line, column, value, reason });
  }
}

async function recordAll(
  { name }: FoundSource,
  gathered: Gathering,
  tally: Tally,
  { asked, effects }: { readonly asked: ImportAsked; readonly effects: FilesEffects },
): Promise<number> {
  let changed = 0;
  for (const register of gathered.registers()) {
    const recorded = await recordGathered(effects, asked, register);
    tally.loaded += recorded.loaded;
    tally.known += recorded.known;
    if (recorded.refused !== undefined) refuseRegister(name, tally, register, recorded);
    if (recorded.loaded > 0) changed += 1;
    asked.onRows(0);
  }
  return changed;
}

/** Marks of a register that was not recorded, but for those that were there already. */
function refuseRegister(
  file: string,
  tally: Tally,
  { lines, disputed, column, day, session }: GatheredRegister,
  { known, refused = '' }: RecordedRegister,
): void {
  const marks = lines.reduce((sum, line, place) => sum + Number(line > 0 && disputed[place] === 0), 0) - known;
  tally.rejected += marks;
  const line = lines.filter((one) => one > 0).reduce((least, one) => Math.min(least, one), 0xffff_ffff);
  tally.problems.push({ file, line, column, value: `${day} ${session}`, reason: `${refused} (${marks} marks)` });
}
