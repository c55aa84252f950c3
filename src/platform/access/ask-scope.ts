import type { FastifyRequest } from 'fastify';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Scope, SettingScope } from './scope.ts';

/** The scope a request is answered under; `undefined` when it has none, and then it sees no child. */
export type AskScope = (request: FastifyRequest) => Scope | undefined;

/** The request's scope. Throws `scope-not-allowed`, answered with 403, when it has none. */
export function needScope(askScope: AskScope, request: FastifyRequest): Scope {
  const scope = askScope(request);
  if (scope) return scope;
  throw new ProblemError({
    code: 'scope-not-allowed',
    message: 'Nobody is shown registers without saying who they are.',
    nextStep: 'Choose a role in the banner at the top of a page, or see /scope.',
  });
}

/** The request's scope when it may change a setting's roll and registers. Throws `scope-not-allowed` otherwise. */
export function needSettingScope(askScope: AskScope, request: FastifyRequest, settingId: number): SettingScope {
  const scope = needScope(askScope, request);
  if (scope.kind === 'setting' && scope.settings.includes(settingId)) return scope;
  throw new ProblemError({
    code: 'scope-not-allowed',
    message: `Only somebody of the setting may do this, and you are here as: ${scope.actor}.`,
    nextStep: 'Choose a role at this setting in the banner at the top of the page, or see /scope.',
  });
}
