import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { placeKey } from '#platform/access/scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Acting, LedgerRoutesContext } from './asking.ts';
import { mayReview, needActing } from './asking.ts';
import type { BreakGlassSent } from './break-glass.ts';
import { openable, openOutOfReach, readOpening } from './break-glass.ts';
import {
  breakGlassesOf,
  breakGlassReach,
  endBreakGlass,
  lookedUnder,
  reviewBreakGlass,
  settingsNamed,
} from './break-glass-store.ts';
import { reviewers } from './delay-routes.ts';
import { delaysToReview } from './delay-store.ts';
import type { FormProblem } from './form-problem.ts';
import type { BreakGlassPageProps } from './pages/break-glass-page.tsx';
import { BreakGlassPage } from './pages/break-glass-page.tsx';
import { ledgerPaths } from './paths.ts';

const text = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).default('');
const many = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const OpeningForm = z.object({ upn: text, givenName: text, surname: text, born: text, reason: text, categories: many });
const ReviewForm = z.object({ outcome: z.enum(['needed', 'not-needed']), words: text });
/** See `placeKey`: a place is its setting’s number times this, and its slot. */
const placesOfSetting = placeKey(1, 0);
const OneBreakGlass = z.object({ breakGlassId: z.coerce.number().int().positive() });

/** Opening a record out of reach, ending it, and its review. A reason travels in a body alone: never in an address. */
export function breakGlassRoutes(app: RouteServer, context: LedgerRoutesContext): void {
  app.get(ledgerPaths.breakGlass, { schema: { hide: true } }, async (request, reply) => {
    const acting = await needActing(context, request, mayComeHere, whoMayCome);
    await leaveWhatIsOver(context, request, reply);
    return sendBreakGlass(context, reply, acting, await recordsOpened(context, request));
  });
  app.post(ledgerPaths.breakGlass, { schema: { hide: true, body: OpeningForm } }, async (request, reply) => {
    const acting = await needActing(context, request, mayOpen, whoMayOpen);
    const read = readOpening(acting, request.body);
    if (!read.ok) return refused(context, reply, acting, request.body, read.failure);
    const opened = await openOutOfReach(context, acting, read.value);
    if (!opened.ok) {
      const message = `${opened.failure.message} ${opened.failure.nextStep}`;
      return refused(context, reply, acting, request.body, [
        { field: opened.failure.code.includes('review') ? 'reason' : 'upn', message },
      ]);
    }
    await actUnder(context, request, reply, opened.value.breakGlassId);
    return reply.redirect(ledgerPaths.breakGlass, 303);
  });
  closingRoutes(app, context);
}

function closingRoutes(app: RouteServer, context: LedgerRoutesContext): void {
  const review = { hide: true, params: OneBreakGlass, body: ReviewForm };
  app.post(ledgerPaths.breakGlassReview, { schema: review }, async (request, reply) => {
    const acting = await needActing(context, request, mayReview, reviewers);
    const done = await inGate(context.database, 'ledger', (gate) =>
      reviewBreakGlass(gate, {
        breakGlassId: request.params.breakGlassId,
        organisationId: acting.organisationId,
        reviewerId: acting.personId,
        outcome: request.body.outcome,
        words: request.body.words.trim().slice(0, 2_000),
        at: context.clock.now(),
      }),
    );
    if (done === 'not-to-review') throw new ProblemError(nothingToReview);
    return reply.redirect(ledgerPaths.breakGlass, 303);
  });
  app.post(ledgerPaths.breakGlassAct, { schema: { hide: true, params: OneBreakGlass } }, async (request, reply) => {
    const acting = await needActing(context, request, mayOpen, whoMayOpen);
    const { breakGlassId } = request.params;
    const reach = await inGate(context.database, 'ledger', (gate) =>
      breakGlassReach(gate, breakGlassId, context.clock.now()),
    );
    if (!reach.ok || reach.value.personId !== acting.personId) throw new ProblemError(nothingOpen);
    await actUnder(context, request, reply, breakGlassId);
    return reply.redirect(ledgerPaths.breakGlass, 303);
  });
  app.post(ledgerPaths.breakGlassEnd, { schema: { hide: true, params: OneBreakGlass } }, async (request, reply) => {
    const { personId } = await needActing(context, request, mayOpen, whoMayOpen);
    const { breakGlassId } = request.params;
    const ended = await inGate(context.database, 'ledger', (gate) =>
      endBreakGlass(gate, { breakGlassId, personId, at: context.clock.now() }),
    );
    if (ended === 'not-open') throw new ProblemError(nothingOpen);
    await actUnder(context, request, reply, undefined);
    return reply.redirect(ledgerPaths.breakGlass, 303);
  });
}

