import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { readTypedDay } from '#foundation/kernel/typed-day.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import { oneText } from '#platform/web/form-fields.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Deed } from './actions.ts';
import { doToAgreement } from './actions.ts';
import type { AgreementContext, Reader } from './asking.ts';
import { needSignatory, published, versionAsked, visibleHistory, withReader } from './asking.ts';
import { compareAgreements } from './diff.ts';
import { noPartySince } from './dropped.ts';
import { givenAway } from './given-away.ts';
import type { Version } from './history.ts';
import { standingAt } from './history.ts';
import type { AgreementPageProps } from './pages/agreement-page.tsx';
import { AgreementPage } from './pages/agreement-page.tsx';
import type { ListedAgreement } from './pages/agreements-page.tsx';
import { AgreementRegisterPage, AgreementsPage } from './pages/agreements-page.tsx';
import type { Refused } from './pages/deed-forms.tsx';
import { AgreementChangesPage, AgreementHistoryPage } from './pages/history-page.tsx';
import {
  agreementChangesPath,
  agreementHistoryPath,
  agreementPath,
  agreementRegisterPath,
  agreementsPath,
} from './paths.ts';
import { agreementIdsOf, readHistories, readOrganisations } from './store.ts';

/** What the pages of this room are given. */
export interface AgreementPagesContext extends AgreementContext {
  readonly shell: Shell;
}

export const idParams = z.object({ agreementId: z.coerce.number().int().min(1).max(2_147_483_647) });
const whole = z.coerce.number().int().min(1).max(100_000).optional();
const crumbs = [{ text: 'Sharing agreements', href: agreementsPath }];

/** Agreements to read, sign, suspend, resume, revoke and review. */
export function agreementPages(app: RouteServer, context: AgreementPagesContext): void {
  listPages(app, context);
  onePages(app, context);
}

function listPages(app: RouteServer, context: AgreementPagesContext): void {
  app.get(agreementsPath, { schema: { hide: true } }, async (request, reply) => {
    const now = context.clock.now();
    const children = await withReader(context, request, async (gate, reader) => {
      const agreements = await listed(gate, now, reader.organisations);
      const organisations = (await readOrganisations(gate, reader.organisations)).map(({ name }) => name);
      return h(AgreementsPage, { agreements, organisations, now, may: reader.member?.maySign ? 'draft' : 'read' });
    });
    return sendPage(reply, context.shell, {
      title: 'Sharing agreements',
      description: 'What organisations may tell each other about children, what for, and until when.',
      path: agreementsPath,
      children,
    });
  });
  app.get(agreementRegisterPath, { schema: { hide: true } }, async (request, reply) => {
    const now = context.clock.now();
    const agreements = await withReader(context, request, (gate) => listed(gate, now));
    return sendPage(reply, context.shell, {
      title: 'Who shares what, and why',
      description: 'The public register of sharing agreements. No child is named.',
      path: agreementRegisterPath,
      breadcrumbs: crumbs,
      children: h(AgreementRegisterPage, { agreements, now }),
    });
  });
}

/** Agreements of some organisations; without any named, what the public may see of all. */
async function listed(gate: Gated, now: Date, organisations?: readonly number[]): Promise<readonly ListedAgreement[]> {
  const histories = await readHistories(gate, await agreementIdsOf(gate, organisations));
  return histories
    .map((history) => (organisations ? history : published(history, now)))
    .filter(({ versions }) => versions.length > 0)
    .map((history) => ({
      history,
      version: versionAsked(history, undefined, now),
      leftOutSince: organisations?.map((one) => noPartySince(history, one, now))[0],
    }));
}

