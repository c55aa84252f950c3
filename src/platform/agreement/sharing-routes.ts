import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import { categories } from '#platform/access/categories.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { settingsOfChild } from './child-standing.ts';
import type { ChildHere } from './decision-store.ts';
import { childAt, decisionsAbout } from './decision-store.ts';
import { goldenRules } from './golden-rules.ts';
import { knownTo } from './known.ts';
import { agreementsGiven, nameChild } from './name-child.ts';
import type { AgreementPagesContext } from './page-routes.ts';
import type { NamingProps } from './pages/naming-section.tsx';
import type { SharingTyped } from './pages/sharing-page.tsx';
import { SharingPage } from './pages/sharing-page.tsx';
import { namingPath, sharingPath } from './paths.ts';
import { recordDecision, usableAgreements } from './record-decision.ts';
import type { Member } from './signatory-store.ts';
import { memberBehind } from './signatory-store.ts';
import { namedTo } from './store.ts';

const params = z.object({
  urn: z.coerce.number().int().min(1).max(999_999_999),
  slot: z.coerce.number().int().min(0).max(16_777_215),
});
const one = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).default('');
const many = z.union([z.string().transform((text) => [text]), z.array(z.string())]).default([]);
const SharingForm = z.object({
  outcome: one,
  withWhom: one,
  what: one,
  under: one,
  reason: one,
  category: many,
  ...Object.fromEntries(goldenRules.map(({ rule }) => [rule, one])),
});

/** Decisions to share something about a child, and not to: read by whoever reaches the child, recorded by members. */
export function sharingPages(app: RouteServer, context: AgreementPagesContext): void {
  const schema = { hide: true, params };
  app.get('/settings/:urn/roll/:slot/sharing', { schema }, async (request, reply) => {
    const asked = await childAsked(context, request, request.params);
    return sendSharing(reply, context, asked, {});
  });
  app.post(
    '/settings/:urn/roll/:slot/sharing',
    { schema: { ...schema, body: SharingForm } },
    async (request, reply) => {
      const asked = await childAsked(context, request, request.params);
      const { member, child } = asked;
      if (!member) throw new ProblemError(notMember);
      const typed = request.body as unknown as SharingTyped['values'];
      const done = await inGate(context.database, 'administer', (gate) =>
        recordDecision(gate, { learnerId: child.learnerId, member, typed, now: context.clock.now() }),
      );
      if (done.ok) return reply.redirect(sharingPath(request.params.urn, request.params.slot), 303);
      return sendSharing(reply.code(422), context, asked, { typed: { values: typed, faults: done.failure } });
    },
  );
  namingRoute(app, context);
}

const NamingForm = z.object({ agreementId: one, did: one, reason: one });
const deeds = ['name', 'withhold', 'end'] as const;

function namingRoute(app: RouteServer, context: AgreementPagesContext): void {
  const schema = { hide: true, params, body: NamingForm };
  app.post('/settings/:urn/roll/:slot/sharing/agreements', { schema }, async (request, reply) => {
    const asked = await childAsked(context, request, request.params);
    const { member, child } = asked;
    if (!member) throw new ProblemError(notMember);
    const { agreementId, did: sent, reason } = request.body;
    const did = deeds.find((each) => each === sent);
    const back = (message: string) =>
      sendSharing(reply.code(422), context, asked, { refused: { agreementId, did: sent, reason, message } });
    if (!did) return back('Choose what holds from now on.');
    const naming = { agreementId: Number(agreementId), did, reason };
    const done = await inGate(context.database, 'administer', (gate) =>
      nameChild(gate, child.learnerId, naming, { member, at: context.clock.now() }),
    );
    if (!done.ok) return back(done.failure.message);
    return reply.redirect(sharingPath(request.params.urn, request.params.slot), 303);
  });
}

/** What was sent and refused: a decision, or a naming. */
interface Refused {
  readonly typed?: SharingTyped;
  readonly refused?: NamingProps['refused'];
}

interface ChildAsked {
  readonly urn: number;
  readonly slot: number;
  readonly scope: Scope;
  readonly child: ChildHere;
  readonly member: Member | undefined;
}

/** The child, as far as the request’s own scope reaches it. Throws `child-not-found` for every other. */
async function childAsked(
  context: AgreementPagesContext,
  request: AskingRequest,
  { urn, slot }: { readonly urn: number; readonly slot: number },
): Promise<ChildAsked> {
  const scope = await needScope(context.askScope, request, ['identity']);
  const reads = scope.kind !== 'nation' && scope.kind !== 'steward';
  const child = reads ? await inScope(context.database, scope, (scoped) => childAt(scoped, urn, slot)) : undefined;
  if (!child) {
    throw new ProblemError({
      code: 'child-not-found',
      message: 'There is no such child within your reach.',
      nextStep: 'See the roll of the setting.',
    });
  }
  scope.trail?.about({ kind: 'learners', learners: [child.learnerId] });
  const member = await inGate(context.database, 'administer', (gate) =>
    memberBehind(gate, scope.grounds, context.clock.now()),
  );
  return { urn, slot, scope, child, member };
}

async function sendSharing(
  reply: FastifyReply,
  { database, shell, clock }: AgreementPagesContext,
  { urn, slot, scope, child, member }: ChildAsked,
  { typed, refused }: Refused,
) {
  const now = clock.now();
  const settings = await settingsOfChild(database, child.learnerId, clock.today());
  const toldOf = { learnerId: child.learnerId, settings };
  const { given, named, ...props } = await inGate(database, 'administer', async (gate) => ({
    decisions: await decisionsAbout(gate, child.learnerId),
    known: member ? await knownTo(gate, toldOf, member.organisationId, now) : [],
    agreements: member ? await usableAgreements(gate, member.organisationId, now) : [],
    given: member ? await agreementsGiven(gate, member.organisationId) : [],
    named: await namedTo(gate, child.learnerId),
  }));
  return sendPage(reply, shell, {
    title: `${typed || refused ? 'Error: ' : ''}Decisions to share about ${child.name}`,
    path: sharingPath(urn, slot),
    breadcrumbs: [{ text: child.name, href: `/settings/${urn}/roll/${slot}` }, { text: 'Decisions to share' }],
    children: h(SharingPage, {
      ...props,
      child,
      path: sharingPath(urn, slot),
      why: whyWords(scope, 'one-child'),
      categories: categories.filter(
        (each) => each !== 'totals' && scope.kind !== 'steward' && scope.categories.includes(each),
      ),
      may: member ? 'record' : 'read',
      typed,
      naming: { path: namingPath(urn, slot), given, named, refused },
    }),
  });
}

const notMember = {
  code: 'sharing-not-allowed',
  message: 'Only somebody signed in for an organisation records a decision to share.',
  nextStep: 'Sign in in your role there.',
};
