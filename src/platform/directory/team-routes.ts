import type { FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import type { Category } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { roles } from '#platform/access/roles.ts';
import type { LookedChild } from '#platform/ledger/looked-store.ts';
import { childRecordPath } from '#platform/ledger/paths.ts';
import { sendPage } from '#platform/web/answers.ts';
import { manyTexts, textOrEmpty } from '#platform/web/form-fields.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Asker, DirectoryContext } from './asking.ts';
import { askWho, childReached, done, id } from './asking.ts';
import type { OfferedPartner } from './pages/team-page.tsx';
import { TeamPage } from './pages/team-page.tsx';
import { directoryPaths, teamPath } from './paths.ts';
import { dayOf } from './people-routes.ts';
import type { Team } from './team-store.ts';
import { partnersFor, teamsOfChild } from './team-store.ts';
import type { Leader } from './teams.ts';
import { closeTeam, endPart, inviteToTeam, mayLeadTeams, openTeam, readsOf, teamPurposes, teamRoles } from './teams.ts';
import { childCategories } from './who-could-see.ts';

const Child = z.object({ learnerId: id });
const Purposed = z.object({ purpose: z.enum(teamPurposes as readonly [Purpose, ...Purpose[]]) });
const Asked = z.object({ team: id, member: id, categories: manyTexts, to: textOrEmpty });
const Part = z.object({ team: id, member: id });
const Closed = z.object({ team: id });

/** The teams around a child: for whoever may lead one, and for their members. */
export function teamRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock, shell } = context;
  app.get(directoryPaths.team, { schema: { hide: true, params: Child } }, async (request, reply) => {
    const { learnerId } = request.params;
    const { asker, child, leader } = await needTeamViewer(context, request, learnerId);
    const { teams, partners } = await inGate(database, 'administer', async (gate) => {
      const all = await teamsOfChild(gate, learnerId);
      const shown = leader ? all : all.filter((team) => isIn(team, asker));
      return { teams: shown, partners: leader ? await offered(gate, context, child, shown) : [] };
    });
    return await sendPage(reply, shell, {
      title: 'The team around a child',
      path: teamPath(learnerId),
      breadcrumbs: [{ text: child.name, href: childRecordPath(learnerId) }, { text: 'Team' }],
      children: h(TeamPage, {
        child,
        teams,
        partners,
        scope: asker.scope,
        own: asker.member?.membershipId,
        may: leader ? 'lead' : 'read',
        gives: leader?.reads ?? [],
        today: clock.today(),
        now: clock.now(),
      }),
    });
  });
  leadingRoutes(app, context);
  endingRoutes(app, context);
}

function leadingRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock } = context;
  const opens = { schema: { hide: true, params: Child, body: Purposed } };
  app.post(`${directoryPaths.team}/open`, opens, async (request, reply) => {
    const { learnerId } = request.params;
    const leader = await needLeader(context, request, learnerId);
    const { purpose } = request.body;
    done(await inGate(database, 'administer', (gate) => openTeam(gate, leader, { learnerId, purpose }, clock.now())));
    return reply.redirect(teamPath(learnerId), 303);
  });
  const invites = { schema: { hide: true, params: Child, body: Asked } };
  app.post(`${directoryPaths.team}/invite`, invites, async (request, reply) => {
    const { learnerId } = request.params;
    const { leader, child } = await needTeamViewer(context, request, learnerId);
    if (!leader) throw new ProblemError(notYours);
    const { team, member, categories, to } = request.body;
    const lastDay = dayOf(to);
    if (lastDay === 'no day') throw new ParameterError('to', noDay(to));
    const asked = childCategories.filter((one) => categories.includes(one));
    const outcome = await inGate(database, 'administer', async (gate) => {
      const open = (await teamsOfChild(gate, learnerId)).filter(({ teamId }) => teamId === team);
      const partners = await offered(gate, context, child, open);
      const partner = partners.find(({ membershipId }) => membershipId === member);
      if (!partner) throw new ProblemError(noPartner);
      const { personId, membershipId } = partner;
      const part = { learnerId, teamId: team, personId, membershipId, categories: asked, to: lastDay };
      return await inviteToTeam(gate, leader, part, clock.now());
    });
    done(outcome);
    return reply.redirect(teamPath(learnerId), 303);
  });
}

function endingRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock } = context;
  const part = { schema: { hide: true, params: Child, body: Part } };
  app.post(`${directoryPaths.team}/end`, part, async (request, reply) => {
    const { learnerId } = request.params;
    const { team: teamId, member: membershipId } = request.body;
    const { asker, leader } = await needTeamViewer(context, request, learnerId);
    const own = asker.member?.membershipId === membershipId;
    if (!leader && !own) throw new ProblemError(notYours);
    const words = asker.member?.toldBy ?? 'somebody';
    const ended = { learnerId, teamId, membershipId };
    done(await inGate(database, 'administer', (gate) => endPart(gate, { words }, ended, clock.now())));
    // Who has left sees the child no longer.
    return reply.redirect(own && !leader ? directoryPaths.own : teamPath(learnerId), 303);
  });
  const closes = { schema: { hide: true, params: Child, body: Closed } };
  app.post(`${directoryPaths.team}/close`, closes, async (request, reply) => {
    const { learnerId } = request.params;
    const leader = await needLeader(context, request, learnerId);
    const closed = { learnerId, teamId: request.body.team };
    done(await inGate(database, 'administer', (gate) => closeTeam(gate, leader, closed, clock.now())));
    return reply.redirect(teamPath(learnerId), 303);
  });
}

/** A child in reach of somebody who may lead teams, or is in one. Throws `child-not-found` (404) for everybody else. */
async function needTeamViewer(
  context: DirectoryContext,
  request: FastifyRequest,
  learnerId: number,
): Promise<{ readonly asker: Asker; readonly child: LookedChild; readonly leader: Leader | undefined }> {
  const asker = await askWho(context, request);
  const staff = asker.member && !asker.scope?.grounds?.family;
  const child = staff ? await childReached(context, asker.scope, learnerId) : undefined;
  const inTeams = asker.member?.role.reach === 'teams';
  const leader = child && leaderOf(asker);
  if (child && (leader || inTeams)) return { asker, child, leader };
  throw new ProblemError(noSuchChild);
}

async function needLeader(context: DirectoryContext, request: FastifyRequest, learnerId: number): Promise<Leader> {
  const { leader } = await needTeamViewer(context, request, learnerId);
  if (leader) return leader;
  throw new ProblemError(notYours);
}

/** A record opened for some hours opens no team: what is lent is not given on for longer. */
function leaderOf({ member, role, scope }: Asker): Leader | undefined {
  if (!member || !scope || !role || !mayLeadTeams.includes(role) || scope.grounds?.breakGlassId) return undefined;
  const narrow: readonly Category[] = scope.kind === 'steward' ? [] : scope.categories;
  const reads = scope.grounds?.agreementId || scope.kind === 'children' ? narrow : readsOf(member.role);
  const lent = scope.grounds?.agreementId !== undefined || scope.kind === 'children';
  const { membershipId, personId, toldBy: words } = member;
  return { membershipId, personId, reads, words, reach: lent ? 'lent' : 'own' };
}

function isIn({ members }: Team, { member }: Asker): boolean {
  return members.some((one) => one.membershipId === member?.membershipId && one.endedAt === null);
}

/** Who could be asked into each of the open teams. */
async function offered(
  gate: Gated,
  { clock }: DirectoryContext,
  { places }: LookedChild,
  teams: readonly Team[],
): Promise<readonly OfferedPartner[]> {
  const authorities = places.map(({ laId }) => laId);
  const open = teams.filter(({ closedOn }) => closedOn === null);
  if (open.length === 0) return [];
  const partners = await partnersFor(gate, { roles: teamRoles, authorities, today: clock.today() });
  return open.flatMap(({ teamId, purpose }) =>
    partners
      .filter(({ role }) => {
        const known = teamRoles.find((name) => name === role);
        return known !== undefined && (roles[known].purposes as readonly string[]).includes(purpose);
      })
      .map((partner) => ({ ...partner, teamId })),
  );
}

function noDay(text: string) {
  return { code: 'day-invalid', message: `“${text}” is no day.`, nextStep: 'Write it as 1/9/2026.' };
}

const noSuchChild = {
  code: 'child-not-found',
  message: 'There is no such child, or the team around them is not yours to see.',
  nextStep: 'A safeguarding lead, head, inclusion officer or social worker sees it for children they reach.',
} as const;

const notYours = {
  code: 'team-leading-not-allowed',
  message: 'You may not change the team around this child.',
  nextStep: 'Ask a safeguarding lead, head, inclusion officer or social worker who reaches the child.',
} as const;

const noPartner = {
  code: 'team-partner-not-found',
  message: 'Nobody who could be in this team has that role, or no longer.',
  nextStep: 'Choose somebody from the list on the team’s page.',
} as const;
