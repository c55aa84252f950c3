import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { enrol } from './actions.ts';
import type { FieldProblem } from './enrolment-fields.ts';
import { readEnrolment, rollFields } from './enrolment-fields.ts';
import { enrolmentsOf } from './enrolment-store.ts';
import type { Keeper } from './model.ts';
import type { AskBeside } from './pages/child-beside.tsx';
import type { Typed } from './pages/field.tsx';
import { RollPage } from './pages/roll-page.tsx';
import { personPath, rollPath } from './paths.ts';
import type { PostedForm, RollContext } from './roll-access.ts';
import { keeperAt, mayChange, needRollReader, rollWriter, textOf } from './roll-access.ts';
import type { RollAsked } from './roll-view.ts';
import { rollView } from './roll-view.ts';

export interface RollPagesContext extends RollContext {
  readonly shell: Shell;
  /** What other rooms have about a child; without it the page leads nowhere else. */
  readonly childBeside?: AskBeside | undefined;
}

const params = z.object({ urn: z.string().max(12) });
const shortText = z
  .string()
  .max(100)
  .default('')
  .transform((text) => text.replaceAll('\0', '').trim());
const querystring = z.object({ class: shortText });
const search = z.object({ class: shortText, q: shortText });

/** The page of a setting's roll, and the form that puts somebody on it. */
export function rollPages(app: RouteServer, context: RollPagesContext): void {
  const schema = { hide: true, params, querystring };
  app.get('/settings/:urn/roll', { schema }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needRollReader(context.askScope, request, keeper);
    return sendRoll(reply, context, { keeper, scope, asked: { ...request.query, q: '' } });
  });
  // A name in an address would stand in the browser’s history and in the logs of every proxy on the way.
  app.post('/settings/:urn/roll/search', { schema: { hide: true, params, body: search } }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needRollReader(context.askScope, request, keeper);
    return sendRoll(reply, context, { keeper, scope, asked: request.body });
  });
  // Whoever asks for the address of a search again, without what was looked for.
  app.get('/settings/:urn/roll/search', { schema: { hide: true, params } }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    return reply.redirect(rollPath(keeper.urn), 303);
  });
  app.post('/settings/:urn/roll', { schema }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const writer = await rollWriter(context, request, keeper);
    const form = (request.body ?? {}) as PostedForm;
    const values = Object.fromEntries(rollFields.map((field) => [field, textOf(form, field)]));
    const read = readEnrolment(values);
    const done = read.ok ? await enrol(writer, keeper.settingId, read.value) : read;
    if (done.ok) {
      const { slot, notices } = done.value;
      return reply.redirect(personPath(keeper.urn, slot, notices[0]?.code), 303);
    }
    const problems = listed(done.failure);
    reply.code(422);
    const typed = { form: 'add', values, problems };
    return sendRoll(reply, context, { keeper, scope: writer.scope, asked: { class: '', q: '' }, typed });
  });
}

/** One problem or several, as a list. */
export function listed(problems: FieldProblem | readonly FieldProblem[]): readonly FieldProblem[] {
  return 'code' in problems ? [problems] : problems;
}

interface AskedRoll {
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly asked: RollAsked;
  readonly typed?: Typed;
}

async function sendRoll(reply: FastifyReply, { database, clock, shell }: RollPagesContext, page: AskedRoll) {
  const { keeper, scope, asked, typed } = page;
  const enrolments = await inScope(database, scope, (scoped) => enrolmentsOf(scoped, keeper.settingId));
  const view = rollView(enrolments, clock.today(), asked);
  const access = mayChange(scope, keeper) ? 'change' : 'read';
  return sendPage(reply, shell, {
    title: `${typed ? 'Error: ' : ''}Roll of ${keeper.name}`,
    path: rollPath(keeper.urn),
    breadcrumbs: [{ text: keeper.name, href: settingPath(keeper.urn) }, { text: 'Roll' }],
    children: h(RollPage, { keeper, scope, access, view, asked, typed }),
  });
}
