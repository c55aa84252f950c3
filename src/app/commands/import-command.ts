import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { importPaths } from '#domain/publication/actions.ts';
import type { ImportOptions, ImportReport } from '#domain/publication/import-model.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { TextEncoding } from '#foundation/formats/text-decoding.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Config } from '../config.ts';
import { importStatus, reportText, summaryLine } from './import-report.ts';
import { onDatabase } from './on-database.ts';
import { oneProblemFile, problemFilesIn } from './problem-files.ts';
import { progressLine } from './progress-line.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater import`. */
export interface ImportWords {
  readonly paths: readonly string[];
  readonly dryRun?: true | undefined;
  readonly publishedOn?: PlainDate | undefined;
  readonly encoding?: TextEncoding | undefined;
  /** Where to gather the held and rejected rows; the data folder's `problems/` unless given. */
  readonly problems?: string | undefined;
}

/** Thrown from within a file's transaction to undo it. No `ProblemError`: that would be taken for a fault of the file. */
class ImportInterrupted extends Error {
  override readonly name = 'ImportInterrupted';
}

/** `headwater import`: reads what the paths lead to, and accounts for every row. */
export async function importCommand(
  config: Config,
  words: ImportWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, async (database) => {
    const report = await importWith(database, config, words, terminal);
    return report === undefined ? interrupted(terminal) : conclude(report, words, form, terminal);
  });
}

/**
 * An import makes and drops strings by the million. Left to itself the engine answers with an ever larger nursery; kept
 * from growing, it needs a quarter less memory for the same speed (measured on the attendance releases).
 */
function holdMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** The report, or nothing when it was interrupted. */
async function importWith(
  database: Database,
  config: Config,
  words: ImportWords,
  terminal: Terminal,
): Promise<ImportReport | undefined> {
  const { paths, problems, ...options } = words;
  const { clock } = terminal;
  holdMemory();
  const line = progressLine(terminal);
  const folder = path.join(path.resolve(config.dataDirectory), 'problems');
  const problemFiles = problems === undefined ? problemFilesIn(folder, clock) : oneProblemFile(path.resolve(problems));
  try {
    return await importPaths(paths, options satisfies ImportOptions, {
      database,
      clock,
      problemFiles,
      files: nodeFiles,
      onProgress: (progress) => {
        if (terminal.interrupted.aborted) throw new ImportInterrupted();
        line.show(progress);
      },
    });
  } catch (reason) {
    if (reason instanceof ImportInterrupted) return undefined;
    throw reason;
  } finally {
    line.clear();
  }
}

function interrupted(terminal: Terminal): ExitStatus {
  terminal.narrate('Stopped. Files already finished are loaded; nothing was kept of the one being read.\n');
  terminal.narrate('  Type the same command again to go on: what is already loaded is recognised.\n');
  return 130;
}

function conclude(report: ImportReport, words: ImportWords, form: AnswerForm, terminal: Terminal): ExitStatus {
  if (report.files.length === 0) {
    return reportProblems(terminal, form, [nothingFound(words.paths, report)]);
  }
  terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, ...report })}\n` : reportText(report));
  terminal.narrate(`${summaryLine(report)}\n`);
  const status = importStatus(report);
  if (report.dryRun) terminal.narrate('This was a dry run: nothing was kept.\n');
  suggestNext(terminal, nextCommand(report, words, status));
  return status;
}

function nextCommand({ dryRun }: ImportReport, { paths }: ImportWords, status: ExitStatus): string {
  if (status === 3) return 'npx headwater import --help';
  return dryRun ? `npx headwater import ${paths.join(' ')}` : 'npx headwater serve';
}

function nothingFound(paths: readonly string[], { leftAlone }: ImportReport) {
  const seen = leftAlone.map(({ path: place, summary }) => `${place}: ${summary}`).join('; ');
  return {
    code: 'nothing-to-import',
    message: `Nothing to import was found in ${paths.join(', ')}${seen === '' ? '' : ` (${seen})`}.`,
    nextStep: 'Give the folder or file of a published release: .csv, .csv.gz, .zip or .parquet.',
  };
}
