import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { readTypedDay } from '#foundation/kernel/typed-day.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import { textOrEmpty } from '#platform/web/form-fields.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { DirectoryContext } from './asking.ts';
import { done, id, needAdministrator } from './asking.ts';
import { MemberPage } from './pages/member-page.tsx';
import type { PeopleShown, TypedEntry } from './pages/people-page.tsx';
import { PeoplePage, StaffListPage } from './pages/people-page.tsx';
import { directoryPaths, memberPath } from './paths.ts';
import type { Administrator, Entry } from './people.ts';
import { changeMember, endMember, enterMember } from './people.ts';
import type { RowFault } from './people-file.ts';
import { parts, readStaff, roleOf } from './people-file.ts';
import { hasRoleElsewhere, holdOrganisation, membersAt } from './people-store.ts';
import { hasWayIn, removeWaysIn, waysInOf } from './ways-in-store.ts';

const Typed = z.object({
  name: textOrEmpty,
  email: textOrEmpty,
  role: textOrEmpty,
  classes: textOrEmpty,
  yearGroups: textOrEmpty,
  from: textOrEmpty,
  to: textOrEmpty,
});
const Member = z.object({ membershipId: id });
const crumbs = [{ text: 'People', href: directoryPaths.people }];

/** Who has which role at an organisation, for whoever administers it. */
export function peopleRoutes(app: RouteServer, context: DirectoryContext): void {
  app.get(directoryPaths.people, { schema: { hide: true } }, async (request, reply) => {
    const by = await needAdministrator(context, request);
    return await sendPeople(context, reply, by, {});
  });
  app.post(directoryPaths.people, { schema: { hide: true, body: Typed } }, async (request, reply) => {
    const by = await needAdministrator(context, request);
    const entry = entryOf(request.body);
    const entered = entry.ok
      ? await inGate(context.database, 'administer', (gate) => enterMember(gate, by, entry.value, context.clock.now()))
      : entry;
    if (entered.ok) return reply.redirect(memberPath(entered.value.membershipId), 303);
    reply.status(entered.failure.code.endsWith('-not-allowed') ? 403 : 400);
    return await sendPeople(context, reply, by, { typed: request.body, problem: entered.failure.message });
  });
  staffRoutes(app, context);
  memberRoutes(app, context);
}

function staffRoutes(app: RouteServer, context: DirectoryContext): void {
  const path = directoryPaths.staffList;
  const page = { title: 'Enter a list of people', path, breadcrumbs: crumbs };
  app.get(path, { schema: { hide: true } }, async (request, reply) => {
    await needAdministrator(context, request);
    return await sendPage(reply, context.shell, { ...page, children: h(StaffListPage, { text: '', faults: [] }) });
  });
  const body = z.object({ list: textOrEmpty });
  app.post(path, { schema: { hide: true, body }, bodyLimit: 512_000 }, async (request, reply) => {
    const by = await needAdministrator(context, request);
    const text = request.body.list;
    const entered = await enterStaff(context, by, text);
    if (entered.ok) return reply.redirect(directoryPaths.people, 303);
    const children = h(StaffListPage, { text, faults: entered.failure });
    return await sendPage(reply.status(400), context.shell, { ...page, title: `Error: ${page.title}`, children });
  });
}

/** Enters everybody of a list, or nobody. */
async function enterStaff(
  { database, clock }: DirectoryContext,
  by: Administrator,
  text: string,
): Promise<Result<number, readonly RowFault[]>> {
  const now = clock.now();
  try {
    return await inGate(database, 'administer', async (gate) => {
      const organisation = await holdOrganisation(gate, by.organisationId);
      if (!organisation) return failure([{ line: 1, column: '', message: 'There is no such organisation.' }]);
      const staff = readStaff(text, { kind: organisation.kind, today: clock.today() });
      if (!staff.ok) return staff;
      for (const { line, ...entry } of staff.value) {
        const entered = await enterMember(gate, by, entry, now);
        // Thrown, so that the transaction takes back the lines before.
        if (!entered.ok) throw new RefusedLine(line, entered.failure);
      }
      return success(staff.value.length);
    });
  } catch (reason) {
    if (!(reason instanceof RefusedLine)) throw reason;
    return failure([{ line: reason.line, column: '', message: reason.problem.message }]);
  }
}