function onePages(app: RouteServer, context: AgreementPagesContext): void {
  const schema = { hide: true, params: idParams, querystring: z.object({ version: whole }) };
  app.get('/agreements/:agreementId', { schema }, async (request, reply) => {
    const asked = { agreementId: request.params.agreementId, version: request.query.version };
    const page = await withReader(context, request, (gate, reader) => agreementShown(gate, context, reader, asked));
    return sendAgreement(reply, context, page);
  });
  app.get('/agreements/:agreementId/history', { schema: { hide: true, params: idParams } }, async (request, reply) => {
    const { agreementId } = request.params;
    const now = context.clock.now();
    const history = await withReader(context, request, (gate, reader) =>
      visibleHistory(gate, agreementId, reader, now),
    );
    return sendPage(reply, context.shell, {
      title: 'What happened to an agreement',
      path: agreementHistoryPath(agreementId),
      breadcrumbs: crumbs,
      children: h(AgreementHistoryPage, { history }),
    });
  });
  const compared = z.object({ from: whole, to: whole, with: idParams.shape.agreementId.optional() });
  const comparing = { hide: true, params: idParams, querystring: compared };
  app.get('/agreements/:agreementId/changes', { schema: comparing }, async (request, reply) => {
    const { agreementId } = request.params;
    const { from, to, with: other = agreementId } = request.query;
    const now = context.clock.now();
    const two = await withReader(context, request, async (gate, reader) => {
      const history = await visibleHistory(gate, agreementId, reader, now);
      const another = other === agreementId ? history : await visibleHistory(gate, other, reader, now);
      return [versionAsked(history, from, now), versionAsked(another, to, now)] as const;
    });
    const [before, after] = two;
    const calledAs = ({ document, version }: Version) =>
      other === agreementId ? `version ${version}` : `${document.reference} version ${version}`;
    return sendPage(reply, context.shell, {
      title: 'What changes in an agreement',
      path: agreementChangesPath(agreementId, before.version, after.version),
      breadcrumbs: crumbs,
      children: h(AgreementChangesPage, {
        from: calledAs(before),
        to: calledAs(after),
        title: after.document.title,
        back: agreementPath(agreementId),
        changes: compareAgreements(before.document, after.document),
      }),
    });
  });
  deedRoute(app, context);
}

const kinds = ['signed', 'suspended', 'resumed', 'revoked', 'reviewed'] as const;
const DeedForm = z.object({
  did: z.enum(kinds),
  version: z.coerce.number().int().min(1).max(100_000),
  sha256: oneText,
  reason: oneText.optional(),
  nextReviewOn: oneText.optional(),
});

function deedRoute(app: RouteServer, context: AgreementPagesContext): void {
  const schema = { hide: true, params: idParams, body: DeedForm };
  app.post('/agreements/:agreementId/deeds', { schema }, async (request, reply) => {
    const { agreementId } = request.params;
    const { did, version, sha256, reason = '', nextReviewOn = '' } = request.body;
    const deed: Deed = {
      agreementId,
      version,
      did,
      sha256,
      reason: reason.trim(),
      nextReviewOn: readTypedDay(nextReviewOn),
    };
    const shown = await withReader(context, request, async (gate, reader) => {
      await visibleHistory(gate, agreementId, reader, context.clock.now());
      const done = await doToAgreement(gate, deed, needSignatory(reader), context.clock.now());
      if (done.ok) return undefined;
      if (!tellOnPage.test(done.failure.code)) throw new ProblemError(done.failure);
      const refused = { did, reason, nextReviewOn, message: done.failure.message };
      return await agreementShown(gate, context, reader, { agreementId, version, refused });
    });
    if (shown === undefined) return reply.redirect(agreementPath(agreementId, version), 303);
    return sendAgreement(reply.code(422), context, shown);
  });
}

/** Problems with what was typed: the page comes back with it. Others are answered as what they are. */
const tellOnPage = /-(?:missing|too-long|invalid)$/;

interface Asked {
  readonly agreementId: number;
  readonly version: number | undefined;
  readonly refused?: Refused;
}

async function agreementShown(
  gate: Gated,
  { clock }: AgreementContext,
  reader: Reader,
  { agreementId, version: asked, refused }: Asked,
): Promise<AgreementPageProps> {
  const now = clock.now();
  const history = await visibleHistory(gate, agreementId, reader, now);
  const version = versionAsked(history, asked, now);
  const party = reader.member?.maySign ? partyOf(version, reader.member.organisationId) : undefined;
  const own = new Set(reader.member ? [reader.member.organisationId] : []);
  const receives = version.document.shares.some(({ to }) => own.has(version.organisations[to] ?? 0));
  const state = standingAt(history, version, now);
  const signs = party !== undefined && state.state === 'draft' && state.awaited.includes(party);
  const givesAway = signs ? await givenAway(gate, version, party) : undefined;
  return { history, version, now, receives, givesAway, deeds: party === undefined ? undefined : { party, refused } };
}

function partyOf({ organisations }: Version, organisationId: number): string | undefined {
  return Object.entries(organisations).find(([, one]) => one === organisationId)?.[0];
}

function sendAgreement(reply: FastifyReply, { shell }: AgreementPagesContext, page: AgreementPageProps) {
  const { history, version, deeds } = page;
  return sendPage(reply, shell, {
    title: `${deeds?.refused ? 'Error: ' : ''}${version.document.title}`,
    path: agreementPath(history.agreementId, version.version),
    breadcrumbs: crumbs,
    children: h(AgreementPage, page),
  });
}
