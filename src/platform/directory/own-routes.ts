import { h } from 'preact';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import { beginningOf } from '#platform/agreement/compiled.ts';
import { agreementReach } from '#platform/agreement/reach.ts';
import { agreementIdsOf } from '#platform/agreement/store.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { DirectoryContext } from './asking.ts';
import { askWho } from './asking.ts';
import type { OwnRole } from './pages/own-page.tsx';
import { OwnPage } from './pages/own-page.tsx';
import { directoryPaths } from './paths.ts';
import type { ListedMember } from './people-store.ts';
import { rolesOf } from './people-store.ts';
import { partsOf } from './team-store.ts';

/** What somebody could see themselves: their roles, teams and agreements, and when each ends. */
export function ownRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock, shell } = context;
  app.get(directoryPaths.own, { schema: { hide: true } }, async (request, reply) => {
    const { member } = await askWho(context, request);
    if (!member) throw new ProblemError(notSignedIn);
    const now = clock.now();
    const own = await inGate(database, 'administer', async (gate) => {
      const all: OwnRole[] = [];
      for (const role of await rolesOf(gate, member.personId)) {
        all.push({ ...role, teams: await teamsUnder(gate, role), agreements: await agreementsFor(gate, role, now) });
      }
      return all;
    });
    return await sendPage(reply, shell, {
      title: 'What you could see',
      path: directoryPaths.own,
      children: h(OwnPage, { name: own[0]?.name ?? '', roles: own, today: clock.today(), now }),
    });
  });
}

async function teamsUnder(gate: Gated, { membershipId }: ListedMember): Promise<OwnRole['teams']> {
  const parts = await partsOf(gate, membershipId);
  return parts.map(({ teamId, learnerId, purpose, categories, enteredAt, endedAt, validTo }) => {
    const lastDay = validTo === null ? undefined : new Date(beginningOf(addDays(validTo, 1)));
    const until = endedAt !== null && (lastDay === undefined || endedAt < lastDay) ? endedAt : lastDay;
    return { teamId, learnerId, purpose, categories, since: enteredAt, until };
  });
}

async function agreementsFor(
  gate: Gated,
  role: ListedMember & { readonly organisationId: number },
  now: Date,
): Promise<OwnRole['agreements']> {
  if (role.endedAt !== null || !Object.hasOwn(roles, role.role)) return [];
  const acts: readonly string[] = roles[role.role as RoleName].purposes;
  const found: OwnRole['agreements'][number][] = [];
  for (const agreementId of await agreementIdsOf(gate, [role.organisationId])) {
    const reached = await agreementReach(gate, agreementId, role.organisationId, now);
    if (!reached.ok || !acts.includes(reached.value.purpose)) continue;
    found.push({ agreementId, words: reached.value.words, until: reached.value.until });
  }
  return found;
}

const notSignedIn = {
  code: 'own-roles-not-allowed',
  message: 'This page is about whoever is signed in as a member of an organisation.',
  nextStep: 'Sign in at /sign-in. Everybody may read who may see what at /access/roles.',
} as const;
