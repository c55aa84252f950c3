import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { compulsoryBounds } from '#foundation/nations/compulsory-school-age.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { changeCharacteristics, changeDetails, endEnrolment } from './actions.ts';
import type { RollWriter } from './change-roll.ts';
import type { FieldProblem, RollText } from './enrolment-fields.ts';
import { readEnrolment } from './enrolment-fields.ts';
import { characteristicsOf, enrolmentAt } from './enrolment-store.ts';
import { keepers } from './keeper-store.ts';
import { singleTwice } from './learners.ts';
import type { Enrolment, Keeper } from './model.ts';
import type { Typed } from './pages/field.tsx';
import { PersonPage } from './pages/person-page.tsx';
import { plannedCode, setPartTimePlan } from './part-time-plan.ts';
import { personPath, rollPath } from './paths.ts';
import { plansOf } from './plan-store.ts';
import { readDays } from './posted-days.ts';
import type { PostedForm } from './roll-access.ts';
import { keeperAt, mayChange, needRollReader, rollWriter, textOf } from './roll-access.ts';
import type { RollPagesContext } from './roll-page-routes.ts';
import { listed } from './roll-page-routes.ts';

const params = z.object({ urn: z.string().max(12), slot: z.coerce.number().int().min(1).max(2_000_000_000) });

/** The page of one person on a roll, and the forms that change the enrolment. */
export function personPages(app: RouteServer, context: RollPagesContext): void {
  const schema = { hide: true, params };
  const querystring = z.object({ notice: z.string().max(40).optional() });
  app.get('/settings/:urn/roll/:slot', { schema: { ...schema, querystring } }, async (request, reply) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needRollReader(context.askScope, request, keeper);
    const notice = request.query.notice === singleTwice.code ? singleTwice : undefined;
    return sendPerson(reply, context, { request, keeper, scope, slot: request.params.slot, notice });
  });
  app.post('/settings/:urn/roll/:slot', { schema }, async (request, reply) => {
    const { slot } = request.params;
    const keeper = await keeperAt(context, request.params.urn);
    const writer = await rollWriter(context, request, keeper);
    const posted = (request.body ?? {}) as PostedForm;
    const person = await inScope(context.database, writer.scope, (scoped) =>
      enrolmentAt(scoped, keeper.settingId, slot),
    );
    if (!person) throw noPerson(slot);
    writer.scope.trail?.about({ kind: 'learners', learners: [person.learnerId] });
    const done = await change(writer, { keeper, person, posted });
    if (done.ok) return reply.redirect(personPath(keeper.urn, slot), 303);
    reply.code(422);
    const typed = { form: textOf(posted, 'form'), values: typedValues(posted), problems: listed(done.failure) };
    return sendPerson(reply, context, { request, keeper, scope: writer.scope, slot, typed });
  });
}

function typedValues(posted: PostedForm): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(posted).map(([name, value]) => [name, typeof value === 'string' ? value : (value ?? []).join(',')]),
  );
}

interface PostedChange {
  readonly keeper: Keeper;
  readonly person: Enrolment;
  readonly posted: PostedForm;
}

type Done = Result<unknown, FieldProblem | readonly FieldProblem[]>;

async function change(writer: RollWriter, asked: PostedChange): Promise<Done> {
  const { keeper, person, posted } = asked;
  switch (textOf(posted, 'form')) {
    case 'details':
      return await changeNames(writer, asked);
    case 'known':
      return await changeKnown(writer, asked);
    case 'plan':
      return await changePlan(writer, asked);
    case 'end': {
      const days = readDays(posted, { leftOn: 'optional' });
      if (!days.ok) return days;
      return await endEnrolment(writer, keeper.settingId, { slot: person.slot, leftOn: days.value.leftOn });
    }
    default:
      return failure([]);
  }
}

/** Reads fields as they are read when somebody is enrolled, the rest being as it is. */
function reread(person: Enrolment, text: RollText) {
  const { surname, givenName, bornOn, enteredOn, yearGroup } = person;
  return readEnrolment({ surname, givenName, bornOn, enteredOn, yearGroup: String(yearGroup), ...text });
}

