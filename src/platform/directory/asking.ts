import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { RoleName } from '#platform/access/roles.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { AskMembership, Member } from '#platform/agreement/signatory-store.ts';
import { memberBehind } from '#platform/agreement/signatory-store.ts';
import type { Database } from '#platform/database/pool.ts';
import type { LookedChild } from '#platform/ledger/looked-store.ts';
import { childInScope } from '#platform/ledger/looked-store.ts';
import type { Administrator } from './people.ts';

/** What signing in does for these pages; without it nobody is invited and no sign-in is ended. */
export interface SigningPeopleIn {
  /** A one-time link with which somebody proves who they are for the first time, and until when it serves. */
  invite(
    gate: Gated,
    request: FastifyRequest,
    person: { readonly personId: number; readonly madeBy: string; readonly now: Date },
  ): Promise<{ readonly link: string; readonly expiresAt: Date }>;
  /** Ends every sign-in of a person, and answers how many. */
  endSessions(gate: Gated, personId: number, now: Date): Promise<number>;
}

/** What the routes of this room are given. */
export interface DirectoryContext {
  readonly database: Database;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly askScope: AskScope;
  /** As which member somebody is signed in, also in a role that reaches no child. */
  readonly askMembership?: AskMembership | undefined;
  readonly signingPeopleIn?: SigningPeopleIn | undefined;
}

/** An id of ours in an address or a form. */
export const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** The signed-in member, and under which scope, if their role has one. */
export interface Asker {
  readonly member: Member | undefined;
  readonly role: RoleName | undefined;
  readonly scope: Scope | undefined;
}

/** Who asks. A role that reaches no child has no scope, which is no reason to keep these pages from it. */
export async function askWho(context: DirectoryContext, request: AskingRequest): Promise<Asker> {
  const engaged = await context.askMembership?.(request);
  const asked = context.askScope(request);
  const scope = await (engaged ? asked.catch(() => undefined) : asked);
  const member = await inGate(context.database, 'administer', (gate) =>
    memberBehind(gate, engaged ?? scope?.grounds, context.clock.now()),
  );
  return { member, scope, role: member?.roleName };
}

/** Whoever administers an organisation. Throws `administration-not-allowed` (403) for everybody else. */
export async function needAdministrator(context: DirectoryContext, request: AskingRequest): Promise<Administrator> {
  const { member } = await askWho(context, request);
  if (member?.role.administers === 'own-organisation') return administratorOf(member);
  throw new ProblemError({
    code: 'administration-not-allowed',
    message: 'This is for whoever administers an organisation: its head, trust officer or administrator.',
    nextStep: 'Sign in in such a role, or ask somebody who has it.',
  });
}

export function administratorOf({ organisationId, personId, membershipId, toldBy }: Member): Administrator {
  return { organisationId, acting: { personId, membershipId }, words: toldBy };
}

/** A child whom a scope reaches, noted as the one it was about. */
export async function childReached(
  { database }: DirectoryContext,
  scope: Scope | undefined,
  learnerId: number,
): Promise<LookedChild | undefined> {
  if (!scope?.kind || scope.kind === 'steward' || !scope.categories.includes('identity')) return undefined;
  scope.trail?.about({ kind: 'learners', learners: [learnerId] });
  return await inScope(database, scope, (scoped) => childInScope(scoped, learnerId));
}

/** What was done, or the problem thrown. */
export function done<Value>(result: Result<Value, Problem>): Value {
  if (result.ok) return result.value;
  throw new ProblemError(result.failure);
}
