import path from 'node:path';
import type { ImportOne } from '#domain/register/files-import.ts';
import { importFiles } from '#domain/register/files-import.ts';
import type { FileCounts, FileOutcome, FilesReport } from '#domain/register/files-model.ts';
import { importRegisterFile } from '#domain/register/files-registers.ts';
import { importRollFile } from '#domain/register/files-roll.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { TextEncoding } from '#foundation/formats/text-decoding.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import { commandRecord } from '#platform/ledger/command-record.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import { oneProblemFile, problemFilesIn } from './problem-files.ts';
import { progressLine } from './progress-line.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater registers import` or `headwater roll import`. */
export interface FilesWords {
  readonly paths: readonly string[];
  readonly urn: number;
  readonly supplier?: string | undefined;
  /** Our fields by heading, and our codes by theirs. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  readonly code?: Readonly<Record<string, string>> | undefined;
  readonly dryRun?: true | undefined;
  readonly encoding?: TextEncoding | undefined;
  readonly problems?: string | undefined;
}

/** Which files a command imports. */
export interface FilesKind {
  readonly purpose: 'registers' | 'roll';
  readonly importOne: ImportOne;
  /** What is counted. */
  readonly unit: string;
  readonly changed: string;
}

export const registerFiles: FilesKind = {
  purpose: 'registers',
  importOne: importRegisterFile,
  unit: 'mark',
  changed: 'register',
};
export const rollFiles: FilesKind = { purpose: 'roll', importOne: importRollFile, unit: 'row', changed: 'enrolment' };

/** Thrown from between registers, to stop after one that is recorded whole. */
class FilesInterrupted extends Error {
  override readonly name = 'FilesInterrupted';
}

/** `headwater registers import` and `headwater roll import`: reads the files, and accounts for every mark or row. */
export async function filesCommand(
  config: Config,
  words: FilesWords,
  { kind, form }: { readonly kind: FilesKind; readonly form: AnswerForm },
  terminal: Terminal,
): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, async (database) => {
    try {
      const report = await importWith(database, config, { words, kind }, terminal);
      return report === undefined ? interrupted(terminal) : conclude(report, words, { kind, form }, terminal);
    } catch (reason) {
      if (reason instanceof ProblemError) return reportProblems(terminal, form, [reason.problem]);
      throw reason;
    }
  });
}

async function importWith(
  database: Database,
  config: Config,
  { words, kind }: { readonly words: FilesWords; readonly kind: FilesKind },
  terminal: Terminal,
): Promise<FilesReport | undefined> {
  const { clock } = terminal;
  const line = progressLine(terminal);
  const folder = path.join(path.resolve(config.dataDirectory), 'problems');
  const record = commandRecord(database, clock, `headwater ${kind.purpose} import`);
  const { problems: file, map = {}, code = {}, dryRun, ...asked } = words;
  try {
    return await importFiles(
      { ...asked, mapping: { headings: map, codes: code }, dryRun: dryRun === true },
      kind.purpose,
      kind.importOne,
      {
        database,
        clock,
        files: nodeFiles,
        withTrail: record.withTrail,
        problems: file === undefined ? problemFilesIn(folder, clock) : oneProblemFile(path.resolve(file)),
        onProgress: (progress) => {
          if (terminal.interrupted.aborted) throw new FilesInterrupted();
          line.show(progress);
        },
      },
    );
  } catch (reason) {
    if (reason instanceof FilesInterrupted) return undefined;
    throw reason;
  } finally {
    line.clear();
    await record.close();
  }
}

function interrupted(terminal: Terminal): ExitStatus {
  terminal.narrate('Stopped. Each register is recorded whole or not at all.\n');
  terminal.narrate('  Type the same command again to go on: what is already there is recognised.\n');
  return 130;
}

function conclude(
  report: FilesReport,
  words: FilesWords,
  { kind, form }: { readonly kind: FilesKind; readonly form: AnswerForm },
  terminal: Terminal,
): ExitStatus {
  const { files, totals, seconds, dryRun } = report;
  if (files.length === 0) {
    const message = `Nothing to import was found in ${words.paths.join(', ')}.`;
    const nextStep = 'Give a file of registers or of a roll, or its folder: .csv, .csv.gz or .zip.';
    return reportProblems(terminal, form, [{ code: 'nothing-to-import', message, nextStep }]);
  }
  const text = [...files.flatMap((file) => fileLines(file, report, kind)), `${balanceLine(totals, kind)}\n`].join('\n');
  terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, ...report })}\n` : text);
  const refused = files.filter(({ problem }) => problem !== undefined).length;
  const note = refused > 0 ? `, ${printedCount(refused)} of them refused` : '';
  terminal.narrate(`${counted(files.length, 'file')} in ${seconds.toFixed(1)} s${note}\n`);
  if (dryRun) terminal.narrate('This was a dry run: nothing was kept.\n');
  suggestNext(terminal, nextCommand(report, words, kind));
  if (refused === files.length) return 3;
  return refused + totals.held + totals.rejected > 0 ? 1 : 0;
}

function fileLines(file: FileOutcome, { dryRun }: FilesReport, { unit, changed }: FilesKind): readonly string[] {
  const { problem, counts } = file;
  if (problem) {
    return [`${file.file}  refused, and nothing of it was loaded`, `  ${problem.message}`, `  ${problem.nextStep}`];
  }
  const parts = [
    `${counted(counts.loaded, unit)} ${dryRun ? 'would be loaded' : 'loaded'} in ${counted(file.changed, changed)}`,
    ...(counts.known > 0 ? [`${printedCount(counts.known)} already known`] : []),
    ...(counts.held > 0 ? [`${printedCount(counts.held)} held`] : []),
    ...(counts.rejected > 0 ? [`${printedCount(counts.rejected)} rejected`] : []),
  ];
  const reasons =
    file.problemsFile === undefined ? [] : [`  Held and rejected ${unit}s, with reasons: ${file.problemsFile}`];
  return [`${file.file}  ${file.layout}: ${parts.join(', ')}`, ...reasons];
}

/** `marks read 1,234 = loaded 1,000 + already known 200 + held 30 + rejected 4`. */
function balanceLine({ read, loaded, known, held, rejected }: FileCounts, { unit }: FilesKind): string {
  const sum = [
    `loaded ${printedCount(loaded)}`,
    `already known ${printedCount(known)}`,
    `held ${printedCount(held)}`,
    `rejected ${printedCount(rejected)}`,
  ];
  return `${unit}s read ${printedCount(read)} = ${sum.join(' + ')}`;
}

function nextCommand({ dryRun, files }: FilesReport, { paths, urn }: FilesWords, { purpose }: FilesKind): string {
  if (files.every(({ problem }) => problem !== undefined)) return `npx headwater ${purpose} import --help`;
  if (dryRun) return `npx headwater ${purpose} import ${paths.join(' ')} --urn ${urn}`;
  return purpose === 'roll' ? `npx headwater registers import FILE --urn ${urn}` : 'npx headwater serve';
}
