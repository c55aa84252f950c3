import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import { enrolmentAt } from '#domain/roll/enrolment-store.ts';
import type { Enrolment, Keeper } from '#domain/roll/model.ts';
import { readDays } from '#domain/roll/posted-days.ts';
import type { PostedForm } from '#domain/roll/roll-access.ts';
import { keeperAt, textOf } from '#domain/roll/roll-access.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { changes, isOfTheSetting } from '#platform/access/allowed.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { familyAccounts } from './account-store.ts';
import type { OfChild } from './contacts.ts';
import { closeAccount, closeContact, enterAdult, enterContact, enterRule, liftContactRule } from './contacts.ts';
import { keptContacts, rulesAbout } from './contacts-store.ts';
import type { ChildContext } from './family-routes.ts';
import { adultsOf } from './family-store.ts';
import { ContactsPage } from './pages/contacts-page.tsx';
import { contactsPath } from './paths.ts';

const params = z.object({ urn: z.string().max(12), slot: z.coerce.number().int().min(1).max(2_000_000_000) });

interface Here {
  readonly keeper: Keeper;
  readonly person: Enrolment;
  readonly scope: SettingScope;
  readonly problem?: Problem | undefined;
}

/** The adults of a child, for the people of the whole setting: the office enters them, safeguarding leads and heads rules. */
export function contactsRoutes(app: RouteServer, context: ChildContext): void {
  const schema = { hide: true, params } as const;
  app.get('/settings/:urn/roll/:slot/contacts', { schema }, async (request, reply) =>
    sendContacts(reply, context, await childHere(context, request, request.params)),
  );
  app.post('/settings/:urn/roll/:slot/contacts', { schema }, async (request, reply) => {
    const here = await childHere(context, request, request.params);
    const done = await change(ofChild(context, here), (request.body ?? {}) as PostedForm);
    if (done.ok) return reply.redirect(contactsPath(here.keeper.urn, here.person.slot), 303);
    reply.code(422);
    return sendContacts(reply, context, { ...here, problem: done.failure });
  });
}

async function childHere(context: ChildContext, request: AskingRequest, at: z.infer<typeof params>): Promise<Here> {
  const keeper = await keeperAt(context, at.urn);
  const scope = await needScope(context.askScope, request, ['identity']);
  if (!isOfTheSetting(scope) || !scope.settings.includes(keeper.settingId)) throw notOfSetting();
  const person = await inScope(context.database, scope, (scoped) => enrolmentAt(scoped, keeper.settingId, at.slot));
  if (!person) throw nobody();
  // What the next setting enters of a child’s adults is not for the one they left: it may be why they left.
  if (person.leftOn !== undefined && person.leftOn < context.clock.today()) throw hasLeft();
  scope.trail?.about({ kind: 'learners', learners: [person.learnerId] });
  return { keeper, person, scope };
}

function notOfSetting(): ProblemError {
  return new ProblemError({
    code: 'contacts-not-allowed',
    message: 'How a child’s adults are reached is shown to the people of the child’s setting alone.',
    nextStep: 'Ask the setting, which decides whether to tell you.',
  });
}

function nobody(): ProblemError {
  return new ProblemError({
    code: 'person-not-found',
    message: 'Nobody has this place on the roll.',
    nextStep: 'Look on the roll of the setting.',
  });
}

function hasLeft(): ProblemError {
  return new ProblemError({
    code: 'person-left-not-found',
    message: 'This child is on the roll here no longer.',
    nextStep: 'The setting where the child is now looks after how the child’s adults are reached.',
  });
}

function ofChild({ database, clock }: ChildContext, { keeper, person, scope }: Here): OfChild {
  const { settingId, laId, trustId, demonstration } = keeper;
  return { database, clock, scope, learnerId: person.learnerId, at: { settingId, laId, trustId }, demonstration };
}

async function change(child: OfChild, posted: PostedForm): Promise<Result<void, Problem>> {
  const fields = Object.fromEntries(Object.keys(posted).map((name) => [name, textOf(posted, name).slice(0, 500)]));
  const days = readDays(posted, { until: 'optional' });
  switch (fields['form']) {
    case 'adult':
      return await enterAdult(child, fields);
    case 'contact':
      return await enterContact(child, fields);
    case 'close':
    case 'open':
      return await closeAccount(child, fields);
    case 'end':
      return await closeContact(child, fields);
    case 'rule':
      return days.ok ? await enterRule(child, fields, days.value.until) : failure(nothingDone);
    case 'lift':
      return await liftContactRule(child, fields);
    default:
      return failure(nothingDone);
  }
}

const nothingDone: Problem = {
  code: 'contacts-unchanged',
  message: 'Nothing was changed.',
  nextStep: 'Use one of the forms of the page; write a day as 27/3/2027.',
};

async function sendContacts(reply: FastifyReply, { database, clock, shell }: ChildContext, here: Here) {
  const { keeper, person, scope, problem } = here;
  const { learnerId } = person;
  const day = clock.today();
  const contacts = await inScope(database, scope, (scoped) =>
    keptContacts(scoped, { learnerId, settingId: keeper.settingId, day }),
  );
  const found = await inGate(database, 'administer', async (gate) => ({
    adults: await adultsOf(gate, learnerId, clock.now()),
    rules: await rulesAbout(gate, learnerId, day),
    accounts: await familyAccounts(gate, learnerId),
  }));
  const may = {
    contacts: changes(scope, 'identity') ? 'change' : 'read',
    rules: changes(scope, 'voice') ? 'change' : 'read',
  } as const;
  const path = contactsPath(keeper.urn, person.slot);
  return sendPage(reply, shell, {
    title: `${problem ? 'Error: ' : ''}The adults of a child`,
    path,
    breadcrumbs: [{ text: keeper.name, href: settingPath(keeper.urn) }, { text: 'The adults of a child' }],
    children: h(ContactsPage, {
      ...found,
      keeper,
      person,
      contacts,
      may,
      why: whyWords(scope),
      problem: problem && `${problem.message} ${problem.nextStep}`,
    }),
  });
}
