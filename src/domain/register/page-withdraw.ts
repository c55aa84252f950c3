import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { amendMarks } from './actions.ts';
import type { RegisterContext } from './api-keepers.ts';
import type { PostedForm } from './page-form.ts';
import { longestReason, text } from './page-form.ts';
import type { AskedRegister, RegisterView } from './page-register.ts';
import { readRegisterView } from './page-register.ts';

/** Why a register was not withdrawn, to be shown beside the reason that was given. */
export interface Unwithdrawn {
  readonly reason: string;
  readonly message: string;
}

/** The places of a register that have a mark. */
export function markedPlaces({ register }: Pick<RegisterView, 'register'>): readonly number[] {
  return [...(register?.marks.entries() ?? [])].flatMap(([place, byte]) => (byte === 0 ? [] : [place]));
}

/** Whether a form asks to withdraw the register rather than to take it. */
export function asksToWithdraw(form: PostedForm): boolean {
  return text(form, 'form') === 'withdraw';
}

/**
 * Withdraws every mark of a register of a time when the setting turns out to have been closed, whatever class the page
 * showed: each is an amendment with the reason, and can be read in the register’s history. Answers what stands in the way;
 * `undefined` when it is done.
 */
export async function withdrawRegister(
  { database, clock }: RegisterContext,
  scope: SettingScope,
  asked: Omit<AskedRegister, 'class'>,
  form: PostedForm,
): Promise<Unwithdrawn | undefined> {
  const reason = text(form, 'reason').slice(0, longestReason);
  const at = clock.now();
  const view = await inScope(database, scope, (scoped) => readRegisterView(scoped, { ...asked, class: undefined }, at));
  const places = markedPlaces(view);
  const refused = (message: string) => ({ reason, message });
  if (view.closed === undefined)
    return refused('The setting was open then: correct marks one by one, each with its reason');
  if (places.length === 0) return undefined;
  if (reason === '') return refused('Say why the register is withdrawn');
  if (text(form, 'version') !== String(view.register?.version)) return refused(changedSince);
  const changes = places.map((place) => ({ place, byte: 0, reason }));
  const version = (view.register?.version ?? 0) + 1;
  const { kind } = await amendMarks(database, scope, { ...view.key, version, changes }, at);
  return kind === 'recorded' || kind === 'unchanged' ? undefined : refused(changedSince);
}

const changedSince = 'Somebody has changed the register since you opened the page: look at it again, then withdraw it';
