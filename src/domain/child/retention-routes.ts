import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import { enrolmentAt } from '#domain/roll/enrolment-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { readDays } from '#domain/roll/posted-days.ts';
import type { PostedForm } from '#domain/roll/roll-access.ts';
import { keeperAt, textOf } from '#domain/roll/roll-access.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { needSettingScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { ChildContext } from './family-routes.ts';
import { RetentionPage } from './pages/retention-page.tsx';
import { retentionPath } from './paths.ts';
import { dueAt } from './retention.ts';
import { holdsOn, insertHold, liftHold, proofsOf } from './retention-store.ts';
import { childrenNamed } from './subject-access-store.ts';

interface Retaining {
  readonly keeper: Keeper;
  readonly scope: SettingScope;
  readonly problem?: Problem | undefined;
}

/** What a setting keeps for how long; holds are entered and lifted by those who answer families. */
export function retentionRoutes(app: RouteServer, context: ChildContext): void {
  const schema = { hide: true, params: z.object({ urn: z.string().max(12) }) } as const;
  app.get('/settings/:urn/retention', { schema }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needSettingScope(context.askScope, request, keeper.settingId, ['voice']);
    return sendRetention(reply, context, { keeper, scope });
  });
  app.post('/settings/:urn/retention', { schema }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needSettingScope(context.askScope, request, keeper.settingId, ['voice']);
    const done = await change(context, { keeper, scope }, (request.body ?? {}) as PostedForm);
    if (done.ok) return reply.redirect(retentionPath(keeper.urn), 303);
    reply.code(422);
    return sendRetention(reply, context, { keeper, scope, problem: done.failure });
  });
}

async function change(
  { database, clock }: ChildContext,
  { keeper, scope }: Retaining,
  posted: PostedForm,
): Promise<Result<void, Problem>> {
  const { settingId, laId, trustId } = keeper;
  const now = clock.now();
  if (textOf(posted, 'form') === 'lift') {
    const holdId = Number(textOf(posted, 'hold'));
    if (!Number.isSafeInteger(holdId)) return failure(holdMissing);
    await inScope(database, scope, (scoped) => liftHold(scoped, { settingId, holdId, now, by: scope.actor }));
    return success(undefined);
  }
  const [reason, slot] = [textOf(posted, 'reason').slice(0, 500), textOf(posted, 'slot')];
  const days = readDays(posted, { until: 'optional' });
  if (reason === '' || !days.ok) return failure(holdMissing);
  if (slot !== '' && !/^[1-9]\d{0,8}$/.test(slot)) return failure(holdMissing);
  return await inScope<SettingScope, Result<void, Problem>>(database, scope, async (scoped) => {
    const person = slot === '' ? undefined : await enrolmentAt(scoped, settingId, Number(slot));
    if (slot !== '' && !person) return failure(holdMissing);
    const heldUntil = days.value.until ?? null;
    if (heldUntil !== null && heldUntil < clock.today()) return failure(holdMissing);
    const what = { settingId, learnerId: person?.learnerId ?? null, reason, heldFrom: clock.today(), heldUntil };
    await insertHold(scoped, { ...what, enteredBy: scope.actor, laId, trustId, now });
    return success(undefined);
  });
}

const holdMissing: Problem = {
  code: 'hold-missing',
  message: 'The hold was not entered.',
  nextStep:
    'Say why; give a place that is on the roll, or none for the whole setting; and a last day to come, or none.',
};

async function sendRetention(reply: FastifyReply, { database, clock, shell }: ChildContext, here: Retaining) {
  const { keeper, scope, problem } = here;
  const { settingId, urn, name } = keeper;
  const today = clock.today();
  const due = await dueAt(database, settingId, today);
  const found = await inScope(database, scope, async (scoped) => {
    const holds = await holdsOn(scoped, today, settingId);
    const learners = holds.flatMap(({ learnerId }) => (learnerId === null ? [] : [learnerId]));
    return {
      holds,
      proofs: await proofsOf(scoped, settingId),
      children: await childrenNamed(scoped, settingId, learners),
    };
  });
  scope.trail?.about({ kind: 'learners', learners: [...found.children.keys()] });
  return sendPage(reply, shell, {
    title: problem ? 'Error: What is kept' : `What ${name} keeps`,
    path: retentionPath(urn),
    breadcrumbs: [{ text: name, href: settingPath(urn) }, { text: 'What is kept' }],
    children: h(RetentionPage, {
      ...found,
      keeper,
      due,
      today,
      why: whyWords(scope),
      problem: problem && `${problem.message} ${problem.nextStep}`,
    }),
  });
}
