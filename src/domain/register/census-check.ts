import type { FoundItem, FoundSource } from '#foundation/formats/found-source.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import { findSources } from '#foundation/formats/source-files.ts';
import { openSourceRecords } from '#foundation/formats/source-records.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type {
  CensusFile,
  CensusFileReport,
  CensusPupil,
  CensusReason,
  CensusReport,
  CensusTable,
} from './census-model.ts';
import { censusFile, censusReasons, censusTables } from './census-model.ts';
import type { CensusFinding, CensusRow } from './census-rows.ts';
import { attendanceDays, checkReason, readPupil, totalFindings } from './census-rows.ts';
import type { FilesEffects } from './files-model.ts';
import { stemOf } from './files-registers.ts';

type Effects = Pick<FilesEffects, 'files' | 'problems'>;

interface CensusSource {
  readonly source: FoundSource;
  readonly census: CensusFile;
  readonly table: CensusTable;
}

/** One file while it is checked. */
interface Checked {
  readonly file: string;
  readonly table: CensusTable;
  read: number;
  /** Lines that cannot be accepted. */
  readonly refused: Set<number>;
  readonly reasons: Map<CensusReason, number>;
  readonly problems: RowProblem[];
  /** Rows of reasons with nothing wrong themselves: which pupil, which line. */
  readonly sound: { readonly line: number; readonly pupil: CensusPupil }[];
}

interface Checking {
  /** By table and id: a pupil who left may have the id of one who stayed. */
  readonly pupils: Map<string, CensusPupil>;
  readonly schools: Set<string>;
  readonly byFile: Map<string, Checked>;
}

/**
 * Checks a school census extract as local authorities hold it: which of its rows could be accepted, and which not, and why.
 * Nothing is stored, and nothing ever becomes a register: a term's totals say on how many sessions a child was away, not
 * on which. Fails when the paths lead to no such extract. Rejects for a file that cannot be read.
 */
export async function checkCensus(paths: readonly string[], effects: Effects): Promise<Result<CensusReport, Problem>> {
  const started = performance.now();
  const { sources, leftAlone } = await lookThrough(paths, effects);
  if (sources.length === 0) return failure(noCensus(paths));
  const checking: Checking = { pupils: new Map(), schools: new Set(), byFile: new Map() };
  for (const source of sources) await checkFile(source, checking);
  const over = settle(checking);
  const files: CensusFileReport[] = [];
  for (const checked of checking.byFile.values()) files.push(await reportOf(checked, effects));
  const sum = (count: (file: CensusFileReport) => number) => files.reduce((total, file) => total + count(file), 0);
  return success({
    files,
    leftAlone,
    pupils: checking.byFile
      .values()
      .reduce((total, { table, read }) => total + (table === 'pupilonroll' ? read : 0), 0),
    schools: checking.schools.size,
    pupilsOverPossible: over,
    read: sum(({ read }) => read),
    acceptable: sum(({ acceptable }) => acceptable),
    refused: sum(({ refused }) => refused),
    seconds: (performance.now() - started) / 1000,
  });
}

/** The tables that are checked, pupils before what is said of them, and the names of the rest. */
async function lookThrough(paths: readonly string[], { files }: Effects) {
  const items: FoundItem[] = [];
  for await (const item of findSources(paths, { files })) items.push(item);
  const sources: CensusSource[] = [];
  const leftAlone: string[] = [];
  for (const item of items) {
    if (item.kind === 'problem') throw new ProblemError(item.problem);
    const census = censusFile(item.name);
    const table = censusTables.find((one) => one === census?.table);
    if (item.kind !== 'left-alone' && census && table) sources.push({ source: item, census, table });
    else leftAlone.push(item.name);
  }
  sources.sort((left, right) => censusTables.indexOf(left.table) - censusTables.indexOf(right.table));
  return { sources, leftAlone };
}

