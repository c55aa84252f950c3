import path from 'node:path';
import { checkCensus } from '#domain/register/census-check.ts';
import type { CensusFileReport, CensusReason, CensusReport } from '#domain/register/census-model.ts';
import { censusReasons } from '#domain/register/census-model.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import type { Config } from '../config.ts';
import { oneProblemFile, problemFilesIn } from './problem-files.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater census check`. */
export interface CensusWords {
  readonly paths: readonly string[];
  /** Where to gather the refused rows; the data folder's `problems/` unless given. */
  readonly problems?: string | undefined;
}

/** `headwater census check`: says which rows of an extract could be accepted. Needs no database, and keeps nothing. */
export async function censusCommand(
  config: Config,
  words: CensusWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  const folder = path.join(path.resolve(config.dataDirectory), 'problems');
  const { problems: file, paths } = words;
  const problems = file === undefined ? problemFilesIn(folder, terminal.clock) : oneProblemFile(path.resolve(file));
  const checked = await checkedCensus(paths, problems);
  if (!checked.ok) return reportProblems(terminal, form, [checked.failure]);
  const report = checked.value;
  terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, ...report })}\n` : reportText(report));
  terminal.narrate(`${counted(report.files.length, 'file')} in ${report.seconds.toFixed(1)} s\n`);
  terminal.narrate('Nothing was kept: totals of a term say on how many sessions a child was away, not on which.\n');
  suggestNext(terminal, 'npx headwater registers import --help');
  return report.refused > 0 ? 1 : 0;
}

async function checkedCensus(
  paths: readonly string[],
  problems: ReturnType<typeof oneProblemFile>,
): Promise<Result<CensusReport, Problem>> {
  try {
    return await checkCensus(paths, { files: nodeFiles, problems });
  } catch (reason) {
    if (reason instanceof ProblemError) return failure(reason.problem);
    throw reason;
  }
}

function reportText(report: CensusReport): string {
  const { pupils, schools, pupilsOverPossible, leftAlone, read, acceptable, refused } = report;
  const lines = [
    `${counted(pupils, 'pupil')} on roll in ${counted(schools, 'school')}`,
    ...report.files.flatMap(fileLines),
    ...leftAlone.map((file) => `${file}  left alone: not about attendance`),
    `${counted(pupilsOverPossible, 'pupil')} on roll with more sessions by reason than were possible in the term`,
    `rows read ${printedCount(read)} = could be accepted ${printedCount(acceptable)} + refused ${printedCount(refused)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function fileLines({ file, read, acceptable, refused, reasons, problemsFile }: CensusFileReport): readonly string[] {
  const found = Object.entries(reasons).toSorted(([, left], [, right]) => right - left);
  return [
    `${file}  ${counted(read, 'row')}: ${printedCount(acceptable)} could be accepted, ${printedCount(refused)} refused`,
    ...found.map(([reason, times]) => `  ${printedCount(times).padStart(7)}  ${censusReasons[reason as CensusReason]}`),
    ...(problemsFile === undefined ? [] : [`  Refused rows, with reasons: ${problemsFile}`]),
  ];
}
