import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { isOfTheSetting } from '#platform/access/allowed.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import type { Engagement } from '#platform/access/engagement.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Member } from '#platform/agreement/signatory-store.ts';
import { memberBehind } from '#platform/agreement/signatory-store.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Ledger } from './ledger.ts';
import type { LookedChild } from './looked-store.ts';
import { childInScope } from './looked-store.ts';

/** What the ledger’s routes are given. */
export interface LedgerRoutesContext {
  readonly database: Database;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly askScope: AskScope;
  readonly ledger: Ledger;
  /** As whom somebody is signed in, also when that reaches nobody; without it who they are comes from their scope. */
  readonly askEngagement?: ((request: FastifyRequest) => Promise<Engagement | undefined>) | undefined;
  /** Where the record of a place on a setting’s roll is; the roll room’s, handed in because it comes after this one. */
  readonly recordPath?: ((urn: number, slot: number) => string) | undefined;
  /** Goes on as somebody else in the same sign-in: with a record opened, or without it again. */
  readonly engage?:
    | ((request: FastifyRequest, reply: FastifyReply, engagement: Engagement) => Promise<boolean>)
    | undefined;
}

/** Somebody in a role. */
export interface Acting
  extends Pick<Member, 'membershipId' | 'personId' | 'person' | 'organisationId' | 'organisation'> {
  readonly role: RoleName;
  readonly may: Role;
}

/** In which role somebody asks; `undefined` for a child, a parent, a demonstration’s role and nobody. */
export async function askActing(context: LedgerRoutesContext, request: FastifyRequest): Promise<Acting | undefined> {
  const engagement = await context.askEngagement?.(request);
  if (engagement !== undefined && engagement.as !== 'member') return undefined;
  const engaged = engagement ?? (await context.askScope(request))?.grounds;
  if (engaged === undefined) return undefined;
  const member = await inGate(context.database, 'ledger', (gate) => memberBehind(gate, engaged, context.clock.now()));
  return member && { ...member, role: member.roleName, may: member.role };
}

/** The same, when it may do something. Throws `acting-not-allowed` (403) with who may. */
export async function needActing(
  context: LedgerRoutesContext,
  request: FastifyRequest,
  may: (acting: Acting) => boolean,
  who: string,
): Promise<Acting> {
  const acting = await askActing(context, request);
  if (acting && may(acting)) return acting;
  throw new ProblemError({
    code: 'acting-not-allowed',
    message: `This is for ${who}.`,
    nextStep: 'Sign in in such a role, or ask somebody who has it.',
  });
}

/** Whether a role may review what another person opened or held back. */
export function mayReview({ role, may }: Acting): boolean {
  return may.administers === 'own-organisation' || role === 'safeguarding-lead';
}

/** Whether a role answers for a child’s safety at its setting: sees all of who has looked, and may hold entries back. */
export function isLead({ role }: Acting): boolean {
  return role === 'safeguarding-lead' || role === 'head';
}

/** As what somebody may see who has looked at a child’s record. */
export type Viewer =
  | { readonly kind: 'family'; readonly as: 'child' | 'parent'; readonly scope: Scope }
  | { readonly kind: 'lead'; readonly acting: Acting; readonly scope: Scope };

/** A child, and as what whoever asks sees who has looked. Throws `child-not-found` (404) for anybody else. */
export async function needViewer(
  context: LedgerRoutesContext,
  request: FastifyRequest,
  learnerId: number,
): Promise<{ readonly viewer: Viewer; readonly child: LookedChild }> {
  const viewer = await viewerOf(context, request, learnerId);
  const child = viewer && (await childOf(context, viewer.scope, learnerId));
  if (!viewer || !child) throw new ProblemError(noSuchChild);
  return { viewer, child };
}

async function viewerOf(
  context: LedgerRoutesContext,
  request: FastifyRequest,
  learnerId: number,
): Promise<Viewer | undefined> {
  const scope = await context.askScope(request);
  const as = scope?.grounds?.family;
  if (scope?.kind === 'children' && as) {
    return scope.learners.includes(learnerId) ? { kind: 'family', as, scope } : undefined;
  }
  // An agreement shows another setting’s children, not who looks at them: that is for those who answer for them there.
  if (!isOfTheSetting(scope)) return undefined;
  const acting = await askActing(context, request);
  return acting && isLead(acting) ? { kind: 'lead', acting, scope } : undefined;
}

/** A child whom a scope reaches, noted as the one it was about. */
export async function childOf(
  { database }: LedgerRoutesContext,
  scope: Scope,
  learnerId: number,
): Promise<LookedChild | undefined> {
  scope.trail?.about({ kind: 'learners', learners: [learnerId] });
  return await inScope(database, scope, (scoped) => childInScope(scoped, learnerId));
}

/** A child’s or a parent’s scope; `undefined` for everybody else. */
export async function familyScope(
  { askScope }: LedgerRoutesContext,
  request: AskingRequest,
): Promise<Extract<Scope, { readonly kind: 'children' }> | undefined> {
  const scope = await askScope(request);
  return scope?.kind === 'children' && scope.grounds?.family ? scope : undefined;
}

const noSuchChild = {
  code: 'child-not-found',
  message: 'There is no such child, or who has looked at their record is not yours to see.',
  nextStep:
    'A child sees it for themselves, a parent for their children, a safeguarding lead or head for those on their roll.',
} as const;
