import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { problemFilesIn } from '#app/commands/problem-files.ts';
import { seedAreas } from '#domain/area/store.ts';
import { importPaths } from '#domain/publication/actions.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';

/**
 * How long every release under ../shared/data takes to import into an empty built-in database, and how much memory
 * this process needs at most. `npm run bench -- import [runs]`. Budget: 60 s on 2 cores, 400 MB (issue, How good).
 */
const data = path.join(import.meta.dirname, '..', '..', 'shared', 'data');
const paths = ['attendance_releases', 'ees_published', 'lait'].map((folder) => path.join(data, folder));
const runs = Number(process.argv[2] ?? 3);

// As the import command does (src/app/commands/import-command.ts).
setFlagsFromString('--semi-space-growth-factor=1');

interface Measurement {
  readonly rows: number;
  readonly seconds: number;
}

async function importOnce(): Promise<Measurement> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-bench-'));
  const opened = await openDatabase({ dataFolder: folder, notify: () => undefined });
  if (!opened.ok) throw new ProblemError(opened.failure);
  const database = opened.value;
  try {
    await migrate(database);
    await seedAreas(database);
    const report = await importPaths(
      paths,
      {},
      {
        database,
        files: nodeFiles,
        clock: systemClock,
        problemFiles: problemFilesIn(path.join(folder, 'problems'), systemClock),
      },
    );
    const { read, loaded, known, held, rejected } = report.totals;
    console.log(`${read} rows read = ${loaded} loaded + ${known} already known + ${held} held + ${rejected} rejected`);
    return { rows: read, seconds: report.seconds };
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

const present = await Promise.all(
  paths.map((each) =>
    access(each).then(
      () => true,
      () => false,
    ),
  ),
);
if (present.includes(false)) {
  console.log(`Skipped: the releases are not at ${data}.`);
} else {
  const measured: Measurement[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const measurement = await importOnce();
    measured.push(measurement);
    console.log(
      `run ${run}: ${measurement.seconds.toFixed(1)} s, ${Math.round(measurement.rows / measurement.seconds)} rows/s`,
    );
  }
  const seconds = median(measured.map((measurement) => measurement.seconds));
  const rows = measured[0]?.rows ?? 0;
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `median of ${runs}: ${rows} rows in ${seconds.toFixed(1)} s = ${Math.round(rows / seconds)} rows/s; peak memory ${Math.round(peak)} MiB`,
  );
}
