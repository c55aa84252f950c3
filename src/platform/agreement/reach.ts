import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { Compiled, Decision, Subject } from './compiled.ts';
import { beginningOf, compileAgreement, decide, letOut } from './compiled.ts';
import type { AgreementDocument } from './document.ts';
import type { FieldName } from './fields.ts';
import { fieldsIn } from './fields.ts';
import type { Giving } from './giving.ts';
import { givenTogether, readGiving } from './giving.ts';
import type { History, Version } from './history.ts';
import { inForceAt, reviewBy, standingAt, standingWords } from './history.ts';
import { readHistory, readSubjects } from './store.ts';

/** Whom an agreement reaches: what its document names, and of that only what its givers stand over now. */
export type ReachedPlace =
  | { readonly kind: 'area'; readonly laId: number }
  | { readonly kind: 'settings'; readonly settings: readonly number[] }
  /** Year groups of settings: for `totals` alone it is the settings; children are found by their year group. */
  | { readonly kind: 'cohort'; readonly settings: readonly number[]; readonly yearGroups: readonly number[] }
  /**
   * Children who were named, and the settings where givers stand: only those of the children who are on a roll there, or were
   * in this academic year, and only their places there (`placesGiven`). The gate cannot tell, because it reads no roll.
   */
  | { readonly kind: 'learners'; readonly learners: readonly number[]; readonly settings: readonly number[] };

/** A child of whom something is told, and the settings on whose rolls they are, or were in this academic year. */
export interface ToldOf {
  readonly learnerId: number;
  readonly settings: readonly number[];
}

/** What an agreement lets one of its parties see at this instant. */
export interface AgreementReach {
  readonly agreementId: number;
  /** For this purpose alone. */
  readonly purpose: Purpose;
  /**
   * Categories of which *every* field is received whole: only these may go into a scope, because a page outside this room
   * shows fields whole. What is received in part is shown by the agreement’s own page, through `degrade`.
   */
  readonly categories: readonly Category[];
  /** Categories received in part or made coarser. Never to be put into a scope. */
  readonly inPart: readonly Category[];
  /** `known`: nothing but that a child is known, and whom to ask. */
  readonly grade: 'known' | 'content';
  readonly reach: ReachedPlace;
  /** Children of whom nothing leaves, not even that they are known. A scope that cannot leave them out must not be made. */
  readonly except: readonly number[];
  /** The first instant at which it lets nothing out any more, if nothing happens before. */
  readonly until: Date;
  /** “under agreement EX-1 (Back into education together)”: for “Why can I see this?”. */
  readonly words: string;
  /** The fields of one category of a child’s record that leave, as they leave. Nothing that is not declared is answered. */
  degrade(category: Category, record: Readonly<Record<string, string | undefined>>, child: ToldOf): Told;
}

/** What is told of one category of a record. */
export interface Told {
  readonly fields: Readonly<Record<string, { readonly value: string; readonly decision: Decision }>>;
  /** Whom to ask, where only that the child is known is told. */
  readonly known: Decision | undefined;
}

/**
 * What an agreement lets an organisation see now. Fails with a problem when it is unsigned, suspended, revoked, expired, past
 * its review date, altered, does not give the organisation anything, or is given by nobody who stands over those children now.
 * Reads the agreement, and who stands where, anew each time.
 */
export async function agreementReach(
  gate: Gated,
  agreementId: number,
  organisationId: number,
  now: Date,
): Promise<Result<AgreementReach, Problem>> {
  const history = await readHistory(gate, agreementId);
  const version = history && inForceAt(history, now);
  if (!history || !version) return failure(notInForce(history, now));
  const received = receivedBy(version, organisationId);
  if (received.length === 0) return failure(givesNothing(version));
  const subjects = await readSubjects(gate, agreementId);
  const held = subjects.filter(({ from, to }) => from <= now && (to === undefined || now < to));
  const givers = received.flatMap(({ from }) => version.organisations[from] ?? []);
  const giving = await readGiving(gate, version.document, givers);
  if (!giving.named) return failure(placeUnknown(version));
  const over = [...givenTogether(giving, received, version.organisations)].toSorted((one, other) => one - other);
  const givesContent = received.some(({ grade }) => grade === 'content');
  if (givesContent && over.length === 0) return failure(notTheirs(version));
  const reach = placeOf(version.document.subjects, { giving, over: givesContent ? over : [], held });
  const compiled = compileAgreement(history, subjects, now);
  const whole = categories.filter((category) => isWhole(received, category));
  const content = received.filter(({ grade }) => grade === 'content').map(({ category }) => category);
  return success({
    agreementId,
    purpose: version.document.purpose,
    categories: whole,
    inPart: categories.filter((one) => content.includes(one) && !whole.includes(one)),
    grade: content.length > 0 ? 'content' : 'known',
    reach,
    except: held.filter(({ reachedBy }) => reachedBy === 'withheld').map(({ learnerId }) => learnerId),
    until: untilOf(history, version, now),
    words: `under agreement ${version.document.reference} (${version.document.title})`,
    degrade: degradeWith({ compiled, version, giving, organisationId, at: now.getTime() }),
  });
}

function receivedBy({ document, organisations }: Version, organisationId: number): AgreementDocument['shares'] {
  return document.shares.filter(({ to }) => organisations[to] === organisationId);
}

