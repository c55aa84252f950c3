import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import type { PostedForm } from '#domain/roll/roll-access.ts';
import { textOf } from '#domain/roll/roll-access.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { AskScope } from '#platform/access/ask-scope.ts';
import { lookedPath } from '#platform/ledger/paths.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { FamilyHere, MyRecord } from './my-record.ts';
import { childrenOf, familyBehind, readMyRecord } from './my-record.ts';
import { ChildrenPage, NothingHerePage, PutRightPage } from './pages/family-pages.tsx';
import { MyRecordPage } from './pages/my-record-page.tsx';
import { myRecordPath, ownRecordPath, putRightPath } from './paths.ts';
import { askToTalk, sayWhatIsWrong } from './rectification.ts';
import type { Wrong } from './rectification-store.ts';
import { rectificationsOf } from './rectification-store.ts';
import type { RightsContext } from './subject-access.ts';
import { answererFor, askForRecord, fetchCopy, underOwnScope } from './subject-access.ts';
import type { Asker } from './subject-access-store.ts';
import { requestsOf } from './subject-access-store.ts';

/** What routes of rights are given. */
export interface ChildContext extends RightsContext {
  readonly shell: Shell;
  readonly askScope: AskScope;
}

const params = z.object({ learner: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const notices: Readonly<Record<string, string>> = {
  asked: 'You have asked for a copy. The school has a month to make it.',
  talk: 'Somebody at school will come and find you. It will be in three days or less.',
  sent: 'The school has what you wrote. It must answer within a month.',
};

/** “My record”: pages of a child and of parents. Whatever contact rules withhold from the reader is in none of them. */
export function familyRoutes(app: RouteServer, context: ChildContext): void {
  const schema = { hide: true } as const;
  app.get(myRecordPath, { schema }, async (request, reply) => {
    const here = await whoIsHere(context, request);
    const children = here ? await childrenOf(context, here) : [];
    const [only] = children;
    if (only && children.length === 1) return reply.redirect(ownRecordPath(only.learnerId), 303);
    if (!only) return nothingHere(reply, context);
    return sendPage(reply, context.shell, {
      title: 'Your children’s records',
      path: myRecordPath,
      children: h(ChildrenPage, { children }),
    });
  });
  const querystring = z.object({ notice: z.string().max(20).optional() });
  app.get(`${myRecordPath}/:learner`, { schema: { ...schema, params, querystring } }, async (request, reply) => {
    const found = await recordHere(context, request, request.params.learner);
    if (!found) return nothingHere(reply, context);
    return sendRecord(reply, context, { ...found, notice: notices[request.query.notice ?? ''] });
  });
  copyRoutes(app, context);
  putRightRoutes(app, context);
  talkRoute(app, context);
}

function copyRoutes(app: RouteServer, context: ChildContext): void {
  const schema = { hide: true, params } as const;
  app.post(`${myRecordPath}/:learner/copy`, { schema }, async (request, reply) => {
    const { learner } = request.params;
    const { here, record } = await needRecord(context, request, learner);
    const open = await underOwnScope(context.database, here, (own) =>
      requestsOf(own, { personId: here.personId, learnerId: learner }),
    );
    if (!open.some(({ closedAt }) => closedAt === null)) {
      const at = await answererFor(context, learner);
      await askForRecord(context, { learnerId: learner, at, by: askerOf(here, record) });
    }
    return reply.redirect(ownRecordPath(learner, 'asked'), 303);
  });
  const ofRequest = params.extend({ request: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
  app.get(
    `${myRecordPath}/:learner/copy/:request`,
    { schema: { hide: true, params: ofRequest } },
    async (request, reply) => {
      const { here } = await needRecord(context, request, request.params.learner);
      const copy = await fetchCopy(context, here, request.params.request);
      if (!copy.ok) throw new ProblemError(copy.failure);
      if (copy.value.learnerId !== request.params.learner) throw notYours();
      return sendZip(reply, copy.value.zip);
    },
  );
}

/** Answers with the zip of a copy, which no cache keeps. */
export function sendZip(reply: FastifyReply, zip: Buffer): FastifyReply {
  return reply
    .type('application/zip')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', 'attachment; filename="record.zip"')
    .serializer((payload: unknown) => payload as string)
    .send(zip);
}

function putRightRoutes(app: RouteServer, context: ChildContext): void {
  const schema = { hide: true, params } as const;
  app.get(`${myRecordPath}/:learner/put-right`, { schema }, async (request, reply) => {
    await needRecord(context, request, request.params.learner);
    return sendPutRight(reply, context, { learnerId: request.params.learner });
  });
  app.post(`${myRecordPath}/:learner/put-right`, { schema }, async (request, reply) => {
    const { learner } = request.params;
    const { here, record } = await needRecord(context, request, learner);
    const posted = (request.body ?? {}) as PostedForm;
    const typed: Wrong = {
      about: textOf(posted, 'about'),
      wrong: textOf(posted, 'wrong'),
      shouldBe: textOf(posted, 'shouldBe'),
      statement: textOf(posted, 'statement'),
    };
    const at = await answererFor(context, learner);
    const said = await sayWhatIsWrong(context, { ...typed, learnerId: learner, at, by: askerOf(here, record) });
    if (said.ok) return reply.redirect(ownRecordPath(learner, 'sent'), 303);
    reply.code(422);
    return sendPutRight(reply, context, { learnerId: learner, typed, problem: said.failure });
  });
}

/** For whoever would rather talk: it needs no words. */
function talkRoute(app: RouteServer, context: ChildContext): void {
  app.post(`${myRecordPath}/:learner/talk`, { schema: { hide: true, params } }, async (request, reply) => {
    const { learner } = request.params;
    const { here, record } = await needRecord(context, request, learner);
    const words = textOf((request.body ?? {}) as PostedForm, 'words');
    const at = await answererFor(context, learner);
    await askToTalk(context, { learnerId: learner, at, by: askerOf(here, record), words });
    return reply.redirect(ownRecordPath(learner, 'talk'), 303);
  });
}

function sendPutRight(reply: FastifyReply, { shell }: ChildContext, props: Parameters<typeof PutRightPage>[0]) {
  return sendPage(reply, shell, {
    title: props.problem ? 'Error: Put something right' : 'Put something right',
    path: putRightPath(props.learnerId),
    children: h(PutRightPage, props),
  });
}

/** Who asks, when it is a child or parent; a refusal, an ended order and nobody at all are alike. */
async function whoIsHere({ askScope }: ChildContext, request: FastifyRequest): Promise<FamilyHere | undefined> {
  const scope = await askScope(request).catch((reason: unknown) => {
    if (reason instanceof ProblemError && reason.problem.code.endsWith('-not-allowed')) return undefined;
    throw reason;
  });
  return familyBehind(scope);
}

interface Found {
  readonly here: FamilyHere;
  readonly record: MyRecord;
}

async function recordHere(context: ChildContext, request: FastifyRequest, learner: number): Promise<Found | undefined> {
  const here = await whoIsHere(context, request);
  if (here?.scope.learners.includes(learner)) here.scope.trail?.about({ kind: 'learners', learners: [learner] });
  const record = here && (await readMyRecord(context, here, learner));
  return here && record && { here, record };
}

async function needRecord(context: ChildContext, request: FastifyRequest, learner: number): Promise<Found> {
  const found = await recordHere(context, request, learner);
  if (found) return found;
  throw notYours();
}

function notYours(): ProblemError {
  return new ProblemError({
    code: 'record-not-allowed',
    message: 'There is nothing here for you to see.',
    nextStep: 'See /my-record for what is open to you, and whom you can ask.',
  });
}

function askerOf({ personId, as }: FamilyHere, { adults, now }: MyRecord): Asker {
  const name = as === 'child' ? now?.givenName : adults.find((one) => one.personId === personId)?.name;
  return {
    personId,
    as,
    words: name === undefined ? `A ${as}` : `${name}, ${as === 'child' ? 'the child' : 'a parent'}`,
  };
}

function nothingHere(reply: FastifyReply, { shell }: ChildContext) {
  return sendPage(reply, shell, {
    title: 'Nothing here for you',
    path: myRecordPath,
    children: h(NothingHerePage, {}),
  });
}

async function sendRecord(
  reply: FastifyReply,
  context: ChildContext,
  { here, record, notice }: Found & { readonly notice: string | undefined },
) {
  const { learnerId } = record;
  const asked = { personId: here.personId, learnerId };
  const [requests, corrections] = await underOwnScope(context.database, here, async (own) => [
    await requestsOf(own, asked),
    await rectificationsOf(own, asked),
  ]);
  return sendPage(reply, context.shell, {
    title: here.as === 'child' ? 'My record' : 'My child’s record',
    path: ownRecordPath(learnerId),
    children: h(MyRecordPage, { record, requests, corrections, notice, whoLooked: lookedPath(learnerId) }),
  });
}