/** Goes on under the record opened, or without one; where nobody is signed in there is nothing to go on with. */
async function actUnder(
  { askEngagement, engage }: LedgerRoutesContext,
  request: FastifyRequest,
  reply: FastifyReply,
  breakGlassId: number | undefined,
): Promise<void> {
  const engagement = await askEngagement?.(request);
  if (engagement?.as === 'member') await engage?.(request, reply, { ...engagement, breakGlassId });
}

type OpenedRecords = Pick<BreakGlassPageProps, 'under' | 'records'>;
type Shown = OpenedRecords & Partial<Pick<BreakGlassPageProps, 'typed'>>;

/** Under which record opened somebody goes on, and where the child is on a roll. */
async function recordsOpened(
  { askScope, askEngagement, database, recordPath }: LedgerRoutesContext,
  request: FastifyRequest,
): Promise<OpenedRecords> {
  const engagement = await askEngagement?.(request);
  const under = engagement?.as === 'member' ? engagement.breakGlassId : undefined;
  const scope = under === undefined ? undefined : await askScope(request).catch(() => undefined);
  if (scope?.kind !== 'children' || !recordPath) return { under: undefined, records: [] };
  const names = await settingsNamed(database, scope.settings);
  const records = scope.places.flatMap((place) => {
    const setting = names.get(Math.floor(place / placesOfSetting));
    return setting ? [{ setting: setting.name, href: recordPath(setting.urn, place % placesOfSetting) }] : [];
  });
  return { under, records };
}

/** Whoever goes on under a record whose time is over would be refused everywhere: they go on without it. */
async function leaveWhatIsOver(
  context: LedgerRoutesContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const engagement = await context.askEngagement?.(request);
  if (engagement?.as !== 'member' || engagement.breakGlassId === undefined) return;
  const { breakGlassId } = engagement;
  const reach = await inGate(context.database, 'ledger', (gate) =>
    breakGlassReach(gate, breakGlassId, context.clock.now()),
  );
  if (!reach.ok) await actUnder(context, request, reply, undefined);
}

function mayOpen({ may }: Acting): boolean {
  return may.breakGlass === 'with-reason';
}

function mayComeHere(acting: Acting): boolean {
  return mayOpen(acting) || mayReview(acting);
}

const whoMayOpen = 'safeguarding leads, heads, inclusion officers and social workers';
const whoMayCome = `${whoMayOpen}, and for those who review what they opened`;

function refused(
  context: LedgerRoutesContext,
  reply: FastifyReply,
  acting: Acting,
  sent: BreakGlassSent,
  problems: readonly FormProblem[],
): Promise<FastifyReply> {
  return sendBreakGlass(context, reply.code(422), acting, { under: undefined, records: [], typed: { sent, problems } });
}

async function sendBreakGlass(
  context: LedgerRoutesContext,
  reply: FastifyReply,
  acting: Acting,
  shown: Shown,
): Promise<FastifyReply> {
  const { all, delays, looked } = await inGate(context.database, 'ledger', async (gate) => ({
    looked: await lookedUnder(gate, acting.organisationId),
    all: await breakGlassesOf(gate, acting.organisationId),
    delays: mayReview(acting) ? await delaysToReview(gate, acting.organisationId) : [],
  }));
  const visible = mayReview(acting) ? all : all.filter(({ personId }) => personId === acting.personId);
  return sendPage(reply.header('cache-control', 'no-store'), context.shell, {
    title: shown.typed ? 'Error: Break-glass' : 'Break-glass',
    description: 'Open a record out of reach, with a reason.',
    path: ledgerPaths.breakGlass,
    children: h(BreakGlassPage, {
      acting,
      all: visible,
      looked: new Map(looked.map((one) => [one.breakGlassId, one])),
      delays,
      openable: mayOpen(acting) ? openable(acting) : [],
      reviews: mayReview(acting) ? 'reviews' : 'does not review',
      now: context.clock.now(),
      typed: undefined,
      ...shown,
    }),
  });
}

const nothingToReview = {
  code: 'review-not-found',
  message: 'There is nothing of that number to review, or you opened it yourself.',
  nextStep: 'Another person of the same organisation reviews it.',
} as const;
const nothingOpen = {
  code: 'break-glass-not-found',
  message: 'You have no record of that number open.',
  nextStep: 'What you have open is listed at /break-glass.',
} as const;