async function checkFile({ source, census, table }: CensusSource, checking: Checking): Promise<void> {
  const opened = await openSourceRecords(source);
  if (!opened.ok) throw new ProblemError(opened.failure);
  const { header, batches } = opened.value;
  const places = new Map(header.map((heading, at) => [heading.toLowerCase(), at]));
  const checked: Checked = {
    file: source.name,
    table,
    read: 0,
    refused: new Set(),
    reasons: new Map(),
    problems: [],
    sound: [],
  };
  checking.byFile.set(source.name, checked);
  const check = table.startsWith('pupil') ? pupilChecker(checking, checked) : reasonChecker(checking, checked, census);
  for await (const { records, faults } of batches) {
    checked.read += records.length + faults.length;
    for (const { line, value } of faults) refuse(checked, line, { reason: 'row-unreadable', column: '', value });
    for (const { line, values } of records) check(line, (heading) => (values[places.get(heading) ?? -1] ?? '').trim());
  }
}

type RowChecker = (line: number, row: CensusRow) => void;

function pupilChecker({ pupils, schools }: Checking, checked: Checked): RowChecker {
  const onRoll = checked.table === 'pupilonroll';
  return (line, row) => {
    const { pupil, findings } = readPupil(row, { file: checked.file, line, onRoll });
    pupils.set(`${checked.table} ${row(`${checked.table}tableid`)}`, pupil);
    schools.add(row('nativeid'));
    for (const finding of findings) refuse(checked, line, finding);
  };
}

function reasonChecker({ pupils }: Checking, checked: Checked, census: CensusFile): RowChecker {
  const period = checked.table.startsWith('termly') ? 'termly' : 'half';
  const about = { book: bookOf('england'), days: attendanceDays(census, period), period } as const;
  const whose = checked.table.endsWith('onroll') ? 'pupilonroll' : 'pupilnolongeronroll';
  return (line, row) => {
    const pupil = pupils.get(`${whose} ${row(`${whose}tableid`)}`);
    const findings = checkReason(row, pupil, about);
    for (const finding of findings) refuse(checked, line, finding);
    if (pupil && findings.length === 0) checked.sound.push({ line, pupil });
  };
}

function refuse(checked: Checked, line: number, { reason, column, value, words }: CensusFinding): void {
  checked.refused.add(line);
  checked.reasons.set(reason, (checked.reasons.get(reason) ?? 0) + 1);
  const said = words === undefined ? censusReasons[reason] : `${censusReasons[reason]}: ${words}`;
  checked.problems.push({ file: checked.file, line, column, value, reason: said });
}

/**
 * What can be said only once everything is read: totals that do not fit, and rows of pupils who are refused. Answers how
 * many pupils on roll have reasons that come to more than was possible.
 */
function settle({ pupils, byFile }: Checking): number {
  for (const pupil of pupils.values()) {
    const findings = totalFindings(pupil);
    const checked = byFile.get(pupil.file);
    if (findings.length > 0) pupil.refused = true;
    if (checked) for (const finding of findings) refuse(checked, pupil.line, finding);
  }
  for (const checked of byFile.values()) {
    const orphaned = checked.sound.filter(({ pupil }) => pupil.refused);
    for (const { line } of orphaned) refuse(checked, line, { reason: 'pupil-refused', column: '', value: '' });
  }
  const over = pupils.values().filter(({ onRoll, termly }) => onRoll && termly.byReason > (termly.possible ?? 0));
  return over.reduce((count) => count + 1, 0);
}

async function reportOf({ file, table, read, refused, reasons, problems }: Checked, effects: Effects) {
  return {
    file,
    table,
    read,
    acceptable: read - refused.size,
    refused: refused.size,
    reasons: Object.fromEntries(reasons) as CensusFileReport['reasons'],
    problemsFile: problems.length > 0 ? await effects.problems.write(stemOf(file), problems) : undefined,
  };
}

function noCensus(paths: readonly string[]): Problem {
  return {
    code: 'nothing-to-import',
    message: `No school census extract was found in ${paths.join(', ')}.`,
    nextStep: 'Give the folder that holds files such as 2024_autumn_pupilonroll.csv.',
  };
}
