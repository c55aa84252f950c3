import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import type { Gated } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import { oneText } from '#platform/web/form-fields.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Drafted } from './actions.ts';
import { draftAgreement, organisationsOf } from './actions.ts';
import type { Reader } from './asking.ts';
import { needSignatory, versionAsked, visibleHistory, withReader } from './asking.ts';
import type { Fault } from './check.ts';
import type { AgreementDocument } from './document.ts';
import { layOut } from './draft-document.ts';
import { atFields, faultsIn } from './draft-faults.ts';
import type { Typed } from './draft-form.ts';
import { blankTyped, mostParties, mostWays, partySlots, textOf, typedOf, waySlots } from './draft-form.ts';
import { readChoosable } from './draft-store.ts';
import { checkAgreement, readAgreement } from './file.ts';
import { givingFaults } from './giving-faults.ts';
import type { AgreementPagesContext } from './page-routes.ts';
import { DraftCheckPage } from './pages/draft-check-page.tsx';
import type { DraftFormProps } from './pages/draft-fields.ts';
import { DraftFormPage } from './pages/draft-form-page.tsx';
import { DraftPage } from './pages/draft-page.tsx';
import { agreementDraftFilePath, agreementDraftPath, agreementPath, agreementsPath } from './paths.ts';
import { readOrganisations } from './store.ts';
import { templateText } from './template.ts';

const crumbs = [{ text: 'Sharing agreements', href: agreementsPath }];
const whole = z.coerce.number().int().min(1).max(2_147_483_647).optional();
const Sent = z.record(z.string().max(60), z.union([z.string().max(5_000), z.array(z.string().max(5_000)).max(50)]));

/** Drafting an agreement, or its next version: in a form, or by bringing in a file. */
export function draftPages(app: RouteServer, context: AgreementPagesContext): void {
  formPages(app, context);
  filePages(app, context);
}

function formPages(app: RouteServer, context: AgreementPagesContext): void {
  const { clock } = context;
  const schema = { hide: true, querystring: z.object({ from: whole, version: whole }) };
  app.get(agreementDraftPath, { schema }, async (request, reply) => {
    const { from, version } = request.query;
    const page = await withReader(context, request, async (gate, reader) => {
      const { organisationId } = needSignatory(reader);
      const choosable = await readChoosable(gate);
      if (from === undefined) return { typed: blankTyped(organisationId, clock.today()), choosable, faults: [] };
      const asked = versionAsked(await visibleHistory(gate, from, reader, clock.now()), version, clock.now());
      return { typed: typedOf(asked.document, asked.organisations), choosable, faults: [] };
    });
    return sendForm(reply, context, page);
  });
  const sent = { hide: true, body: Sent };
  app.post(agreementDraftPath, { schema: sent, bodyLimit: 512 * 1024 }, async (request, reply) => {
    const done = await withReader(context, request, (gate, reader) => answer(gate, context, reader, request.body));
    if (done.kind === 'drafted') return reply.redirect(agreementPath(done.agreementId, done.version), 303);
    if (done.kind === 'form')
      return sendForm(done.page.faults.length > 0 ? reply.code(422) : reply, context, done.page);
    return sendPage(reply, context.shell, {
      title: 'Check your answers',
      path: agreementDraftPath,
      breadcrumbs: crumbs,
      children: h(DraftCheckPage, { document: done.document, typed: request.body }),
    });
  });
}

type Answer =
  | { readonly kind: 'form'; readonly page: DraftFormProps }
  | { readonly kind: 'check'; readonly document: AgreementDocument }
  | ({ readonly kind: 'drafted' } & Drafted);

async function answer(gate: Gated, { clock }: AgreementPagesContext, reader: Reader, typed: Typed): Promise<Answer> {
  const by = needSignatory(reader);
  const choosable = await readChoosable(gate);
  const act = textOf(typed, 'act');
  if (act !== 'check' && act !== 'draft')
    return { kind: 'form', page: { typed: withRoom(typed, act), choosable, faults: [] } };
  const laid = layOut(typed, choosable);
  const back = (faults: readonly Fault[]): Answer => ({
    kind: 'form',
    page: { typed, choosable, faults: atFields(laid, faults) },
  });
  const wrong = faultsIn(laid, clock.today());
  if (wrong.length > 0) return back(wrong);
  const checked = checkAgreement(laid.document);
  if (!checked.ok) return back(checked.failure);
  const document = checked.value;
  if (act === 'draft') {
    const done = await draftAgreement(gate, { document, by, at: clock.now(), demonstration: false });
    return done.ok ? { kind: 'drafted', ...done.value } : back(done.failure);
  }
  const found = await organisationsOf(gate, document, by);
  const notTheirs = found.ok ? await givingFaults(gate, document, found.value) : found.failure;
  return notTheirs.length > 0 ? back(notTheirs) : { kind: 'check', document };
}

/** The form with room for one more, where that was asked for. */
function withRoom(typed: Typed, act: string): Typed {
  if (act === 'add-party') return { ...typed, parties: String(Math.min(mostParties, partySlots(typed) + 1)) };
  if (act === 'add-way') return { ...typed, ways: String(Math.min(mostWays, waySlots(typed) + 1)) };
  return typed;
}

function sendForm(reply: FastifyReply, { shell }: AgreementPagesContext, page: DraftFormProps) {
  return sendPage(reply, shell, {
    title: `${page.faults.length > 0 ? 'Error: ' : ''}Draft an agreement`,
    path: agreementDraftPath,
    breadcrumbs: crumbs,
    children: h(DraftFormPage, page),
  });
}

function filePages(app: RouteServer, context: AgreementPagesContext): void {
  const { shell, clock } = context;
  const send = (reply: FastifyReply, page: Parameters<typeof DraftPage>[0]) =>
    sendPage(reply, shell, {
      title: `${page.faults.length > 0 ? 'Error: ' : ''}Bring in an agreement`,
      path: agreementDraftFilePath,
      breadcrumbs: [...crumbs, { text: 'Draft an agreement', href: agreementDraftPath }],
      children: h(DraftPage, page),
    });
  app.get(agreementDraftFilePath, { schema: { hide: true } }, async (request, reply) => {
    const text = await withReader(context, request, async (gate, reader) =>
      templateText(await readOrganisations(gate), needSignatory(reader).organisationId, clock.today()),
    );
    return send(reply, { text, faults: [] });
  });
  const schema = { hide: true, body: z.object({ document: oneText }) };
  app.post(agreementDraftFilePath, { schema, bodyLimit: 512 * 1024 }, async (request, reply) => {
    const text = request.body.document;
    const read = readAgreement(text);
    const done = await withReader(context, request, async (gate, reader) => {
      const by = needSignatory(reader);
      if (!read.ok) return read;
      return await draftAgreement(gate, { document: read.value, by, at: clock.now(), demonstration: false });
    });
    if (!done.ok) return send(reply.code(422), { text, faults: done.failure });
    return reply.redirect(agreementPath(done.value.agreementId, done.value.version), 303);
  });
}
