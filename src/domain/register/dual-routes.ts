import { h } from 'preact';
import { z } from 'zod';
import { keepers } from '#domain/roll/keeper-store.ts';
import { addDays, PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { needScope, needSettingScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { whyForPrograms } from '#platform/access/why.ts';
import { askedFormat, sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keeperByUrn } from './api-keepers.ts';
import { DualDocument, DualQuery, dualCsv, dualDocument } from './dual-documents.ts';
import { closeGap, listGaps } from './dual-store.ts';
import type { RegisterPagesContext } from './page-routes.ts';
import { readSession } from './page-sessions.ts';
import type { DualPageProps } from './pages/dual-page.tsx';
import { DualPage } from './pages/dual-page.tsx';
import { dualPath, dualRegistrationPath } from './paths.ts';

const closedFor = 30;
const longestOutcome = 500;

/** Children who were expected at another setting and were not seen there: the work list, and the same for programs. */
export function dualRoutes(app: RouteServer, context: RegisterPagesContext): void {
  dualApi(app, context);
  const querystring = DualQuery.omit({ format: true });
  app.get(dualRegistrationPath, { schema: { hide: true, querystring } }, async (request, reply) => {
    const read = await readGaps(context, request, request.query.state);
    return sendPage(reply, context.shell, dualPage(read));
  });
  closingForm(app, context);
}

const ClosingForm = z.object({
  urn: z.coerce.number().int(),
  day: PlainDate,
  session: z.string().max(6),
  slot: z.coerce.number().int().positive(),
  outcome: z.string().default(''),
});

function closingForm(app: RouteServer, context: RegisterPagesContext): void {
  app.post(dualRegistrationPath, { schema: { hide: true, body: ClosingForm } }, async (request, reply) => {
    const { urn, day, slot, outcome } = request.body;
    const keeper = await keeperByUrn(context, urn);
    const scope = await needSettingScope(context.askScope, request, keeper.settingId, ['attendance']);
    const session = readSession(request.body.session) ?? 0;
    const words = outcome.trim();
    if (words === '' || words.length > longestOutcome) {
      const read = await readGaps(context, request, 'open');
      reply.code(422);
      return sendPage(
        reply,
        context.shell,
        dualPage({ ...read, refused: { ...request.body, settingId: keeper.settingId, session } }),
      );
    }
    const name = { settingId: keeper.settingId, day, session, slot };
    await inScope(context.database, scope, (scoped) =>
      closeGap(scoped, name, { outcome: words, at: context.clock.now() }),
    );
    return reply.redirect(dualPath(), 303);
  });
}

function dualPage(read: DualPageProps) {
  return {
    title: `${read.refused ? 'Error: ' : ''}Expected elsewhere, and not seen there`,
    description: 'Dual registered children whose other setting has no positive mark for them.',
    path: dualPath(read.state),
    children: h(DualPage, read),
  } as const;
}

function dualApi(app: RouteServer, context: RegisterPagesContext): void {
  const schema = {
    summary: 'Dual registration: expected elsewhere, and not seen there',
    description:
      'Sessions marked D (at the other setting) for which the other setting has no positive mark: a task for each side.',
    tags: ['registers'],
    querystring: DualQuery,
    response: { 200: DualDocument },
  };
  app.get(`/api/v1${dualRegistrationPath}`, { schema }, async (request, reply) => {
    const { gaps, keepers: known, scope, now, state } = await readGaps(context, request, request.query.state);
    const document = dualDocument(gaps, known, { state, why: whyForPrograms(scope), now });
    const wanted = askedFormat(request, reply, request.query.format);
    return wanted === 'csv' ? sendCsv(reply, 'dual-registration', dualCsv(document)) : document;
  });
}

async function readGaps(
  { database, clock, askScope }: RegisterPagesContext,
  request: AskingRequest,
  state: 'open' | 'closed',
): Promise<DualPageProps> {
  const scope = await needScope(askScope, request, ['identity', 'attendance']);
  const since = addDays(clock.today(), -closedFor);
  const gaps = await inScope(database, scope, (scoped) => listGaps(scoped, { state, since }));
  scope.trail?.about({ kind: 'learners', learners: [...new Set(gaps.map(({ learnerId }) => learnerId))] });
  const settingIds = [...new Set(gaps.flatMap(({ settingId, otherSettingId }) => [settingId, otherSettingId]))];
  const known = await keepers(database, { settingIds });
  return { gaps, keepers: new Map(known.map((one) => [one.settingId, one])), scope, now: clock.now(), state };
}
