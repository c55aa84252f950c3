import type { FileReport, ImportReport, RowCounts } from '#domain/publication/import-model.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import type { ExitStatus } from './terminal.ts';

/** The status an import ends with: 3 when every file was refused, 1 when a file was, or rows were held or rejected. */
export function importStatus({ files, totals }: ImportReport): ExitStatus {
  const refused = files.filter(({ outcome }) => outcome === 'failed').length;
  if (refused === files.length) return 3;
  return refused + totals.held + totals.rejected > 0 ? 1 : 0;
}

/** `48 files in 7.1 s, 3 of them refused`. */
export function summaryLine({ files, seconds }: ImportReport): string {
  const refused = files.filter(({ outcome }) => outcome === 'failed').length;
  return `${counted(files.length, 'file')} in ${seconds.toFixed(1)} s${refused > 0 ? `, ${printedCount(refused)} of them refused` : ''}`;
}

/** A line or two for each file, and the line in which every row is accounted for. */
export function reportText(report: ImportReport): string {
  const lines = [
    ...report.files.flatMap((file) => fileLines(file, report.dryRun ? 'would be loaded' : 'loaded')),
    ...report.leftAlone.map(({ path, summary }) => `${path}  left alone: ${summary}`),
    balanceLine(report.totals),
  ];
  return `${lines.join('\n')}\n`;
}

/** `rows read 1,234 = loaded 1,000 + already known 200 + held 30 + rejected 4`. */
function balanceLine({ read, loaded, known, held, rejected }: RowCounts): string {
  const sum = [
    `loaded ${printedCount(loaded)}`,
    `already known ${printedCount(known)}`,
    `held ${printedCount(held)}`,
    `rejected ${printedCount(rejected)}`,
  ];
  return `rows read ${printedCount(read)} = ${sum.join(' + ')}`;
}

function fileLines(report: FileReport, loaded: string): readonly string[] {
  if (report.problem) {
    return [
      `${report.file}  refused, and nothing of it was loaded`,
      `  ${report.problem.message}`,
      `  ${report.problem.nextStep}`,
    ];
  }
  return [
    `${report.file}  ${whatItIs(report)}: ${whatBecame(report, loaded)}`,
    ...notes(report).map((note) => `  ${note}`),
  ];
}

function whatItIs({ title, publishedOn, publishedOnBasis }: FileReport): string {
  const day = publishedOn === undefined ? '' : `, published ${publishedOn}${basisWords[publishedOnBasis ?? 'given']}`;
  return `${title ?? 'recognised'}${day}`;
}

const basisWords = {
  given: ' as you said',
  path: '',
  archive: ' by the date in its archive',
  received: ' (assumed: the day of import)',
} as const;

function whatBecame({ outcome, counts }: FileReport, loaded: string): string {
  if (outcome === 'already-known') return `${counted(counts.known, 'row')} already known`;
  const parts = [
    `${counted(counts.loaded, 'row')} ${loaded}`,
    ...(counts.known > 0 ? [`${printedCount(counts.known)} already known`] : []),
    ...(counts.held > 0 ? [`${printedCount(counts.held)} held`] : []),
    ...(counts.rejected > 0 ? [`${printedCount(counts.rejected)} rejected`] : []),
  ];
  return parts.join(', ');
}

function notes(report: FileReport): readonly string[] {
  const lists = [
    ['Codes not met before', report.newCodes],
    ['Headings nobody declared, kept with their values', report.undeclaredColumns],
    ['Labels nobody declared, kept as they are', report.undeclaredLabels],
    ['Areas in no list we hold, entered as unverified', report.newAreas],
  ] as const;
  return [
    ...lists.flatMap(([words, found]) => (found.length > 0 ? [`${words}: ${listed(found)}`] : [])),
    ...(report.problemsFile === undefined ? [] : [`Held and rejected rows, with reasons: ${report.problemsFile}`]),
  ];
}

function listed(words: readonly string[]): string {
  const shown = words.slice(0, 8).join(', ');
  return words.length > 8 ? `${shown} and ${words.length - 8} more (--json lists all)` : shown;
}
