import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import { enrolmentAt } from '#domain/roll/enrolment-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { PostedForm } from '#domain/roll/roll-access.ts';
import { keeperAt, textOf } from '#domain/roll/roll-access.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { needSettingScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { ChildContext } from './family-routes.ts';
import { sendZip } from './family-routes.ts';
import { RequestsPage } from './pages/requests-page.tsx';
import { ReviewPage } from './pages/review-page.tsx';
import { requestPath, requestsPath } from './paths.ts';
import { answerFamily } from './rectification.ts';
import { rectificationsAt } from './rectification-store.ts';
import { decide, gatherFor, refuseRequest, release, startForFamily } from './subject-access.ts';
import type { AccessRequest, ItemDecision } from './subject-access-store.ts';
import { childrenNamed, copyOf, insertStep, itemsOf, requestAt, requestsAt, stepsOf } from './subject-access-store.ts';

const params = z.object({ urn: z.string().max(12) });
const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** What families ask of a setting, for those of its people who may hear what families say and answer it. */
export function requestsRoutes(app: RouteServer, context: ChildContext): void {
  app.get('/settings/:urn/requests', { schema: { hide: true, params } }, async (request, reply) =>
    sendRequests(reply, context, await answering(context, request, request.params.urn)),
  );
  app.post('/settings/:urn/requests', { schema: { hide: true, params } }, async (request, reply) => {
    const here = await answering(context, request, request.params.urn);
    const started = await start(context, here, (request.body ?? {}) as PostedForm);
    if (started.ok) return reply.redirect(requestPath(here.keeper.urn, started.value), 303);
    reply.code(422);
    return sendRequests(reply, context, { ...here, problem: started.failure });
  });
  const answered = params.extend({ id: number });
  app.post(
    '/settings/:urn/requests/put-right/:id',
    { schema: { hide: true, params: answered } },
    async (request, reply) => {
      const here = await answering(context, request, request.params.urn);
      const posted = (request.body ?? {}) as PostedForm;
      const done = await answerFamily(context, here.scope, {
        settingId: here.keeper.settingId,
        rectificationId: request.params.id,
        answer: textOf(posted, 'answer'),
        words: textOf(posted, 'words'),
      });
      if (done.ok) return reply.redirect(requestsPath(here.keeper.urn), 303);
      reply.code(422);
      return sendRequests(reply, context, { ...here, problem: done.failure });
    },
  );
  reviewRoutes(app, context);
}

function reviewRoutes(app: RouteServer, context: ChildContext): void {
  const schema = { hide: true, params: params.extend({ request: number }) };
  app.get('/settings/:urn/requests/:request', { schema }, async (request, reply) => {
    const here = await answering(context, request, request.params.urn);
    return sendReview(reply, context, { ...here, request: await needRequest(context, here, request.params.request) });
  });
  app.post('/settings/:urn/requests/:request', { schema }, async (request, reply) => {
    const here = await answering(context, request, request.params.urn);
    const asked = await needRequest(context, here, request.params.request);
    const done = await act(context, here, { request: asked, posted: (request.body ?? {}) as PostedForm });
    if (done.ok) return reply.redirect(requestPath(here.keeper.urn, asked.requestId), 303);
    reply.code(422);
    return sendReview(reply, context, { ...here, request: asked, problem: done.failure });
  });
  app.get('/settings/:urn/requests/:request/copy', { schema }, async (request, reply) => {
    const here = await answering(context, request, request.params.urn);
    const asked = await needRequest(context, here, request.params.request);
    const wanted = { requestId: asked.requestId, personId: null, day: context.clock.today() };
    const copy = await inScope(context.database, here.scope, (scoped) => copyOf(scoped, wanted));
    if (!copy || asked.askedBy !== null) throw noRequest();
    const downloaded = { step: 'downloaded', at: context.clock.now(), by: here.scope.actor };
    await inScope(context.database, here.scope, (scoped) => insertStep(scoped, asked, downloaded));
    return sendZip(reply, copy.content);
  });
}

interface Answering {
  readonly keeper: Keeper;
  readonly scope: SettingScope;
  readonly problem?: Problem | undefined;
}

/** Whoever may answer families: somebody of the setting who may hear and write what families say. */
async function answering(context: ChildContext, request: FastifyRequest, urn: string): Promise<Answering> {
  const keeper = await keeperAt(context, urn);
  const scope = await needSettingScope(context.askScope, request, keeper.settingId, ['voice']);
  return { keeper, scope };
}

async function needRequest(context: ChildContext, { keeper, scope }: Answering, id: number): Promise<AccessRequest> {
  const found = await inScope(context.database, scope, (scoped) => requestAt(scoped, id));
  if (found && found.settingId === keeper.settingId) {
    scope.trail?.about({ kind: 'learners', learners: [found.learnerId] });
    return found;
  }
  throw noRequest();
}

