import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { Upn } from '#foundation/kernel/pupil-identifiers.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { readTypedDay } from '#foundation/kernel/typed-day.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Acting, LedgerRoutesContext } from './asking.ts';
import type { ChildNamed } from './break-glass-store.ts';
import { childrenNamed, enterBreakGlass, unreviewedOf } from './break-glass-store.ts';
import type { FormProblem } from './form-problem.ts';

/** How long a record stays open, and how long until a second person must have looked at it, in milliseconds. */
const openFor = 3 * 3_600_000;
const reviewWithin = 24 * 3_600_000;
/** After so many within so long, in milliseconds, a second person must have looked at each before another is opened. */
const mostBeforeReview = 3;
const countedWithin = 7 * 24 * 3_600_000;
const longestReason = 2_000;

/** What a form asks, as it is sent. */
export interface BreakGlassSent {
  readonly upn: string;
  readonly givenName: string;
  readonly surname: string;
  readonly born: string;
  readonly reason: string;
  readonly categories: readonly string[];
}

interface Opening {
  readonly named: ChildNamed;
  readonly categories: readonly Category[];
  readonly reason: string;
}

/**
 * What a role may open beside who the child is, which every record opened shows: what it reads, without totals; what needs a
 * second sign-in is left out.
 */
export function openable({ may }: Acting): readonly Category[] {
  return categories.filter((one) => one !== 'totals' && one !== 'identity' && may.reads.includes(one));
}

/** What was asked, or what is wrong with it, field by field. */
export function readOpening(acting: Acting, sent: BreakGlassSent): Result<Opening, readonly FormProblem[]> {
  const problems: FormProblem[] = [];
  const reason = sent.reason.trim();
  const wanted: readonly Category[] = ['identity', ...openable(acting).filter((one) => sent.categories.includes(one))];
  const named = readNamed(sent, problems);
  if (reason.length < 10) {
    problems.push({ field: 'reason', message: 'Say in a sentence why you need it now. A second person reads it.' });
  }
  if (reason.length > longestReason) problems.push({ field: 'reason', message: `Say it in ${longestReason} letters.` });
  return named && problems.length === 0 ? success({ named, categories: wanted, reason }) : failure(problems);
}

function readNamed(sent: BreakGlassSent, problems: FormProblem[]): ChildNamed | undefined {
  const [upn, givenName, surname, born] = [sent.upn, sent.givenName, sent.surname, sent.born].map((one) => one.trim());
  if (upn) {
    const read = Upn.safeParse(upn);
    if (!read.success)
      problems.push({ field: 'upn', message: 'That is not a UPN: a letter, eleven digits, a letter or digit.' });
    return read.success ? { by: 'upn', upn: read.data } : undefined;
  }
  const bornOn = readTypedDay(born ?? '');
  if (!givenName || !surname || !bornOn || !PlainDate.safeParse(bornOn).success) {
    problems.push({ field: 'upn', message: 'Give the UPN, or both names and the date of birth.' });
    return undefined;
  }
  return { by: 'name', givenName, surname, bornOn };
}

export interface Opened {
  readonly breakGlassId: number;
  readonly learnerId: number;
  readonly until: Date;
}

/**
 * Opens a child’s record out of reach, and writes into the ledger that it was looked for, found or not. Fails when no child
 * or more than one answers to what was given: then nothing of either is said.
 */
export async function openOutOfReach(
  context: LedgerRoutesContext,
  acting: Acting,
  opening: Opening,
): Promise<Result<Opened, Problem>> {
  const { database, clock } = context;
  const refused = await inGate(database, 'ledger', (gate) => whyNotAnother(gate, acting.personId, clock.now()));
  return refused ? failure(refused) : await lookAndOpen(context, acting, opening);
}

async function lookAndOpen(
  { database, clock, ledger }: LedgerRoutesContext,
  acting: Acting,
  { named, categories: wanted, reason }: Opening,
): Promise<Result<Opened, Problem>> {
  ledger.mayTouch();
  const found = await inScope(database, steward('compile'), (scoped) => childrenNamed(scoped, named));
  const [learnerId] = found;
  const only = found.length === 1 && learnerId !== undefined ? learnerId : undefined;
  const openedAt = clock.now();
  const until = new Date(openedAt.getTime() + openFor);
  const breakGlassId =
    only === undefined
      ? undefined
      : await inGate(database, 'ledger', (gate) =>
          enterBreakGlass(gate, {
            learnerId: only,
            personId: acting.personId,
            organisationId: acting.organisationId,
            membershipId: acting.membershipId,
            categories: wanted,
            reason,
            openedAt,
            untilAt: until,
            reviewBy: new Date(openedAt.getTime() + reviewWithin),
          }),
        );
  ledger.note({
    personId: acting.personId,
    organisationId: acting.organisationId,
    membershipId: acting.membershipId,
    actor: `${acting.person}, ${acting.may.title}, ${acting.organisation}`,
    scopeKind: 'children',
    purpose: 'to keep a child safe who is out of reach',
    breakGlassId,
    action: 'search',
    route: 'POST /break-glass',
    status: only === undefined ? 422 : 303,
    reads: ['identity'],
    changes: [],
    subjects: 'learners',
    // Who answers to it, though neither was shown: it was looked for them.
    learners: found,
    settings: [],
  });
  if (only === undefined || breakGlassId === undefined) return failure(nobodyFound);
  return success({ breakGlassId, learnerId: only, until });
}

/** Why somebody may open no further record now: what they opened before is still to be looked at by a second person. */
async function whyNotAnother(gate: Gated, personId: number, now: Date): Promise<Problem | undefined> {
  const since = new Date(now.getTime() - countedWithin);
  const { overdue, openedSince, waiting } = await unreviewedOf(gate, personId, { since, now });
  const nextStep =
    'Ask whoever reviews at your organisation, such as another lead or the head, to review it at /break-glass now. If a child is in danger, ring 999.';
  if (overdue > 0) {
    const message = 'A record you opened should have been reviewed by a second person by now, so no other opens yet.';
    return { code: 'break-glass-review-overdue', message, nextStep };
  }
  if (openedSince < mostBeforeReview || waiting === 0) return undefined;
  const message = `You opened ${openedSince} records in seven days, so a second person looks at those first.`;
  return { code: 'break-glass-review-first', message, nextStep };
}

const nobodyFound: Problem = {
  code: 'break-glass-child-unknown',
  message: 'No one child here answers to that.',
  nextStep: 'Check the UPN, or give both names as they are on the roll, and the date of birth.',
};
