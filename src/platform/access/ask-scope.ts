import type { FastifyRequest } from 'fastify';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Scope, SettingScope } from './scope.ts';

/** What of a request says who asks. Every request of Fastify's has it, whatever its route's schemas. */
export type AskingRequest = Pick<FastifyRequest, 'headers'>;

/**
 * The scope a request is answered under; `undefined` when it has none, and then it sees no child. Give it the request
 * itself: whoever asks makes the answer one that no cache may keep.
 */
export type AskScope = (request: AskingRequest) => Promise<Scope | undefined>;

/** The request's scope. Throws `scope-not-allowed`, answered with 403, when it has none. */
export async function needScope(askScope: AskScope, request: AskingRequest): Promise<Scope> {
  const scope = await askScope(request);
  if (scope) return scope;
  throw new ProblemError({
    code: 'scope-not-allowed',
    message: 'Nobody is shown registers without saying who they are.',
    nextStep: 'Choose a role in the banner at the top of a page, or see /scope.',
  });
}

/** The request's scope when it may change a setting's roll and registers. Throws `scope-not-allowed` otherwise. */
export async function needSettingScope(
  askScope: AskScope,
  request: AskingRequest,
  settingId: number,
): Promise<SettingScope> {
  const scope = await needScope(askScope, request);
  if (scope.kind === 'setting' && scope.settings.includes(settingId)) return scope;
  throw new ProblemError({
    code: 'scope-not-allowed',
    message: `Only somebody of the setting may do this, and you are here as: ${scope.actor}.`,
    nextStep: 'Choose a role at this setting in the banner at the top of the page, or see /scope.',
  });
}
