import type { ImportProgress } from '#domain/publication/import-model.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import type { Terminal } from './terminal.ts';

const redrawAfter = 100;
const eraseLine = '\r\u001B[2K';

/** Shows how far an import has come. */
export interface ProgressLine {
  show(progress: ImportProgress): void;
  /** Takes the line away, so that the next one starts at the margin. */
  clear(): void;
}

/** One line redrawn at most ten times a second on a terminal; elsewhere one line when a file is begun. */
export function progressLine(terminal: Pick<Terminal, 'columns' | 'narrate' | 'clock'>): ProgressLine {
  return terminal.columns === undefined ? beginnings(terminal) : redrawn(terminal, terminal.columns);
}

function beginnings({ narrate }: Pick<Terminal, 'narrate'>): ProgressLine {
  let current = '';
  return {
    show: ({ file }) => {
      if (file !== current) narrate(`Reading ${file}\n`);
      current = file;
    },
    clear: () => undefined,
  };
}

function redrawn({ narrate, clock }: Pick<Terminal, 'narrate' | 'clock'>, columns: number): ProgressLine {
  const begun = clock.now().getTime();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    show: (progress) => {
      const now = clock.now().getTime();
      if (now - drawn < redrawAfter) return;
      drawn = now;
      narrate(`${eraseLine}${progressText(progress, (now - begun) / 1000, columns)}`);
    },
    clear: () => {
      if (drawn > Number.NEGATIVE_INFINITY) narrate(eraseLine);
    },
  };
}

/** `attendance-2025-10.csv  412,000 rows  41 %  86,000 rows/s  ETA 0:09`, cut to the terminal's width. */
export function progressText(
  { file, rows, bytes, totalBytes }: ImportProgress,
  seconds: number,
  columns: number,
): string {
  const share = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 0;
  const parts = [
    `${printedCount(rows)} rows`,
    `${Math.floor(share * 100)} %`,
    ...(seconds >= 1 ? [`${printedCount(rows / seconds)} rows/s`] : []),
    ...(seconds >= 1 && share > 0 ? [`ETA ${minutes((seconds * (1 - share)) / share)}`] : []),
  ].join('  ');
  const room = columns - parts.length - 3;
  const name = file.length <= room ? file : `…${file.slice(Math.max(0, file.length - room + 1))}`;
  return room < 8 ? parts.slice(0, columns - 1) : `${name}  ${parts}`;
}

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
