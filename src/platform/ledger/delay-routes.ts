import { z } from 'zod';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { readTypedDay } from '#foundation/kernel/typed-day.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Acting, LedgerRoutesContext } from './asking.ts';
import { mayReview, needActing } from './asking.ts';
import type { Delay, NewDelay } from './delay-store.ts';
import { enterDelay, reviewDelay } from './delay-store.ts';
import type { FormProblem } from './form-problem.ts';
import { wasThere } from './looked.ts';
import type { Looked } from './looked-pages.ts';
import { LookedQuery, OneChild, readLooked, sendLeadPage } from './looked-pages.ts';
import { ledgerPaths, lookedPath } from './paths.ts';

/** The longest that an entry is held back, in days, and how long until another person must have looked at it. */
const longestDelay = 92;
const reviewWithin = 14 * 86_400_000;
const longestReason = 2_000;

const text = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).default('');
const DelayForm = z.object({ reader: text, reason: text, until: text });
const ReviewForm = z.object({ finding: z.enum(['kept', 'lifted']) });

/** Holding back a reader’s entries from the family, and a second person’s review of it. */
export function delayRoutes(app: RouteServer, context: LedgerRoutesContext): void {
  const schema = { hide: true, params: OneChild, body: DelayForm };
  app.post(ledgerPaths.delays, { schema }, async (request, reply) => {
    const { learnerId } = request.params;
    const looked = await readLooked(context, request, learnerId, { ...LookedQuery.parse({}), days: '366' });
    if (looked.viewer.kind !== 'lead') throw new ProblemError(forLeads);
    if (!wasThere(looked.child, context.clock.today())) throw new ProblemError(hasLeft);
    const { acting } = looked.viewer;
    const read = readDelay(context, looked, acting, request.body);
    if (Array.isArray(read)) {
      return sendLeadPage(context, reply.code(422), {
        ...looked,
        acting,
        typed: { values: request.body, problems: read },
      });
    }
    await inGate(context.database, 'ledger', (gate) => enterDelay(gate, read as NewDelay));
    return reply.redirect(lookedPath(learnerId), 303);
  });
  const review = { hide: true, params: z.object({ delayId: z.coerce.number().int().positive() }), body: ReviewForm };
  app.post(ledgerPaths.delayReview, { schema: review }, async (request, reply) => {
    const acting = await needActing(context, request, mayReview, reviewers);
    const { organisationId, personId: reviewerId } = acting;
    const done = await inGate(context.database, 'ledger', (gate) =>
      reviewDelay(
        gate,
        { delayId: request.params.delayId, organisationId },
        { reviewerId, finding: request.body.finding, at: context.clock.now() },
      ),
    );
    if (done === 'not-to-review') throw new ProblemError(notYours);
    return reply.redirect(ledgerPaths.breakGlass, 303);
  });
}

/** Who may review, in words. */
export const reviewers = 'the safeguarding lead and those who manage roles, of the same organisation';

function readDelay(
  { clock }: LedgerRoutesContext,
  { child, entries, delays }: Looked,
  acting: Acting,
  sent: z.output<typeof DelayForm>,
): NewDelay | readonly FormProblem[] {
  const today = clock.today();
  const until = readTypedDay(sent.until);
  const reason = sent.reason.trim();
  const reader = entries.find(({ personId }) => personId !== null && String(personId) === sent.reader)?.personId;
  const problems: FormProblem[] = [];
  const notThem = reader ? whyNotHeldBack(reader, { acting, delays, today }) : 'Choose whose entries are held back.';
  if (notThem !== undefined) problems.push({ field: 'reader', message: notThem });
  if (reason === '') problems.push({ field: 'reason', message: 'Say why: without a reason nothing is held back.' });
  if (reason.length > longestReason) problems.push({ field: 'reason', message: `Say it in ${longestReason} letters.` });
  if (!until || until < today || until > addDays(today, longestDelay)) {
    problems.push({ field: 'until', message: 'Give a day from today to three months ahead, such as 31/1/2027.' });
  }
  if (!reader || !until || problems.length > 0) return problems;
  const enteredAt = clock.now();
  return {
    learnerId: child.learnerId,
    readerId: reader,
    reason,
    untilOn: until,
    enteredAt,
    enteredBy: acting.personId,
    organisationId: acting.organisationId,
    // Entered again before anybody has looked, it is not for longer.
    reviewBy: earliest([
      new Date(enteredAt.getTime() + reviewWithin),
      ...delays.filter((one) => one.readerId === reader && one.reviewedAt === null).map((one) => one.reviewBy),
    ]),
  };
}

function earliest(instants: readonly Date[]): Date {
  return new Date(Math.min(...instants.map((one) => one.getTime())));
}

/** Why a reader’s entries are not held back now, in a sentence; `undefined` when they may be. One person alone hides nothing. */
function whyNotHeldBack(
  readerId: number,
  { acting, delays, today }: { readonly acting: Acting; readonly delays: readonly Delay[]; readonly today: PlainDate },
): string | undefined {
  if (readerId === acting.personId) {
    return 'These are your own. Ask another safeguarding lead or head of the setting to hold them back.';
  }
  const before = delays.filter((one) => one.readerId === readerId);
  if (before.some(({ liftedAt }) => liftedAt !== null && londonDay(liftedAt) > addDays(today, -longestDelay))) {
    return 'A second person has lifted this in the last three months, so it is not entered anew.';
  }
  if (before.some(({ reviewedAt, reviewBy }) => reviewedAt === null && londonDay(reviewBy) < today)) {
    return 'The last time was not reviewed by a second person in time. Have that done first.';
  }
  return undefined;
}

const forLeads = {
  code: 'delay-not-allowed',
  message: 'Only a safeguarding lead or a head may hold back who has looked.',
  nextStep: 'Ask the safeguarding lead of the setting.',
} as const;
const hasLeft = {
  code: 'child-not-found',
  message: 'This child is on the roll here no longer.',
  nextStep: 'The safeguarding lead of the setting where the child is now decides what the family is told later.',
} as const;
const notYours = {
  code: 'review-not-found',
  message: 'There is no such delay to review, or you entered it yourself, or it is about what you looked at.',
  nextStep: 'Another person of the same organisation reviews it.',
} as const;
