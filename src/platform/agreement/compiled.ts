import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { canonicalJson, sha256Of } from './canonical.ts';
import type { Degradation } from './degrade.ts';
import { degradations } from './degrade.ts';
import type { Share } from './document.ts';
import type { FieldName } from './fields.ts';
import { fieldsIn } from './fields.ts';
import type { History, Standing, Version } from './history.ts';
import { standingAt, standingWords } from './history.ts';

/** A child an agreement reaches by case or consent, or from whose record nothing leaves, from an instant to an instant. */
export interface Subject {
  readonly learnerId: number;
  readonly reachedBy: 'case' | 'consent' | 'withheld';
  readonly from: Date;
  readonly to?: Date | undefined;
}

/** What is asked of an agreement: may this field of a record go from one organisation to another, for this, now? */
export interface Question {
  readonly field: FieldName;
  readonly purpose: Purpose;
  /** `organisation_id` of who would give, and of who would receive. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The child, where it is about one. Whether an area, a setting or a cohort holds the child is the scope’s to say. */
  readonly learnerId?: number | undefined;
}

/** How much leaves. */
export interface Decision {
  readonly grade: 'unknown' | 'known' | 'content';
  readonly show: 'nothing' | 'existence' | 'degraded' | 'whole';
  /** Why, in words. */
  readonly because: string;
  /** Whom to ask: for `existence`. */
  readonly contact?: string;
  /** How the value is made coarser: for `degraded`. Chosen when the agreement is compiled. */
  readonly degradation?: Degradation;
}

type Rules = ReadonlyMap<string, ReadonlyMap<string, Decision>>;

interface Span {
  /** Its first millisecond. It lasts until the next begins. */
  readonly from: number;
  readonly rules: Rules;
  readonly otherwise: Decision;
  /** Whether it reaches only the children that are named to it. */
  readonly named: 'case' | 'consent' | undefined;
}

/** An agreement made ready for decisions. Good for instants up to `asAt`, and `freshFor` beyond. */
export interface Compiled {
  readonly spans: readonly Span[];
  readonly staleAt: number;
  /** Of each child by case, consent or withholding. */
  readonly subjects: ReadonlyMap<number, readonly Subject[]>;
}

/** How long a compiled agreement is believed, in milliseconds: a revocation is seen by the next request that compiles. */
export const freshFor = 60_000;

const unknown = (because: string): Decision => Object.freeze({ grade: 'unknown', show: 'nothing', because });
const stale = unknown('The agreement was read too long ago to rely on.');
const before = unknown('The agreement said nothing then.');
const withheld = unknown('Nothing about this child leaves under this agreement.');
const notNamed = unknown('The agreement reaches only children named to it, and not this one.');

/**
 * Makes an agreement ready for decisions about any instant up to `asAt`. What is decided for an instant depends only on
 * what had happened by then, so the same question has the same answer however much has happened since.
 */
export function compileAgreement(history: History, subjects: readonly Subject[], asAt: Date): Compiled {
  const known = { ...history, events: history.events.filter(({ at }) => at <= asAt) };
  const edges = edgesOf(known);
  const staleAt = asAt.getTime() + freshFor;
  const rules = new Map(known.versions.map((version) => [version, rulesOf(version)]));
  const spans = edges.map((from): Span => {
    const version = speakingAt(known, new Date(from));
    const standing = version && standingAt(known, version, new Date(from));
    const open = version !== undefined && standing?.state === 'in-force';
    return {
      from,
      rules: open ? (rules.get(version) ?? new Map()) : new Map(),
      otherwise: version && standing ? closedBecause(version, standing) : before,
      named: namedTo(version),
    };
  });
  return { spans: spans.toReversed(), staleAt, subjects: Map.groupBy(subjects, ({ learnerId }) => learnerId) };
}

/** Decides one question. Pure, and the same for the same question. Unknown, stale and unsaid all answer nothing. */
export function decide(compiled: Compiled, question: Question): Decision {
  const { at } = question;
  if (!(at < compiled.staleAt)) return stale;
  const span = compiled.spans.find(({ from }) => at >= from);
  if (span === undefined) return before;
  const refused = refusedChild(compiled, span, question);
  if (refused) return refused;
  return span.rules.get(wayOf(question.from, question.to, question.purpose))?.get(question.field) ?? span.otherwise;
}

/** A value as a decision lets it out; `undefined` when nothing does, or when it cannot be made coarser. */
export function letOut(decision: Decision, value: string): string | undefined {
  if (decision.show === 'whole') return value;
  return decision.show === 'degraded' && decision.degradation !== undefined
    ? degradations[decision.degradation].of(value)
    : undefined;
}

/**
 * What a decision was made of, and what it was, as canonical JSON: the question, the hash of everything the agreement had
 * said and had done to it by then, and the answer. Made again years later from the stored events it is the same bytes.
 */
export function decisionRecord(history: History, subjects: readonly Subject[], question: Question): string {
  const at = new Date(question.at);
  const compiled = compileAgreement(history, subjects, at);
  return canonicalJson({ question, policy: policyHash(history, subjects, at), decision: decide(compiled, question) });
}

