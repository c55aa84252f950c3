import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { LedgerRoutesContext, Viewer } from './asking.ts';
import { askActing, familyScope, needViewer } from './asking.ts';
import type { LookedAsked } from './looked.ts';
import { daysOf, groupEntries, readerWords, touchedCategories, wantedEntries } from './looked.ts';
import type { Looked } from './looked-pages.ts';
import { fileOf, LookedQuery, mostEntries, OneChild, readLooked, sendLeadPage } from './looked-pages.ts';
import type { LookedChild, LookedEntry } from './looked-store.ts';
import { lookedBy } from './looked-store.ts';
import { FamilyPage } from './pages/family-page.tsx';
import { aboutWords } from './pages/lead-page.tsx';
import { OwnPage } from './pages/own-page.tsx';
import { ledgerPaths, lookedPath } from './paths.ts';

/** Who has looked at a child’s record, and what one has looked at oneself. */
export function lookedRoutes(app: RouteServer, context: LedgerRoutesContext): void {
  app.get(ledgerPaths.looked, { schema: { hide: true } }, async (request, reply) => {
    const scope = await familyScope(context, request);
    const [only] = scope?.learners ?? [];
    if (only === undefined) throw new ProblemError(forFamilies);
    return scope?.learners.length === 1
      ? reply.redirect(lookedPath(only), 303)
      : sendChildren(context, request, reply, scope?.learners ?? []);
  });
  const schema = { hide: true, params: OneChild, querystring: LookedQuery };
  app.get(ledgerPaths.child, { schema }, async (request, reply) => {
    const looked = await readLooked(context, request, request.params.learnerId, request.query);
    if (looked.viewer.kind === 'lead') return sendLeadPage(context, reply, { ...looked, acting: looked.viewer.acting });
    return sendFamilyPage(context, reply, { ...looked, viewer: looked.viewer });
  });
  app.get(ledgerPaths.childFile, { schema }, async (request, reply) => {
    const { shown } = await readLooked(context, request, request.params.learnerId, request.query);
    return sendCsv(reply, 'who-has-looked', entriesCsv(shown));
  });
  ownRoutes(app, context);
}

async function sendChildren(
  context: LedgerRoutesContext,
  request: FastifyRequest,
  reply: FastifyReply,
  learners: readonly number[],
): Promise<FastifyReply> {
  const children: LookedChild[] = [];
  for (const learnerId of learners) children.push((await needViewer(context, request, learnerId)).child);
  return sendPage(reply, context.shell, {
    title: 'Who has looked',
    description: 'Choose a child.',
    path: ledgerPaths.looked,
    children: [
      h('h1', { class: 'govuk-heading-l' }, 'Who has looked at your children’s records'),
      h(
        'ul',
        { class: 'govuk-list' },
        children.map(({ learnerId, name }) =>
          h('li', null, h('a', { class: 'govuk-link', href: lookedPath(learnerId) }, name)),
        ),
      ),
    ],
  });
}

function sendFamilyPage(
  context: LedgerRoutesContext,
  reply: FastifyReply,
  looked: Looked & { readonly viewer: Extract<Viewer, { readonly kind: 'family' }> },
): Promise<FastifyReply> {
  const { child, viewer, shown, delays, asked } = looked;
  const path = lookedPath(child.learnerId);
  return sendPage(reply, context.shell, {
    title: 'Who has looked',
    description: 'Everybody who has looked at this record.',
    path,
    children: h(FamilyPage, {
      ...looked,
      as: viewer.as,
      personId: viewer.scope.grounds?.personId ?? 0,
      groups: groupEntries(shown, delays, context.clock.today()),
      action: path,
      file: fileOf(`${path}.csv`, asked),
      asAt: context.clock.now(),
    }),
  });
}

function ownRoutes(app: RouteServer, context: LedgerRoutesContext): void {
  const schema = { hide: true, querystring: LookedQuery };
  const read = async (request: FastifyRequest, asked: LookedAsked) => {
    const personId =
      (await context.askEngagement?.(request))?.personId ??
      (await context.askScope(request))?.grounds?.personId ??
      (await askActing(context, request))?.personId;
    if (personId === undefined) throw new ProblemError(forPeople);
    const wanted = { ...daysOf(asked.days, context.clock.today()), most: mostEntries };
    const entries = await inGate(context.database, 'ledger', (gate) => lookedBy(gate, personId, wanted));
    return { entries, shown: wantedEntries(entries, asked), asked };
  };
  app.get(ledgerPaths.own, { schema }, async (request, reply) => {
    const looked = await read(request, request.query);
    return sendPage(reply.header('cache-control', 'no-store'), context.shell, {
      title: 'What you have looked at',
      description: 'Everything you have looked at.',
      path: ledgerPaths.own,
      children: h(OwnPage, {
        ...looked,
        action: ledgerPaths.own,
        file: fileOf(ledgerPaths.ownFile, request.query),
        asAt: context.clock.now(),
      }),
    });
  });
  app.get(ledgerPaths.ownFile, { schema }, async (request, reply) => {
    const { shown } = await read(request, request.query);
    return sendCsv(reply.header('cache-control', 'no-store'), 'what-i-looked-at', entriesCsv(shown));
  });
}

function entriesCsv(entries: readonly LookedEntry[]): string {
  return csvDocument({
    header: ['at', 'who', 'action', 'categories', 'about', 'purpose', 'agreement', 'break_glass', 'status'],
    rows: entries.map((entry) => [
      entry.at.toISOString(),
      readerWords(entry),
      entry.action,
      touchedCategories(entry).join(' '),
      aboutWords(entry),
      entry.purpose,
      entry.agreement ?? '',
      entry.breakGlassId === null ? '' : String(entry.breakGlassId),
      String(entry.status),
    ]),
  });
}

const forFamilies = {
  code: 'family-not-allowed',
  message: 'This page is for children and parents: it shows who has looked at their record.',
  nextStep: 'Sign in as yourself or as a parent. Staff find what they looked at themselves at /what-i-looked-at.',
} as const;
const forPeople = {
  code: 'person-not-allowed',
  message: 'Nobody is signed in here, so nothing is known of what you looked at.',
  nextStep: 'Sign in first.',
} as const;
