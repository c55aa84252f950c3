import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { sha256Of } from './canonical.ts';
import type { Fault } from './check.ts';
import { mostDaysToReview } from './check.ts';
import type { AgreementDocument } from './document.ts';
import { writeAgreement } from './file.ts';
import { givingFaults } from './giving-faults.ts';
import type { AgreementEvent, History, Version } from './history.ts';
import { standingAt, standingWords } from './history.ts';
import {
  agreementByReference,
  enterAgreement,
  enterEvent,
  enterVersion,
  holdAgreement,
  organisationNamed,
  readHistory,
  readOrganisations,
} from './store.ts';

/** Who changes an agreement: a person who may sign for an organisation, or Headwater with a demonstration. */
export interface Signatory {
  readonly personId?: number | undefined;
  readonly organisationId: number;
  readonly toldBy: string;
}

/** A draft that was entered. */
export interface Drafted {
  readonly agreementId: number;
  readonly version: number;
  readonly sha256: string;
}

export interface Draft {
  readonly document: AgreementDocument;
  readonly by: Signatory;
  readonly at: Date;
  readonly demonstration: boolean;
}

/**
 * Enters a checked document as a draft: the next version of the agreement that has its reference among the drafter’s and the
 * other parties’, or a new one. Whatever was signed before stays in force until every party has signed the draft.
 */
export async function draftAgreement(gate: Gated, draft: Draft): Promise<Result<Drafted, readonly Fault[]>> {
  const { document, by, at, demonstration } = draft;
  const found = await organisationsOf(gate, document, by);
  if (!found.ok) return found;
  const notTheirs = await givingFaults(gate, document, found.value);
  if (notTheirs.length > 0) return failure(notTheirs);
  const { reference } = document;
  const known = await agreementByReference(gate, reference, Object.values(found.value));
  if (known !== undefined) await holdAgreement(gate, known);
  const history = known === undefined ? undefined : await readHistory(gate, known);
  if (history && !mayContinue(history, by)) {
    return failure([{ path: '/reference', message: `${reference} is another agreement’s already: choose another` }]);
  }
  const agreementId = known ?? (await enterAgreement(gate, { reference, demonstration, enteredAt: at }));
  const canonical = writeAgreement(document);
  const sha256 = sha256Of(canonical);
  const newest = history?.versions.at(-1);
  if (newest?.sha256 === sha256) {
    return failure([{ path: '', message: `is the same as version ${newest.version}, word for word` }]);
  }
  const version = Math.max(0, ...(history?.events ?? []).map((event) => event.version)) + 1;
  await enterVersion(gate, agreementId, { version, canonical, sha256, organisations: found.value });
  const party = Object.entries(found.value).find(([, organisation]) => organisation === by.organisationId)?.[0];
  await addEvent(gate, agreementId, history, { version, did: 'drafted', party, at, by, sha256 });
  return success({ agreementId, version, sha256 });
}

function mayContinue({ versions }: History, { organisationId }: Signatory): boolean {
  return versions.some(({ organisations }) => Object.values(organisations).includes(organisationId));
}

/** Which organisations the parties of a document are, the drafter’s own among them; or which of them are not found. */
export async function organisationsOf(
  gate: Gated,
  { parties }: AgreementDocument,
  { organisationId }: Signatory,
): Promise<Result<Readonly<Record<string, number>>, readonly Fault[]>> {
  const organisations: Record<string, number> = {};
  const faults: Fault[] = [];
  for (const [index, party] of parties.entries()) {
    const found = await organisationNamed(gate, party);
    const path = `/parties/${index}/${party.externalId === null ? 'name' : 'externalId'}`;
    const [organisation] = found === undefined ? [] : await readOrganisations(gate, [found]);
    // What is read and signed names whom it binds: an identifier of another organisation must not stand behind a name.
    const isNamed = organisation?.name === party.name && organisation.kind === party.kind;
    if (found === undefined || !isNamed) {
      faults.push({ path, message: `${party.name} does not take part here under this name` });
    } else if (Object.values(organisations).includes(found))
      faults.push({ path, message: `${party.name} is a party twice` });
    else organisations[party.party] = found;
  }
  if (faults.length > 0) return failure(faults);
  if (Object.values(organisations).includes(organisationId)) return success(organisations);
  return failure([{ path: '/parties', message: 'your own organisation is not among the parties' }]);
}

/** What somebody does to a version. */
export interface Deed {
  readonly agreementId: number;
  readonly version: number;
  readonly did: Exclude<AgreementEvent['did'], 'drafted'>;
  /** Of the text that was read: a signature under another text is refused. */
  readonly sha256: string;
  readonly reason: string;
  readonly nextReviewOn?: PlainDate | undefined;
}

/**
 * Signs, suspends, resumes, revokes or reviews a version for the signatory’s organisation. Refuses with a problem what
 * cannot be done as the version stands. Holds the agreement, so that of two at once the second sees the first.
 */