class RefusedLine extends ProblemError {
  readonly line: number;

  constructor(line: number, problem: Problem) {
    super(problem);
    this.line = line;
  }
}

function memberRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock } = context;
  const send = (reply: FastifyReply, by: Administrator, membershipId: number, made?: string) =>
    sendMember(context, reply, { by, membershipId, made });
  const at = { schema: { hide: true, params: Member } };
  app.get(directoryPaths.member, at, async (request, reply) => {
    const by = await needAdministrator(context, request);
    return await send(reply, by, request.params.membershipId);
  });
  app.post(`${directoryPaths.member}/end`, at, async (request, reply) => {
    const by = await needAdministrator(context, request);
    const { membershipId } = request.params;
    done(await inGate(database, 'administer', (gate) => endMember(gate, by, membershipId, clock.now())));
    return reply.redirect(memberPath(membershipId), 303);
  });
  const changed = { schema: { ...at.schema, body: Typed } };
  app.post(`${directoryPaths.member}/change`, changed, async (request, reply) => {
    const by = await needAdministrator(context, request);
    const { membershipId } = request.params;
    const entry = done(entryOf(request.body));
    const change = await inGate(database, 'administer', (gate) =>
      changeMember(gate, by, { membershipId, entry }, clock.now()),
    );
    return reply.redirect(memberPath(done(change).membershipId), 303);
  });
  signingInRoutes(app, context);
}

/** What an administrator does about how a person signs in. */
function signingInRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock, signingPeopleIn } = context;
  const at = { schema: { hide: true, params: Member } };
  app.post(`${directoryPaths.member}/invite`, at, async (request, reply) => {
    const by = await needAdministrator(context, request);
    const made = await inGate(database, 'administer', (gate) => invited(gate, context, { by, request }));
    reply.header('cache-control', 'no-store');
    return await sendMember(context, reply, { by, membershipId: request.params.membershipId, made });
  });
  app.post(`${directoryPaths.member}/lost-key`, at, async (request, reply) => {
    const by = await needAdministrator(context, request);
    const { membershipId } = request.params;
    await inGate(database, 'administer', async (gate) => {
      const { personId, endedAt } = await memberHere(gate, by, membershipId);
      if (endedAt !== null || personId === by.acting?.personId) throw new ProblemError(noMember);
      if (await hasRoleElsewhere(gate, personId, by.organisationId)) throw new ProblemError(elsewhereToo);
      await removeWaysIn(gate, personId, { at: clock.now(), by: by.words });
      await signingPeopleIn?.endSessions(gate, personId, clock.now());
    });
    return reply.redirect(memberPath(membershipId), 303);
  });
  app.post(`${directoryPaths.member}/sign-out`, at, async (request, reply) => {
    const by = await needAdministrator(context, request);
    await inGate(database, 'administer', async (gate) => {
      const { personId } = await memberHere(gate, by, request.params.membershipId);
      await signingPeopleIn?.endSessions(gate, personId, clock.now());
    });
    return reply.redirect(memberPath(request.params.membershipId), 303);
  });
}

async function sendMember(
  { database, clock, shell, signingPeopleIn }: DirectoryContext,
  reply: FastifyReply,
  shown: { readonly by: Administrator; readonly membershipId: number; readonly made: string | undefined },
): Promise<FastifyReply> {
  const { by, membershipId, made } = shown;
  const { all, kind } = await inGate(database, 'administer', async (gate) => ({
    all: await membersAt(gate, by.organisationId),
    kind: (await holdOrganisation(gate, by.organisationId))?.kind ?? 'setting',
  }));
  const member = all.find((one) => one.membershipId === membershipId);
  if (!member) throw new ProblemError(noMember);
  const waysIn = await inGate(database, 'administer', (gate) => waysInOf(gate, member.personId));
  const others = all.filter((one) => one.personId === member.personId);
  const own = member.personId === by.acting?.personId ? ('own' as const) : ('another' as const);
  const may = signingPeopleIn ? ('invite' as const) : ('not-invite' as const);
  const children = h(MemberPage, { member, kind, others, own, may, waysIn, made, today: clock.today() });
  const path = memberPath(membershipId);
  return await sendPage(reply, shell, { title: member.name, path, breadcrumbs: crumbs, children });
}

