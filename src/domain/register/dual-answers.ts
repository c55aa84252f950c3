import { stateOf } from '#foundation/nations/code-book.ts';
import type { RollThen } from './dual-model.ts';

/**
 * All that a setting is told of the other setting of a dual registration: whether the child attended, or did not, or has no
 * mark yet, or that the other wrote D itself. Never which code.
 */
export type DualSays = 'attended' | 'not-attended' | 'no-mark' | 'elsewhere';

/** What one setting is to be told of a child’s half day: a row of `dual_answer` as it should be. */
export interface DualAnswer {
  readonly settingId: number;
  readonly slot: number;
  readonly otherSettingId: number;
  readonly says: DualSays;
}

/** The same, with whose half day it is. */
export interface AnswerWanted extends DualAnswer {
  readonly learnerId: number;
}

type Said = Pick<RollThen, 'settingId' | 'slot' | 'byte' | 'isDual'>;

/** What says most, first. */
const order: readonly DualSays[] = ['attended', 'not-attended', 'elsewhere', 'no-mark'];

/**
 * What each setting may be told of a child’s half day, and no more than the dual rule needs: who wrote D, whether the child
 * was seen elsewhere; everybody else, only that another expected the child with them. Where nobody wrote D nobody is told.
 */
export function answersOf(rolls: readonly Said[]): readonly DualAnswer[] {
  return rolls.flatMap((roll) => {
    const others = rolls.filter((one) => one.settingId !== roll.settingId && (roll.isDual || one.isDual));
    const told = others
      .map((other) => ({ otherSettingId: other.settingId, says: saysOf(other) }))
      .toSorted((left, right) => order.indexOf(left.says) - order.indexOf(right.says))[0];
    return told ? [{ settingId: roll.settingId, slot: roll.slot, ...told }] : [];
  });
}

function saysOf({ byte, isDual }: Said): DualSays {
  if (isDual) return 'elsewhere';
  const state = stateOf(byte);
  if (state === 'present') return 'attended';
  return state === 'unmeasured' ? 'no-mark' : 'not-attended';
}