export async function doToAgreement(
  gate: Gated,
  deed: Deed,
  by: Signatory,
  now: Date,
): Promise<Result<AgreementEvent, Problem>> {
  await holdAgreement(gate, deed.agreementId);
  const history = await readHistory(gate, deed.agreementId);
  const version = history?.versions.find((one) => one.version === deed.version);
  if (!history || !version) return failure(problem('not-found', 'There is no such version of an agreement.'));
  const party = Object.entries(version.organisations).find(([, one]) => one === by.organisationId)?.[0];
  if (party === undefined) {
    return failure(problem('not-allowed', 'Your organisation is not a party to this agreement.'));
  }
  const at = new Date(Math.max(now.getTime(), ...history.events.map((event) => event.at.getTime())));
  const why = whyNot({ history, version, party, deed, by, at });
  if (why) return failure(why);
  // A setting may have left since it was drafted: nobody signs away what has become somebody else’s.
  const [notTheirs] = deed.did === 'signed' ? await givingFaults(gate, version.document, version.organisations) : [];
  if (notTheirs) return failure(problem('giving-conflict', `In ${notTheirs.path}: ${notTheirs.message}.`));
  const { did, reason, nextReviewOn } = deed;
  const told = { version: version.version, did, party, at, by, sha256: version.sha256 };
  const noted = { ...told, reason: reason === '' ? undefined : reason, nextReviewOn };
  return success(await addEvent(gate, deed.agreementId, history, noted));
}

interface Weighed {
  readonly history: History;
  readonly version: Version;
  readonly party: string;
  readonly deed: Deed;
  readonly by: Signatory;
  readonly at: Date;
}

function whyNot(weighed: Weighed): Problem | undefined {
  const { version, deed } = weighed;
  if (deed.sha256 !== version.sha256) {
    return problem('changed-conflict', 'This is not the text you read: it has another hash.');
  }
  if (deed.did !== 'signed' && deed.reason.trim() === '') return problem('reason-missing', 'Say why, in a few words.');
  if (deed.reason.length > 1000) return problem('reason-too-long', 'Say why in at most 1,000 characters.');
  return deed.did === 'signed' ? whyNotSigned(weighed) : whyNotDone(weighed);
}

function whyNotSigned({ history, version, party, by, at }: Weighed): Problem | undefined {
  const standing = standingAt(history, version, at);
  if (standing.state !== 'draft') return standsOtherwise(standing.state);
  if (!standing.awaited.includes(party))
    return problem('signed-conflict', 'Your organisation has signed this version.');
  if (history.versions.at(-1) !== version)
    return problem('replaced-conflict', 'There is a newer draft: read and sign that.');
  if (version.document.endsOn < londonDay(at)) return problem('expired-conflict', 'Its last day has passed.');
  const signed = history.events.filter((event) => event.version === version.version && event.did === 'signed');
  return by.personId !== undefined && signed.some(({ personId }) => personId === by.personId)
    ? problem('same-person-not-allowed', 'Each side signs by a person of its own, and you have signed for another.')
    : undefined;
}

function whyNotDone({ history, version, party, deed, at }: Weighed): Problem | undefined {
  const standing = standingAt(history, version, at);
  const { state } = standing;
  if (state === 'revoked' || state === 'replaced' || state === 'altered') return standsOtherwise(state);
  if (deed.did === 'revoked') return undefined;
  if (state === 'draft') return standsOtherwise(state);
  const mine = standing.state === 'suspended' && standing.by.includes(party);
  if (deed.did === 'suspended') {
    return mine ? problem('suspended-conflict', 'Your organisation has suspended it already.') : undefined;
  }
  if (deed.did === 'resumed') {
    return mine
      ? undefined
      : problem('resumed-conflict', 'Your organisation has not suspended it: whoever suspends resumes.');
  }
  return whyNotReviewed(version, deed, londonDay(at));
}

function whyNotReviewed({ document }: Version, { nextReviewOn }: Deed, today: PlainDate): Problem | undefined {
  const last = [addDays(today, mostDaysToReview), document.endsOn].toSorted()[0] ?? today;
  const fits = nextReviewOn !== undefined && nextReviewOn > today && nextReviewOn <= last;
  return fits ? undefined : problem('review-day-invalid', `Review again on a day after today and up to ${last}.`);
}

function standsOtherwise(state: keyof typeof standingWords): Problem {
  return problem('state-conflict', `This version is ${standingWords[state]}.`);
}

function problem(code: string, message: string): Problem {
  return { code: `agreement-${code}`, message, nextStep: 'See how the agreement stands on its page, and try again.' };
}

type Told = Omit<AgreementEvent, 'eventNo' | 'toldBy' | 'personId'> & { readonly by: Signatory };

async function addEvent(
  gate: Gated,
  agreementId: number,
  history: History | undefined,
  { by, ...told }: Told,
): Promise<AgreementEvent> {
  const eventNo = Math.max(0, ...(history?.events ?? []).map((event) => event.eventNo)) + 1;
  const latest = Math.max(told.at.getTime(), ...(history?.events ?? []).map((event) => event.at.getTime()));
  const event = { ...told, at: new Date(latest), eventNo, toldBy: by.toldBy, personId: by.personId };
  await enterEvent(gate, agreementId, event);
  return event;
}