async function memberHere(gate: Gated, by: Administrator, membershipId: number) {
  const all = await membersAt(gate, by.organisationId);
  const member = all.find((one) => one.membershipId === membershipId);
  if (member) return member;
  throw new ProblemError(noMember);
}

async function invited(
  gate: Gated,
  { signingPeopleIn, clock }: DirectoryContext,
  asked: { readonly by: Administrator; readonly request: FastifyRequest<{ Params: z.infer<typeof Member> }> },
): Promise<string | undefined> {
  const { by, request } = asked;
  const { personId, endedAt } = await memberHere(gate, by, request.params.membershipId);
  if (endedAt !== null) throw new ProblemError(noMember);
  // Whoever holds the link becomes the person: also in what they are at other organisations.
  if (await hasRoleElsewhere(gate, personId, by.organisationId)) throw new ProblemError(elsewhereToo);
  if ((await waysInOf(gate, personId)).has === 'a way in') throw new ProblemError(hasWayIn);
  const made = await signingPeopleIn?.invite(gate, request, { personId, madeBy: by.words, now: clock.now() });
  return made?.link;
}

async function sendPeople(
  { database, clock, shell, signingPeopleIn }: DirectoryContext,
  reply: FastifyReply,
  by: Administrator,
  more: { readonly typed?: TypedEntry; readonly problem?: string },
): Promise<FastifyReply> {
  const shown = await inGate(database, 'administer', async (gate): Promise<PeopleShown> => {
    const organisation = await holdOrganisation(gate, by.organisationId);
    if (!organisation) throw new ProblemError(noMember);
    const members = await membersAt(gate, by.organisationId);
    return { organisation, members, today: clock.today(), now: clock.now(), ...more };
  });
  const title = `${more.problem === undefined ? '' : 'Error: '}People of ${shown.organisation.name}`;
  const may = signingPeopleIn ? ('invite' as const) : ('not-invite' as const);
  return await sendPage(reply, shell, {
    title,
    path: directoryPaths.people,
    children: h(PeoplePage, { ...shown, may }),
  });
}

/** An entry as typed, or what cannot be understood in it. */
function entryOf(typed: z.infer<typeof Typed>): Result<Entry, Problem> {
  const role = roleOf(typed.role);
  const from = dayOf(typed.from);
  const to = dayOf(typed.to);
  const yearGroups = parts(typed.yearGroups).map(Number);
  const wrong =
    (role === undefined && 'Choose a role.') ||
    (from === 'no day' && `“${typed.from}” is no day such as 1/9/2026.`) ||
    (to === 'no day' && `“${typed.to}” is no day such as 1/9/2026.`) ||
    (yearGroups.some((year) => !Number.isInteger(year) || year < -2 || year > 14) &&
      `“${typed.yearGroups}” are no year groups such as 7, 8.`);
  if (wrong || role === undefined || from === 'no day' || to === 'no day') {
    const nextStep = 'Put it right and send it again. Nothing was entered.';
    return failure({ code: 'person-entry-invalid', message: wrong || 'Choose a role.', nextStep });
  }
  const { name, email, classes } = typed;
  return success({ name: name.trim(), email: email.trim(), role, classes: parts(classes), yearGroups, from, to });
}

/** A day as typed; `undefined` when nothing was. */
export function dayOf(text: string): PlainDate | 'no day' | undefined {
  if (text.trim() === '') return undefined;
  return readTypedDay(text) ?? 'no day';
}

const noMember: Problem = {
  code: 'membership-not-found',
  message: 'Your organisation has no such role, or it has ended.',
  nextStep: 'See who has which role at /people.',
};

const elsewhereToo: Problem = {
  code: 'invitation-not-allowed',
  message: 'This person has a role at another organisation too, and an invitation would open that as well.',
  nextStep: 'They sign in as they do there; here they choose their role at your organisation.',
};
