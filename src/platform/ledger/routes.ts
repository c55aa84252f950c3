import { h } from 'preact';
import { z } from 'zod';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { LedgerRoutesContext } from './asking.ts';
import { breakGlassRoutes } from './break-glass-routes.ts';
import { delayRoutes } from './delay-routes.ts';
import { writtenHeads } from './heads.ts';
import { lookedRoutes } from './looked-routes.ts';
import { HeadsPage } from './pages/heads-page.tsx';
import { ledgerPaths } from './paths.ts';
import { readDays } from './verify-store.ts';

const HeadsDocument = z.object({
  asAt: z.iso.datetime(),
  heads: z.array(
    z.object({
      day: PlainDate,
      count: z.number().int().meta({ description: 'Entries of the day so far.' }),
      head: z.string().meta({ description: 'SHA-256 of the last of them, 64 hexadecimal digits.' }),
    }),
  ),
});

/** Who has looked: the heads for everybody, the entries for those whose they are, and what is opened out of reach. */
export function ledgerRoutes(app: RouteServer, context: LedgerRoutesContext): void {
  headsRoutes(app, context);
  lookedRoutes(app, context);
  delayRoutes(app, context);
  breakGlassRoutes(app, context);
}

function headsRoutes(app: RouteServer, { database, shell, clock }: LedgerRoutesContext): void {
  app.get(ledgerPaths.heads, { schema: { hide: true } }, async (_request, reply) => {
    const days = (await readDays(database)).slice(-31).reverse();
    return sendPage(reply, shell, {
      title: 'Daily seals of the record of who has looked',
      description: 'What the ledger of who has looked is held to.',
      path: ledgerPaths.heads,
      children: h(HeadsPage, { days, asAt: clock.now() }),
    });
  });
  app.get(ledgerPaths.headsFile, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(writtenHeads(await readDays(database))),
  );
  const schema = {
    summary: 'The heads of the ledger',
    description: 'Each day’s count of entries and last hash. Names nobody; keep it where Headwater cannot reach.',
    response: { 200: HeadsDocument },
  };
  app.get(ledgerPaths.headsApi, { schema }, async () => {
    const days = await readDays(database);
    return {
      asAt: clock.now().toISOString(),
      heads: days.map(({ day, count, head }) => ({ day, count, head: head.toString('hex') })),
    };
  });
}