function noRequest(): ProblemError {
  return new ProblemError({
    code: 'request-not-found',
    message: 'This setting has no such request.',
    nextStep: 'Look at the list of requests.',
  });
}

async function start(
  context: ChildContext,
  { keeper, scope }: Answering,
  posted: PostedForm,
): Promise<Result<number, Problem>> {
  const [slot, words] = [Number(textOf(posted, 'slot')), textOf(posted, 'words').slice(0, 300)];
  const known = Number.isInteger(slot) && slot > 0 && slot < 2_000_000_000;
  const person = known
    ? await inScope(context.database, scope, (scoped) => enrolmentAt(scoped, keeper.settingId, slot))
    : undefined;
  if (!person || words === '') return failure(startMissing);
  const { settingId, laId, trustId } = keeper;
  const at = { settingId, laId, trustId };
  return success(await startForFamily(context, scope, { learnerId: person.learnerId, at, words }));
}

const startMissing: Problem = {
  code: 'start-missing',
  message: 'The child or who asked is missing.',
  nextStep: 'Give the child’s place in registers, and say who asked and how.',
};

async function act(
  context: ChildContext,
  { scope }: Answering,
  { request, posted }: { readonly request: AccessRequest; readonly posted: PostedForm },
): Promise<Result<unknown, Problem>> {
  switch (textOf(posted, 'form')) {
    case 'gather':
      if (request.closedAt !== null) return failure(nothingToDo);
      return success(await gatherFor(context, scope, request));
    case 'decide':
      return await decide(context, scope, { request, decisions: decisionsIn(posted) });
    case 'release':
      return await release(context, scope, request);
    case 'refuse':
      return await refuseRequest(context, scope, { request, words: textOf(posted, 'words').slice(0, 4_000) });
    default:
      return failure(nothingToDo);
  }
}

const nothingToDo: Problem = {
  code: 'nothing-to-do',
  message: 'Nothing was done.',
  nextStep: 'Use one of the buttons of the page; a request that was answered stays as it is.',
};

function decisionsIn(posted: PostedForm): readonly ItemDecision[] {
  return Object.keys(posted).flatMap((name) => {
    const itemId = Number(/^decision-(\d{1,9})$/.exec(name)?.[1] ?? 0);
    const decision = textOf(posted, name);
    if (itemId === 0 || (decision !== 'keep' && decision !== 'black-out')) return [];
    return [{ itemId, decision, reason: textOf(posted, `reason-${itemId}`).slice(0, 500) }];
  });
}

async function sendRequests(reply: FastifyReply, { database, clock, shell }: ChildContext, here: Answering) {
  const { keeper, scope, problem } = here;
  const found = await inScope(database, scope, async (scoped) => {
    const requests = await requestsAt(scoped, keeper.settingId);
    const corrections = await rectificationsAt(scoped, keeper.settingId);
    const learners = [...requests, ...corrections].map(({ learnerId }) => learnerId);
    return { requests, corrections, children: await childrenNamed(scoped, keeper.settingId, learners) };
  });
  scope.trail?.about({ kind: 'learners', learners: [...found.children.keys()] });
  const page = {
    keeper,
    why: whyWords(scope),
    today: clock.today(),
    problem: problem && `${problem.message} ${problem.nextStep}`,
  };
  return sendPage(reply, shell, {
    title: problem ? 'Error: What families ask' : `What families ask of ${keeper.name}`,
    path: requestsPath(keeper.urn),
    breadcrumbs: [{ text: keeper.name, href: settingPath(keeper.urn) }, { text: 'What families ask' }],
    children: h(RequestsPage, { ...page, ...found }),
  });
}

async function sendReview(
  reply: FastifyReply,
  { database, clock, shell }: ChildContext,
  here: Answering & { readonly request: AccessRequest },
) {
  const { keeper, scope, request, problem } = here;
  const found = await inScope(database, scope, async (scoped) => ({
    request: (await requestAt(scoped, request.requestId)) ?? request,
    items: await itemsOf(scoped, request),
    steps: await stepsOf(scoped, request),
    child:
      (await childrenNamed(scoped, keeper.settingId, [request.learnerId])).get(request.learnerId)?.name ?? 'A child',
  }));
  return sendPage(reply, shell, {
    title: problem ? 'Error: A copy of a record' : 'A copy of a record',
    path: requestPath(keeper.urn, request.requestId),
    breadcrumbs: [
      { text: keeper.name, href: settingPath(keeper.urn) },
      { text: 'What families ask', href: requestsPath(keeper.urn) },
      { text: 'A copy of a record' },
    ],
    children: h(ReviewPage, {
      ...found,
      keeper,
      why: whyWords(scope),
      today: clock.today(),
      problem: problem && `${problem.message} ${problem.nextStep}`,
    }),
  });
}