/** SHA-256 of what an agreement had said, and what had been done to it, by an instant. */
export function policyHash(history: History, subjects: readonly Subject[], at: Date): string {
  const events = history.events
    .filter((event) => event.at <= at)
    .toSorted((one, other) => one.eventNo - other.eventNo)
    .map((event) => ({ ...event, at: event.at.toISOString() }));
  const drafted = new Set(events.map(({ version }) => version));
  const held = subjects
    .filter(({ from }) => from <= at)
    .map(({ from, to, ...who }) => ({
      ...who,
      from: from.toISOString(),
      to: to && to <= at ? to.toISOString() : null,
    }));
  return sha256Of(
    canonicalJson({
      agreement: history.agreementId,
      versions: history.versions.filter(({ version }) => drafted.has(version)).map(({ sha256 }) => sha256),
      events,
      subjects: held.map((one) => canonicalJson(one)).toSorted(),
    }),
  );
}

/** Midnight in Europe/London with which a day begins, in milliseconds since 1970. */
export function beginningOf(day: PlainDate): number {
  const inSummer = Date.parse(`${day}T00:00:00Z`) - 3_600_000;
  return londonDay(new Date(inSummer)) === day ? inSummer : inSummer + 3_600_000;
}

function refusedChild(compiled: Compiled, { named }: Span, { learnerId, at }: Question): Decision | undefined {
  if (learnerId === undefined) return undefined;
  const known = compiled.subjects.get(learnerId) ?? [];
  const held = known.filter(({ from, to }) => from.getTime() <= at && (to === undefined || at < to.getTime()));
  if (held.some(({ reachedBy }) => reachedBy === 'withheld')) return withheld;
  return named !== undefined && !held.some(({ reachedBy }) => reachedBy === named) ? notNamed : undefined;
}

function namedTo(version: Version | undefined): Span['named'] {
  const kind = version?.document.subjects.kind;
  return kind === 'case' || kind === 'consent' ? kind : undefined;
}

/** Every instant at which the standing of a version can change. */
function edgesOf(history: History): readonly number[] {
  const days = history.versions.flatMap(({ document }) => [
    beginningOf(document.startsOn),
    beginningOf(addDays(document.endsOn, 1)),
    beginningOf(addDays(document.reviewOn, 1)),
  ]);
  const reviews = history.events.flatMap(({ nextReviewOn }) =>
    nextReviewOn === undefined ? [] : [beginningOf(addDays(nextReviewOn, 1))],
  );
  const instants = history.events.map(({ at }) => at.getTime());
  return [...new Set([...days, ...reviews, ...instants])].toSorted((one, other) => one - other);
}

/** The version whose standing is told: the one in force, or else the newest that was drafted by then. */
function speakingAt(history: History, at: Date): Version | undefined {
  const drafted = history.versions.filter(({ version }) =>
    history.events.some((event) => event.version === version && event.at <= at),
  );
  return drafted.findLast((version) => standingAt(history, version, at).state === 'in-force') ?? drafted.at(-1);
}

function closedBecause(version: Version, standing: Standing): Decision {
  const { reference } = version.document;
  if (standing.state === 'in-force')
    return unknown(`Agreement ${reference}, version ${version.version}, does not say so.`);
  return unknown(`Agreement ${reference}, version ${version.version}, is ${standingWords[standing.state]}.`);
}

function rulesOf(version: Version): Rules {
  const rules = new Map<string, Map<string, Decision>>();
  for (const share of version.document.shares) {
    const giver = version.organisations[share.from];
    const receiver = version.organisations[share.to];
    if (giver === undefined || receiver === undefined) continue;
    const way = wayOf(giver, receiver, version.document.purpose);
    const decisions = rules.get(way) ?? new Map<string, Decision>();
    rules.set(way, decisions);
    for (const [field, decision] of decisionsOf(version, share)) keepWeaker(decisions, field, decision);
  }
  return rules;
}

/** Where two shares name the same field, the weaker holds: a mistake shares less. */
function keepWeaker(decisions: Map<string, Decision>, field: string, decision: Decision): void {
  const weight = { nothing: 0, existence: 1, degraded: 2, whole: 3 } as const;
  const known = decisions.get(field);
  if (known === undefined || weight[decision.show] < weight[known.show]) decisions.set(field, decision);
}

function decisionsOf(version: Version, share: Share): readonly (readonly [string, Decision])[] {
  const { parties, reference } = version.document;
  const by = `Agreement ${reference}, version ${version.version}`;
  const contact = parties.find(({ party }) => party === share.from)?.contact ?? '';
  const all = fieldsIn(share.category);
  if (share.grade === 'known') {
    const because = `${by}, says only that the child is known, and whom to ask.`;
    const known: Decision = Object.freeze({ grade: 'known', show: 'existence', because, contact });
    return Object.keys(all).map((name) => [fieldName(share.category, name), known]);
  }
  return Object.entries(share.fields).flatMap(([name, how]): readonly (readonly [string, Decision])[] => {
    const field = Object.hasOwn(all, name) ? all[name] : undefined;
    if (field === undefined) return [];
    const named = fieldName(share.category, name);
    if (how === 'whole') {
      return [
        [named, Object.freeze({ grade: 'content', show: 'whole', because: `${by}, shares the ${field.words}.` })],
      ];
    }
    if (!field.degradations.includes(how)) return [];
    const because = `${by}, shares the ${field.words} as ${degradations[how].words}.`;
    return [[named, Object.freeze({ grade: 'content', show: 'degraded', because, degradation: how })]];
  });
}

function fieldName(category: Category, name: string): string {
  return `${category}.${name}`;
}

function wayOf(from: number, to: number, purpose: Purpose): string {
  return `${from}>${to} ${purpose}`;
}
