import type { EnrolmentSent, FieldProblem, RollField, RollText } from '#domain/roll/enrolment-fields.ts';
import { enrolmentProblem, readEnrolment, rollFields } from '#domain/roll/enrolment-fields.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { putRoll } from '#domain/roll/put-roll.ts';
import type { FoundSource } from '#foundation/formats/found-source.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import type { RecordTable } from '#foundation/formats/record-table.ts';
import { openSourceRecords } from '#foundation/formats/source-records.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { plainHeading } from './files-headings.ts';
import type { ImportAsked } from './files-import.ts';
import { refusedFile } from './files-import.ts';
import type { FileOutcome, FilesEffects } from './files-model.ts';
import { stemOf } from './files-registers.ts';
import { rebuildSettingYear } from './rebuild.ts';

/** Headings of rolls as suppliers and the school census write them, in small letters and digits. */
const knownHeadings = new Map<string, RollField>(
  Object.entries({
    uniquepupilnumber: 'upn',
    uniquelearnernumber: 'uln',
    lastname: 'surname',
    legalsurname: 'surname',
    forename: 'givenName',
    firstname: 'givenName',
    legalforename: 'givenName',
    dob: 'bornOn',
    dateofbirth: 'bornOn',
    birthdate: 'bornOn',
    year: 'yearGroup',
    ncyearactual: 'yearGroup',
    yeartaught: 'yearGroup',
    reg: 'class',
    form: 'class',
    tutorgroup: 'class',
    registrationform: 'class',
    registrationgroup: 'class',
    enrolstatus: 'status',
    enrolmentstatus: 'status',
    entrydate: 'enteredOn',
    admissiondate: 'enteredOn',
    dateofadmission: 'enteredOn',
    leavingdate: 'leftOn',
    dateofleaving: 'leftOn',
    gender: 'sex',
    senprovision: 'sen',
    senstatus: 'sen',
    fsmeligible: 'fsm',
    freeschoolmeals: 'fsm',
    incare: 'lookedAfter',
  } as const),
);
for (const field of rollFields) knownHeadings.set(plainHeading(field), field);

const needed: readonly RollField[] = ['surname', 'givenName', 'bornOn', 'enteredOn'];

/** Which column holds what, by position. Fails when one that is needed is not found, or one is there twice. */
function rollColumns(
  header: readonly string[],
  mapped: Readonly<Record<string, string>>,
  name: string,
): Result<ReadonlyMap<RollField, number>, Problem> {
  const chosen = new Map(Object.entries(mapped).map(([heading, field]) => [plainHeading(heading), field]));
  const columns = new Map<RollField, number>();
  for (const [at, heading] of header.entries()) {
    const field = (chosen.get(plainHeading(heading)) ?? knownHeadings.get(plainHeading(heading))) as RollField;
    if (!rollFields.includes(field)) continue;
    if (columns.has(field)) return failure(twice(name, field));
    columns.set(field, at);
  }
  const missing = needed.filter((field) => !columns.has(field));
  return missing.length > 0 ? failure(columnsMissing(name, missing)) : success(columns);
}

interface ReadRow {
  readonly line: number;
  readonly sent: EnrolmentSent;
}

/** What is counted while a roll is read; rows wait in `rows` until they are put on the roll together. */
interface Reading {
  read: number;
  readonly rows: ReadRow[];
  readonly problems: RowProblem[];
}

/**
 * Imports one file of a setting's roll: a row a person. Whoever is not there is enrolled, whoever is (the same person with
 * the same first day) is changed, and who is not in the file stays as they are. All in one transaction, so that the year is
 * packed and its totals are rebuilt once; a row that cannot be taken is in the problems file, the rest is kept. A dry run
 * checks each row by itself, and not against the roll.
 */
