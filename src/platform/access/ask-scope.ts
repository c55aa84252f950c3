import type { FastifyRequest } from 'fastify';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { changes, needCategories } from './allowed.ts';
import type { Category } from './categories.ts';
import type { Scope, SettingScope } from './scope.ts';

/** What of a request says who asks. Every request of Fastify's has it, whatever its route's schemas. */
export type AskingRequest = Pick<FastifyRequest, 'headers'>;

/**
 * The scope a request is answered under; `undefined` when it has none, and then it sees no child. Give it the request
 * itself: whoever asks makes the answer one that no cache may keep.
 */
export type AskScope = (request: AskingRequest) => Promise<Scope | undefined>;

/** The categories a route shows or changes: at least one. */
export type Needed = readonly [Category, ...Category[]];

/**
 * The request's scope, when it reads what the route shows. Throws `scope-not-allowed`, answered with 403, when there is
 * none, or it lacks a category. A child’s and a parent’s scope is for the pages of families, which know what is withheld
 * from whom: it opens no other.
 */
export async function needScope(askScope: AskScope, request: AskingRequest, needed: Needed): Promise<Scope> {
  const scope = await askScope(request);
  if (!scope) {
    throw new ProblemError({
      code: 'scope-not-allowed',
      message: 'Nobody is shown registers without saying who they are.',
      nextStep: 'Choose a role in the banner at the top of a page, or see /scope.',
    });
  }
  if (scope.grounds?.family !== undefined) {
    throw new ProblemError({
      code: 'scope-not-allowed',
      message: 'This page is for the people who work with children.',
      nextStep: 'Your own pages show the record that is yours to see.',
    });
  }
  needCategories(scope, 'read', needed);
  return scope;
}

/** The request's scope when it may change a setting's roll and registers. Throws `scope-not-allowed` otherwise. */
export async function needSettingScope(
  askScope: AskScope,
  request: AskingRequest,
  settingId: number,
  changed: Needed,
): Promise<SettingScope> {
  const scope = await needScope(askScope, request, changed);
  if (scope.kind !== 'setting' || !scope.settings.includes(settingId)) throw notOfTheSetting(scope);
  needCategories(scope, 'change', changed);
  scope.trail?.within([settingId]);
  return scope;
}

/**
 * The scope under which whoever asks takes and corrects a setting’s registers: of the whole setting, or of their own
 * children there alone (`places`), such as a class teacher’s. Throws `scope-not-allowed` otherwise.
 */
export async function needRecordingScope(
  askScope: AskScope,
  request: AskingRequest,
  settingId: number,
): Promise<SettingScope> {
  const scope = await needScope(askScope, request, ['attendance', 'totals']);
  const recording = recordingScope(scope, settingId);
  if (recording) return recording;
  if ('settings' in scope && scope.settings.includes(settingId)) {
    needCategories(scope, 'change', ['attendance', 'totals']);
  }
  throw notOfTheSetting(scope);
}

/**
 * The scope under which a reader takes and corrects a setting’s registers; `undefined` where they may not. A register is
 * written whole: of some children it is written under the setting, narrowed to their places.
 */
export function recordingScope(scope: Scope, settingId: number): SettingScope | undefined {
  if (!changes(scope, 'attendance', 'totals')) return undefined;
  if ('settings' in scope && scope.settings.includes(settingId)) scope.trail?.within([settingId]);
  if (scope.kind === 'setting') return scope.settings.includes(settingId) ? scope : undefined;
  if (scope.kind !== 'children' || !scope.settings.includes(settingId)) return undefined;
  const { learners: _learners, places, ...asker } = scope;
  return { ...asker, kind: 'setting', settings: [settingId], places };
}

function notOfTheSetting(scope: Scope): ProblemError {
  return new ProblemError({
    code: 'scope-not-allowed',
    message: `Only somebody of the setting may do this, and you are here as: ${scope.actor}.`,
    nextStep: 'Choose a role at this setting in the banner at the top of the page, or see /scope.',
  });
}
