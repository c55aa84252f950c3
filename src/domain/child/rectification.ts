import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { monthAfter } from './deadlines.ts';
import type { Wrong } from './rectification-store.ts';
import { answerRectification, insertRectification } from './rectification-store.ts';
import type { RightsContext } from './subject-access.ts';
import type { Answerer, Asker } from './subject-access-store.ts';

/** Parts of a record that a family can point at. */
export const recordParts = [
  'My name or date of birth',
  'My class or where I go',
  'A mark in a register',
  'What is known about me',
  'How my adults are reached',
  'Something else',
] as const;

/** What stands as `about` where somebody would rather talk than write. */
export const wantsToTalk = 'I want to talk';
/** By when somebody has found whoever wants to talk, in days. A choice of ours: no law says it. */
const talkWithin = 3;

const longest = 4_000;

/** Says what is wrong, by the child or a parent themselves. The caller has checked that the child is theirs to speak about. */
export async function sayWhatIsWrong(
  { database, clock }: RightsContext,
  said: Wrong & { readonly learnerId: number; readonly at: Answerer; readonly by: Asker },
): Promise<Result<void, Problem>> {
  const { about, wrong, shouldBe, statement } = said;
  if (!recordParts.some((one) => one === about) || wrong === '' || shouldBe === '') return failure(unsaid);
  if ([wrong, shouldBe, statement].some((text) => text.length > longest)) return failure(tooLong);
  await inGate(database, 'administer', (gate) =>
    insertRectification(gate, { ...said, now: clock.now(), dueOn: monthAfter(clock.today()) }),
  );
  return success(undefined);
}

/** Asks for somebody to talk to, by the child or a parent themselves: with words or without. */
export async function askToTalk(
  { database, clock }: RightsContext,
  asked: { readonly learnerId: number; readonly at: Answerer; readonly by: Asker; readonly words: string },
): Promise<void> {
  const { words, ...who } = asked;
  const wrong = words === '' ? 'Nothing was written: somebody is to find them.' : words.slice(0, longest);
  const dueOn = addDays(clock.today(), talkWithin);
  await inGate(database, 'administer', (gate) =>
    insertRectification(gate, {
      ...who,
      ...{ about: wantsToTalk, wrong, shouldBe: '', statement: '' },
      ...{ now: clock.now(), dueOn },
    }),
  );
}

/**
 * Answers what a family says is wrong, once: accepted, with what was or will be changed, or refused with the reason, and
 * then the family’s statement stands beside the record. The change itself is made where such a thing is always changed.
 */
export async function answerFamily(
  { database, clock }: RightsContext,
  scope: SettingScope,
  given: {
    readonly settingId: number;
    readonly rectificationId: number;
    readonly answer: string;
    readonly words: string;
  },
): Promise<Result<void, Problem>> {
  const { settingId, rectificationId, answer, words } = given;
  if ((answer !== 'accepted' && answer !== 'refused') || words === '') return failure(unanswered);
  const how = { answer, words: words.slice(0, longest), now: clock.now(), by: scope.actor } as const;
  const found = await inScope(database, scope, (scoped) =>
    answerRectification(scoped, { settingId, rectificationId }, how),
  );
  return found ? success(undefined) : failure(nothingOpen);
}

const unsaid: Problem = {
  code: 'wrong-unsaid',
  message: 'Something is missing.',
  nextStep: 'Choose what it is about, and say what is wrong and what it should be.',
};
const tooLong: Problem = {
  code: 'wrong-too-long',
  message: `That is more than ${longest} letters.`,
  nextStep: 'Say it in fewer words, or ask for a talk.',
};
const unanswered: Problem = {
  code: 'answer-missing',
  message: 'An answer needs a decision and words for the family.',
  nextStep: 'Choose whether you accept it, and say why.',
};
const nothingOpen: Problem = {
  code: 'rectification-not-found',
  message: 'Nothing of this number is waiting for an answer here.',
  nextStep: 'Look at what families asked: it may have been answered already.',
};