export async function importRollFile(
  source: FoundSource,
  asked: ImportAsked,
  effects: FilesEffects,
): Promise<FileOutcome> {
  const { encoding, mapping } = asked;
  const opened = await openSourceRecords(source, encoding === undefined ? {} : { encoding });
  if (!opened.ok) return refusedFile(source.name, opened.failure);
  const columns = rollColumns(opened.value.header, mapping.headings, source.name);
  if (!columns.ok) {
    await opened.value.close();
    return refusedFile(source.name, columns.failure);
  }
  const reading: Reading = { read: 0, rows: [], problems: [] };
  try {
    await readRows(source.name, opened.value, columns.value, { reading, asked });
  } catch (reason) {
    if (reason instanceof ProblemError) return refusedFile(source.name, reason.problem);
    throw reason;
  }
  const { loaded, known } = await putRows(source.name, opened.value.header, columns.value, { reading, asked, effects });
  const { read, problems } = reading;
  const counts = { read, loaded, known, held: 0, rejected: read - loaded - known };
  const problemsFile = problems.length > 0 ? await effects.problems.write(stemOf(source.name), problems) : undefined;
  return { file: source.name, layout: 'a roll, a row a person', changed: loaded, counts, problemsFile };
}

type Columns = ReadonlyMap<RollField, number>;

async function readRows(
  file: string,
  { batches, header }: RecordTable,
  columns: Columns,
  { reading, asked }: { readonly reading: Reading; readonly asked: ImportAsked },
): Promise<void> {
  for await (const { records, faults } of batches) {
    reading.read += records.length + faults.length;
    for (const { line, value, reason } of faults) reading.problems.push({ file, line, column: '', value, reason });
    for (const { line, values } of records) {
      const text: RollText = Object.fromEntries(columns.entries().map(([field, at]) => [field, values[at] ?? '']));
      const read = readRow(text, asked.keeper.kind);
      if (read.ok) reading.rows.push({ line, sent: read.value });
      else reading.problems.push(...read.failure.map((one) => ({ file, line, ...rowProblem(one, header, columns) })));
    }
    asked.onRows(records.length + faults.length);
  }
}

function readRow(text: RollText, kind: Keeper['kind']): Result<EnrolmentSent, readonly FieldProblem[]> {
  const read = readEnrolment(text);
  const problem = read.ok ? enrolmentProblem(read.value, kind) : undefined;
  return problem ? failure([problem]) : read;
}

function rowProblem({ field, value, message }: FieldProblem, header: readonly string[], columns: Columns) {
  return { column: header[columns.get(field as RollField) ?? -1] ?? field, value, reason: message };
}

async function putRows(
  file: string,
  header: readonly string[],
  columns: Columns,
  {
    reading,
    asked,
    effects,
  }: { readonly reading: Reading; readonly asked: ImportAsked; readonly effects: FilesEffects },
): Promise<{ readonly loaded: number; readonly known: number }> {
  const { rows, problems } = reading;
  if (asked.dryRun || rows.length === 0) return { loaded: rows.length, known: 0 };
  const { database, clock } = effects;
  const writer = { database, scope: asked.scope, today: clock.today(), onRollChanged: rebuildSettingYear };
  const outcomes = await putRoll(
    writer,
    asked.keeper.settingId,
    rows.map(({ sent }) => sent),
  );
  let [loaded, known] = [0, 0];
  for (const [index, outcome] of outcomes.entries()) {
    const line = rows[index]?.line ?? 0;
    if (!outcome.ok) {
      problems.push({ file, line, ...rowProblem(outcome.failure, header, columns) });
    } else if (outcome.value.kind === 'unchanged') known += 1;
    else loaded += 1;
  }
  return { loaded, known };
}

function twice(name: string, field: string): Problem {
  return {
    code: 'columns-ambiguous',
    message: `${name} has two columns for “${field}”.`,
    nextStep: 'Leave one out: --map "Heading=ignore".',
  };
}

function columnsMissing(name: string, missing: readonly string[]): Problem {
  return {
    code: 'roll-columns-missing',
    message: `${name} has no column for ${missing.map((field) => `“${field}”`).join(', ')}.`,
    nextStep: `Say which it is, such as --map "Heading=${missing[0]}"; see docs/how-to/import-registers.md.`,
  };
}
