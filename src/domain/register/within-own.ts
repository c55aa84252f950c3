import type { OwnPlaces } from '#domain/roll/own-places.ts';
import { ownPlaces } from '#domain/roll/own-places.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import type { CurrentMarks } from './change-marks.ts';
import type { PostedForm } from './page-form.ts';
import { postedSlots } from './page-form.ts';
import type { RegisterView } from './page-register.ts';
import type { RollOnDay } from './sent-marks-roll.ts';
import { offRoll } from './sent-marks-roll.ts';

/**
 * A whole register as it is written for some children alone: what was sent at their places, and what is there at every
 * other. Throws `marks-not-allowed` (403) when a mark was sent at another place, whatever it is: nothing is written then.
 */
export function registerWithin<Sent extends { readonly marks: Uint8Array }>(
  sent: Sent,
  current: CurrentMarks | undefined,
  own: OwnPlaces,
): Sent {
  if (own === undefined) return sent;
  const marks = new Uint8Array(Math.max(sent.marks.length, current?.marks.length ?? 0));
  marks.set(current?.marks ?? []);
  for (let place = 0; place < sent.marks.length; place += 1) {
    const byte = sent.marks[place] as number;
    if (own.has(place)) marks[place] = byte;
    else if (byte !== 0) throw notYours();
  }
  // A shorter register has nobody at its last places: what is not sent there is no mark.
  for (const place of own) if (place >= sent.marks.length && place < marks.length) marks[place] = 0;
  return { ...sent, marks };
}

/** Throws `marks-not-allowed` (403) when a mark at another place is to be changed. */
export function refuseBeyond(changes: readonly { readonly place: number }[], own: OwnPlaces): void {
  if (own !== undefined && changes.some(({ place }) => !own.has(place))) throw notYours();
}

/** Throws `marks-not-allowed` (403) when a posted form holds the mark of somebody who is not the scope’s own. */
export function refuseOthers(form: PostedForm, scope: SettingScope, { keeper, onDay }: RegisterView): void {
  const { base } = onDay.roll;
  const places = postedSlots(form).map((slot) => ({ place: slot - base }));
  refuseBeyond(places, ownPlaces(scope, keeper.settingId, base));
}

/** The roll of a day with nobody on it who is not the scope’s own: what an answer may count. */
export function ownRoll(onDay: RollOnDay, scope: SettingScope): RollOnDay {
  const own = ownPlaces(scope, onDay.roll.settingId, onDay.roll.base);
  if (own === undefined) return onDay;
  return { ...onDay, ages: onDay.ages.map((age, place) => (own.has(place) ? age : offRoll)) };
}

function notYours(): ProblemError {
  return new ProblemError({
    code: 'marks-not-allowed',
    message: 'A mark was sent for somebody who is not among your own pupils here; nothing was written.',
    nextStep: 'Send the marks of your own pupils alone, or ask somebody of the whole setting to send the register.',
  });
}
