import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { loadExamplePeople } from '#demo/exampleshire-people.ts';
import { seedAreas } from '#domain/area/store.ts';
import { answerByCommand, requestByCommand } from '#domain/child/subject-access-by-command.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';

/**
 * A copy of the record of the child of Exampleshire about whom most is kept: gathered, every text decided, and packed.
 * `npm run bench -- subject-access [runs]`. Budget: 60 s.
 */
const runs = Number(process.argv[2] ?? 3);
const folder = await mkdtemp(path.join(tmpdir(), 'headwater-bench-'));
const opened = await openDatabase({ dataFolder: folder, notify: console.error });
if (!opened.ok) throw new Error(opened.failure.message);
const database = opened.value;
try {
  await migrate(database);
  await seedAreas(database);
  await loadExampleshire(database, systemClock);
  await loadExamplePeople(database, systemClock);
  const { rows } = await inScope(database, steward('keep'), ({ client }) =>
    client.query<{ id: number; registers: number }>(
      `SELECT e.learner_id AS id, count(*)::int AS registers FROM learner_enrolment AS e
         JOIN register AS r ON r.setting_id = e.setting_id AND r.day >= e.entered_on AND (e.left_on IS NULL OR r.day <= e.left_on)
        GROUP BY e.learner_id ORDER BY count(*) DESC, e.learner_id LIMIT 1`,
    ),
  );
  const fullest = rows[0];
  if (!fullest) throw new Error('Exampleshire has nobody');
  const context = { database, clock: systemClock };
  for (let run = 1; run <= runs; run += 1) {
    const started = performance.now();
    const items = await requestByCommand(context, Number(fullest.id));
    const gathered = performance.now();
    const decisions = items.map(({ itemId }) => ({ itemId, decision: 'keep', reason: 'Looked at' }) as const);
    const given = await answerByCommand(context, { learnerId: Number(fullest.id), decisions });
    if (!given.ok) throw new Error(given.failure.message);
    const [gather, pack] = [gathered - started, performance.now() - gathered].map((time) => (time / 1000).toFixed(2));
    console.log(
      `run ${run}: ${gather} s to gather ${fullest.registers} registers’ marks and ${items.length} texts to decide, ${pack} s to decide and pack ${Math.round(given.value.zip.length / 1024)} KB`,
    );
  }
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