async function changeNames(writer: RollWriter, { keeper, person, posted }: PostedChange): Promise<Done> {
  const [surname, givenName] = [textOf(posted, 'surname'), textOf(posted, 'givenName')];
  const read = reread(person, {
    surname,
    givenName,
    yearGroup: textOf(posted, 'yearGroup'),
    class: textOf(posted, 'class'),
  });
  if (!read.ok) return read;
  const { surname: last, givenName: first, class: inClass, yearGroup } = read.value;
  const details = { surname: last, givenName: first, class: inClass, yearGroup };
  return await changeDetails(writer, keeper.settingId, { slot: person.slot, ...details });
}

async function changeKnown(writer: RollWriter, { keeper, person, posted }: PostedChange): Promise<Done> {
  const days = readDays(posted, { validFrom: 'needed' });
  const fields = ['sex', 'sen', 'fsm', 'ethnicity', 'lookedAfter', 'socialWorker'] as const;
  const read = reread(person, Object.fromEntries(fields.map((field) => [field, textOf(posted, field)])));
  if (!days.ok) return days;
  if (!read.ok) return read;
  const known = { ...read.value.characteristics, slot: person.slot, validFrom: days.value.validFrom as PlainDate };
  return await changeCharacteristics(writer, keeper.settingId, known);
}

async function changePlan(writer: RollWriter, { keeper, person, posted }: PostedChange): Promise<Done> {
  const days = readDays(posted, { startsOn: 'needed', endsOn: 'needed', reviewOn: 'needed' });
  if (!days.ok) return days;
  const { startsOn, endsOn, reviewOn } = days.value as Record<'startsOn' | 'endsOn' | 'reviewOn', PlainDate>;
  const chosen = posted['sessionsOff'] ?? [];
  const bits = (typeof chosen === 'string' ? [chosen] : chosen).filter((bit) => /^[0-9]$/.test(bit));
  const sessionsOff = bits.reduce((sum, bit) => sum | (1 << Number(bit)), 0);
  const plan = { startsOn, endsOn, reviewOn, sessionsOff, reason: textOf(posted, 'reason') };
  const agreedWithParent = textOf(posted, 'agreed') === 'yes';
  return await setPartTimePlan(writer, keeper.settingId, { ...plan, slot: person.slot, agreedWithParent });
}

interface AskedPerson {
  readonly request: AskingRequest;
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly slot: number;
  readonly typed?: Typed;
  readonly notice?: Problem | undefined;
}

async function sendPerson(reply: FastifyReply, context: RollPagesContext, page: AskedPerson) {
  const { request, keeper, scope, slot, typed, notice } = page;
  const { database, clock, shell } = context;
  const found = await inScope(database, scope, async (scoped) => ({
    person: await enrolmentAt(scoped, keeper.settingId, slot),
    known: (await characteristicsOf(scoped, keeper.settingId)).filter((one) => one.slot === slot),
    plans: await plansOf(scoped, keeper.settingId, slot),
  }));
  const { person, known, plans } = found;
  if (!person) throw noPerson(slot);
  scope.trail?.about({ kind: 'learners', learners: [person.learnerId] });
  const today = clock.today();
  const { partnerSettingId } = person;
  const partner = partnerSettingId === undefined ? [] : await keepers(database, { settingIds: [partnerSettingId] });
  const bounds = compulsoryBounds(keeper.nation, person.bornOn);
  const planCode = plannedCode(keeper.nation, today, bounds && bounds.from <= today && today <= bounds.to);
  const access = mayChange(scope, keeper) ? 'change' : 'read';
  const props = {
    keeper,
    scope,
    access,
    person,
    known,
    plans,
    partner: partner[0]?.name,
    today,
    planCode,
    typed,
    notice,
    beside: await context.childBeside?.(request, { keeper, slot, learnerId: person.learnerId, scope }),
  } as const;
  return sendPage(reply, shell, {
    title: `${typed ? 'Error: ' : ''}${person.givenName} ${person.surname}, ${keeper.name}`,
    path: personPath(keeper.urn, slot),
    breadcrumbs: [
      { text: keeper.name, href: settingPath(keeper.urn) },
      { text: 'Roll', href: rollPath(keeper.urn) },
      { text: `${person.givenName} ${person.surname}` },
    ],
    children: h(PersonPage, props),
  });
}

function noPerson(slot: number): ProblemError {
  return new ProblemError({
    code: 'enrolment-not-found',
    message: `Nobody has the place ${slot} on this roll.`,
    nextStep: 'Go back to the roll and choose somebody.',
  });
}
