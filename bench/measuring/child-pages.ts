import { fastify } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { createShell } from '#app/shell.tsx';
import { rollRoutes } from '#domain/roll/routes.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import type { AskScope } from '#platform/access/ask-scope.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { noteAnswers, withLedger } from '#platform/ledger/request-trail.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { quantile } from './running-headwater.ts';

/** How often a child’s page of a setting is asked for. */
export interface PagesAsked {
  readonly urn: number;
  /** Pairs of turns, with and without the ledger. */
  readonly rounds: number;
  /** Pages a turn. */
  readonly pages: number;
}

/** Serves rolls as a person at the setting sees them. */
async function serve(
  database: Database,
  urn: number,
  wrap: (ask: AskScope) => AskScope,
  noting: 'noted' | 'not noted',
) {
  const app: RouteServer = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  if (noting === 'noted') noteAnswers(app);
  const settingId = await keptSetting(database, urn);
  const ask: AskScope = async () => ({
    kind: 'setting',
    settings: [settingId],
    ...keepingRegisters,
    actor: 'A safeguarding lead',
    purpose: 'to keep children safe',
  });
  const shell = createShell({
    assets: { stylesheet: '/a.css', font: '/a.woff2' },
    showsDemonstration: () => Promise.resolve(false),
  });
  rollRoutes(app, {
    database,
    shell,
    clock: systemClock,
    askScope: wrap(ask),
    onRollChanged: () => Promise.reject(new Error('nothing is changed here')),
  });
  await app.ready();
  return app;
}

async function keptSetting(database: Database, urn: number): Promise<number> {
  const { rows } = await database.pool.query('SELECT setting_id FROM setting WHERE urn = $1', [urn]);
  return rows[0].setting_id;
}

async function timePages(
  app: RouteServer,
  slots: readonly number[],
  { urn, pages }: PagesAsked,
): Promise<readonly number[]> {
  const each: number[] = [];
  for (let page = 0; page < pages; page += 1) {
    const started = performance.now();
    const { statusCode } = await app.inject(`/settings/${urn}/roll/${slots[page % slots.length]}`);
    each.push(performance.now() - started);
    if (statusCode !== 200) throw new Error(`A child's page answered ${statusCode}`);
  }
  return each;
}

/** What noting adds to a child’s page: the same routes with and without, in turns that change their order. In words. */
export async function timeOverhead(database: Database, asked: PagesAsked): Promise<readonly string[]> {
  const { urn, rounds, pages } = asked;
  const settingId = await keptSetting(database, urn);
  const slots = await inScope(database, steward('load'), async (scoped) => {
    const rows = await scoped.selectFrom('enrolment').select('slot').where('setting_id', '=', settingId).execute();
    return rows.map(({ slot }) => slot);
  });
  const ledger = openLedger(database, { clock: systemClock });
  const [without, within] = await Promise.all([
    serve(database, urn, (ask) => ask, 'not noted'),
    serve(database, urn, (ask) => withLedger(ask, ledger), 'noted'),
  ]);
  await timePages(without, slots, asked);
  await timePages(within, slots, asked);
  const all = { without: [] as number[], within: [] as number[] };
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['without', 'within'] as const) : (['within', 'without'] as const);
    const high = { without: 0, within: 0 };
    for (const which of order) {
      const each = await timePages(which === 'without' ? without : within, slots, asked);
      all[which].push(...each);
      high[which] = quantile(each, 0.95);
      await ledger.flush();
    }
    ratios.push(high.within / high.without);
  }
  await ledger.close();
  const words = (each: readonly number[]) =>
    `p95 ${quantile(each, 0.95).toFixed(2)} ms, median ${quantile(each, 0.5).toFixed(2)} ms`;
  const percent = (ratio: number) => `${((ratio - 1) * 100).toFixed(1)} %`;
  return [
    `child's page without the ledger: ${words(all.without)}; with: ${words(all.within)}`,
    `added to p95: ${percent(quantile(all.within, 0.95) / quantile(all.without, 0.95))} of all ${rounds * pages}; median of ${rounds} pairs ${percent(quantile(ratios, 0.5))}; added to the median: ${percent(quantile(all.within, 0.5) / quantile(all.without, 0.5))}`,
  ];
}
