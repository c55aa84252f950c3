import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { sha256Of } from './canonical.ts';
import type { AgreementDocument } from './document.ts';

/** One version, as stored. */
export interface Version {
  readonly version: number;
  readonly document: AgreementDocument;
  /** The canonical JSON that was hashed. */
  readonly canonical: string;
  readonly sha256: string;
  /** `organisation_id` of each party, by its short name. */
  readonly organisations: Readonly<Record<string, number>>;
}

/** What happened, when, by whom and why. Only ever added to. */
export interface AgreementEvent {
  readonly eventNo: number;
  readonly version: number;
  readonly did: 'drafted' | 'signed' | 'suspended' | 'resumed' | 'revoked' | 'reviewed';
  readonly party?: string | undefined;
  readonly at: Date;
  readonly toldBy: string;
  readonly personId?: number | undefined;
  readonly reason?: string | undefined;
  /** Of a review: the day by which to review again. */
  readonly nextReviewOn?: PlainDate | undefined;
  /** Of the version’s document as it was then. */
  readonly sha256: string;
}

/** An agreement with everything that was ever said and done. */
export interface History {
  readonly agreementId: number;
  readonly versions: readonly Version[];
  readonly events: readonly AgreementEvent[];
}

/** How a version stands at an instant. Only `in-force` lets anything out. */
export type Standing =
  | { readonly state: 'draft'; readonly awaited: readonly string[] }
  | { readonly state: 'suspended'; readonly by: readonly string[] }
  | {
      readonly state: 'in-force' | 'not-begun' | 'revoked' | 'replaced' | 'expired' | 'review-overdue' | 'altered';
    };

/** In words, after “is”. */
export const standingWords: Readonly<Record<Standing['state'], string>> = {
  draft: 'a draft, not signed by everybody',
  'in-force': 'in force',
  'not-begun': 'signed, and not begun yet',
  suspended: 'suspended',
  revoked: 'revoked',
  replaced: 'replaced by a later version',
  expired: 'past its last day',
  'review-overdue': 'past the day it had to be reviewed by',
  altered: 'not what was signed: its text was changed in the database',
};

/**
 * How a version stood at an instant, from the events up to then, in whatever order they are given. Anything that does not
 * fit (a party that signed another text, a text that has another hash) is as if it had not been done.
 */
export function standingAt(history: History, version: Version, at: Date): Standing {
  if (!isAsSigned(version)) return { state: 'altered' };
  const done = doneTo(history, version, at);
  if (done.some(({ did }) => did === 'revoked')) return { state: 'revoked' };
  const awaited = awaitedAt(history, version, at);
  if (awaited.length > 0) return { state: 'draft', awaited };
  const later = history.versions.filter((other) => other.version > version.version);
  if (later.some((other) => awaitedAt(history, other, at).length === 0)) return { state: 'replaced' };
  const by = suspendedBy(done);
  if (by.length > 0) return { state: 'suspended', by };
  return { state: dayState(version, done, londonDay(at)) };
}

/** The day by which a version is to be reviewed: the earliest that any party’s own review, or else the document, says. */
export function reviewBy(history: History, version: Version, at: Date): PlainDate {
  return earliestReview(version, doneTo(history, version, at));
}

/** The instant with which every party had signed a version, whatever came after; `undefined` while somebody has not. */
export function signedByAllAt(history: History, version: Version, at: Date): Date | undefined {
  if (awaitedAt(history, version, at).length > 0) return undefined;
  const signed = doneTo(history, version, at).filter(({ did }) => did === 'signed');
  const firsts = version.document.parties.flatMap(({ party }) => signed.find((one) => one.party === party)?.at ?? []);
  return new Date(Math.max(...firsts.map((one) => one.getTime())));
}

/** The newest version that is in force at an instant; there is at most one. */
export function inForceAt(history: History, at: Date): Version | undefined {
  return history.versions.findLast((version) => standingAt(history, version, at).state === 'in-force');
}

/** Whether the stored text is the one whose hash stands beside it. Reckoned once for each version. */
function isAsSigned(version: Version): boolean {
  const known = asSigned.get(version);
  if (known !== undefined) return known;
  const answer = sha256Of(version.canonical) === version.sha256;
  asSigned.set(version, answer);
  return answer;
}
const asSigned = new WeakMap<Version, boolean>();

function doneTo(history: History, version: Version, at: Date): readonly AgreementEvent[] {
  return history.events
    .filter((event) => event.version === version.version && event.at <= at && event.sha256 === version.sha256)
    .toSorted((one, other) => one.eventNo - other.eventNo);
}

function awaitedAt(history: History, version: Version, at: Date): readonly string[] {
  const signed = new Set(
    doneTo(history, version, at)
      .filter(({ did }) => did === 'signed')
      .map(({ party }) => party),
  );
  return version.document.parties.map(({ party }) => party).filter((party) => !signed.has(party));
}

/** Whoever suspended resumes: what one party has stopped no other starts again. */
function suspendedBy(done: readonly AgreementEvent[]): readonly string[] {
  const by = new Set<string>();
  for (const { did, party } of done) {
    if (did === 'suspended') by.add(party ?? '');
    if (did === 'resumed') by.delete(party ?? '');
  }
  return [...by];
}

function dayState(
  version: Version,
  done: readonly AgreementEvent[],
  day: PlainDate,
): 'in-force' | 'not-begun' | 'expired' | 'review-overdue' {
  if (day < version.document.startsOn) return 'not-begun';
  if (day > version.document.endsOn) return 'expired';
  return day > earliestReview(version, done) ? 'review-overdue' : 'in-force';
}

function earliestReview(version: Version, done: readonly AgreementEvent[]): PlainDate {
  const days = version.document.parties.map(
    ({ party }) =>
      done.findLast((event) => event.did === 'reviewed' && event.party === party)?.nextReviewOn ??
      version.document.reviewOn,
  );
  return days.toSorted()[0] ?? version.document.reviewOn;
}
