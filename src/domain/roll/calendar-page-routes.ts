import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import type { Scope } from '#platform/access/scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { CalendarWriter, Closure, Term } from './calendar-actions.ts';
import { recordClosure, setCalendar, withdrawClosure } from './calendar-actions.ts';
import { calendarOf } from './calendar-store.ts';
import type { FieldProblem } from './enrolment-fields.ts';
import type { Keeper } from './model.ts';
import { CalendarPage } from './pages/calendar-page.tsx';
import type { Typed } from './pages/field.tsx';
import { calendarPath } from './paths.ts';
import { readDays } from './posted-days.ts';
import type { PostedForm } from './roll-access.ts';
import { keeperAt, mayChange, needRollReader, rollWriter, textOf } from './roll-access.ts';
import type { RollPagesContext } from './roll-page-routes.ts';
import { listed } from './roll-page-routes.ts';

const params = z.object({ urn: z.string().max(12) });
const mostTerms = 60;

/** The page of a setting's calendar, and the forms that change it. */
export function calendarPages(app: RouteServer, context: RollPagesContext): void {
  const schema = { hide: true, params };
  app.get('/settings/:urn/calendar', { schema }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needRollReader(context.askScope, request, keeper);
    return sendCalendar(reply, context, { keeper, scope });
  });
  app.post('/settings/:urn/calendar', { schema }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const writer = await rollWriter(context, request, keeper);
    const posted = (request.body ?? {}) as PostedForm;
    const done = await change(writer, keeper, posted, context.clock.now());
    if (done.ok) return reply.redirect(calendarPath(keeper.urn), 303);
    reply.code(422);
    const values = Object.fromEntries(Object.keys(posted).map((name) => [name, textOf(posted, name)]));
    const typed = { form: textOf(posted, 'form'), values, problems: listed(done.failure) };
    return sendCalendar(reply, context, { keeper, scope: writer.scope, typed });
  });
}

type Done = Result<unknown, FieldProblem | readonly FieldProblem[]>;

async function change(writer: CalendarWriter, { settingId }: Keeper, posted: PostedForm, now: Date): Promise<Done> {
  switch (textOf(posted, 'form')) {
    case 'closure': {
      const closure = readClosure(posted);
      return closure.ok ? await recordClosure(writer, settingId, closure.value, now) : closure;
    }
    case 'withdraw': {
      const closure = readClosure({ ...posted, kind: 'holiday' });
      return closure.ok ? await withdrawClosure(writer, settingId, closure.value) : closure;
    }
    case 'terms': {
      const terms = readTerms(posted);
      return terms.ok ? await setCalendar(writer, settingId, terms.value) : terms;
    }
    default:
      return failure([]);
  }
}

const kinds = ['holiday', 'inset', 'unplanned'] as const;

function readClosure(posted: PostedForm): Result<Closure, readonly FieldProblem[]> {
  const days = readDays(posted, { day: 'needed' });
  if (!days.ok) return days;
  const half = ['0', '1', '2'].indexOf(textOf(posted, 'session'));
  const kind = kinds.find((one) => one === textOf(posted, 'kind'));
  if (half < 0 || !kind) {
    const field = half < 0 ? 'session' : 'kind';
    const nextStep = 'Choose one of the answers.';
    return failure([{ code: 'closure-unreadable', field, value: '', message: 'This is no answer.', nextStep }]);
  }
  const value = { day: days.value.day as PlainDate, session: half, kind, reason: textOf(posted, 'reason') };
  return { ok: true, value };
}

function readTerms(posted: PostedForm): Result<readonly Term[], readonly FieldProblem[]> {
  const terms: Term[] = [];
  for (let row = 0; row < mostTerms && posted[`name-${row}`] !== undefined; row += 1) {
    const name = textOf(posted, `name-${row}`);
    if (name === '') continue;
    const [start, end] = [`startsOn-${row}`, `endsOn-${row}`];
    const days = readDays(posted, { [start]: 'needed', [end]: 'needed' });
    if (!days.ok) return days;
    terms.push({ name, startsOn: days.value[start] as PlainDate, endsOn: days.value[end] as PlainDate });
  }
  return { ok: true, value: terms };
}

interface AskedCalendar {
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly typed?: Typed;
}

async function sendCalendar(reply: FastifyReply, context: RollPagesContext, { keeper, scope, typed }: AskedCalendar) {
  const { database, clock, shell } = context;
  const calendar = await calendarOf(database, keeper.settingId);
  const access = mayChange(scope, keeper) ? 'change' : 'read';
  return sendPage(reply, shell, {
    title: `${typed ? 'Error: ' : ''}Terms and closures of ${keeper.name}`,
    path: calendarPath(keeper.urn),
    breadcrumbs: [{ text: keeper.name, href: settingPath(keeper.urn) }, { text: 'Terms, holidays and closures' }],
    children: h(CalendarPage, { keeper, scope, access, calendar, today: clock.today(), typed }),
  });
}