/** Whether every declared field of a category comes whole, and no share says less. */
function isWhole(received: AgreementDocument['shares'], category: Category): boolean {
  const shares = received.filter((share) => share.category === category);
  return (
    shares.length > 0 &&
    shares.every(
      ({ grade, fields }) =>
        grade === 'content' && Object.keys(fieldsIn(category)).every((name) => fields[name] === 'whole'),
    )
  );
}

interface Given {
  readonly giving: Giving;
  /** Settings of which everything that is received is given. */
  readonly over: readonly number[];
  readonly held: readonly Subject[];
}

function placeOf(subjects: AgreementDocument['subjects'], { giving, over, held }: Given): ReachedPlace {
  const laId = giving.named?.laId;
  const named = children(subjects, held);
  if (over.length === 0) return { kind: 'learners', learners: named, settings: [] };
  if (subjects.kind === 'area' && laId !== undefined) return { kind: 'area', laId };
  if (subjects.kind === 'settings') return { kind: 'settings', settings: over };
  if (subjects.kind === 'cohort') return { kind: 'cohort', settings: over, yearGroups: subjects.yearGroups };
  return { kind: 'learners', learners: named, settings: over };
}

/** The children who are named to it now, and not withheld. */
function children({ kind }: AgreementDocument['subjects'], held: readonly Subject[]): readonly number[] {
  const by = (how: string) => held.flatMap(({ reachedBy, learnerId }) => (reachedBy === how ? [learnerId] : []));
  const withheld = new Set(by('withheld'));
  return [...new Set(by(kind))].filter((learnerId) => !withheld.has(learnerId));
}

function untilOf(history: History, version: Version, now: Date): Date {
  const [last] = [version.document.endsOn, reviewBy(history, version, now)].toSorted();
  return new Date(beginningOf(addDays(last ?? version.document.endsOn, 1)));
}

interface Degrading {
  readonly compiled: Compiled;
  readonly version: Version;
  readonly giving: Giving;
  readonly organisationId: number;
  readonly at: number;
}

function degradeWith({ compiled, version, giving, organisationId, at }: Degrading): AgreementReach['degrade'] {
  const { document, organisations } = version;
  const giversOf = (category: Category): readonly number[] => {
    const shares = receivedBy(version, organisationId).filter((share) => share.category === category);
    return [...new Set(shares.flatMap(({ from }) => organisations[from] ?? []))];
  };
  const decided = (field: FieldName, from: number, learnerId: number): Decision =>
    decide(compiled, { field, purpose: document.purpose, from, to: organisationId, at, learnerId });
  return (category, record, child) => {
    const fields: Record<string, { readonly value: string; readonly decision: Decision }> = {};
    let known: Decision | undefined;
    const givers = giversOf(category).map((from) => ({ from, gives: givesOf(giving, from, child) }));
    const asked = givers.filter(({ gives }) => gives !== 'nothing');
    for (const { from, gives, name } of asked.flatMap((one) => namesIn(category).map((name) => ({ ...one, name })))) {
      const decision = decided(`${category}.${name}` as FieldName, from, child.learnerId);
      if (decision.show === 'existence') known = decision;
      const value = gives === 'fields' ? letOut(decision, record[name] ?? '') : undefined;
      if (value !== undefined && value !== '') fields[name] ??= { value, decision };
    }
    return { fields, known };
  };
}

function namesIn(category: Category): readonly string[] {
  return Object.keys(fieldsIn(category));
}

/** A giver tells of children where it stands; a service that keeps no record here, only that a child named to it is known. */
function givesOf(giving: Giving, from: number, { settings }: ToldOf): 'fields' | 'known' | 'nothing' {
  const over = giving.over.get(from);
  if (settings.some((one) => over?.has(one))) return 'fields';
  return giving.keepsNone.has(from) ? 'known' : 'nothing';
}

function notInForce(history: History | undefined, now: Date): Problem {
  const newest = history?.versions.at(-1);
  if (!history || !newest) {
    return {
      code: 'agreement-not-found',
      message: 'There is no such agreement.',
      nextStep: 'See the agreements of your organisation at /agreements.',
    };
  }
  return {
    code: 'agreement-not-allowed',
    message: `Agreement ${newest.document.reference} is ${standingWords[standingAt(history, newest, now).state]}, so nothing is shared under it.`,
    nextStep: 'Ask whoever signs agreements for your organisation.',
  };
}

function givesNothing({ document }: Version): Problem {
  return {
    code: 'agreement-not-allowed',
    message: `Agreement ${document.reference} gives your organisation nothing to see.`,
    nextStep: 'See what it says at /agreements, or act under another agreement.',
  };
}

function placeUnknown({ document }: Version): Problem {
  return {
    code: 'agreement-not-allowed',
    message: `Agreement ${document.reference} names a place that is not known here, so nobody is reached by it.`,
    nextStep: 'Ask whoever signs agreements for your organisation to correct it in a new version.',
  };
}

function notTheirs({ document }: Version): Problem {
  return {
    code: 'agreement-giving-not-allowed',
    message: `Agreement ${document.reference} is given by nobody who stands over its children now, so nobody is reached by it.`,
    nextStep: 'Ask whoever signs agreements for your organisation: the setting, its trust or its authority gives.',
  };
}
