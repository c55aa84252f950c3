import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { typedDay } from '#foundation/kernel/typed-day.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { AgreementDocument } from './document.ts';

/** What a person typed into the form for a draft, by the names of its fields. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** An organisation as the form offers it. */
export interface Choosable {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly externalId: string | null;
}

/** Most organisations, and most ways from one to another, that the form has room for. */
export const mostParties = 12;
export const mostWays = 6;
export const basisLists = ['article6', 'article9', 'schedule1', 'article10', 'duties'] as const;

/** The text of one field, empty where there is none. Where it was sent more than once, the last counts. */
export function textOf(typed: Typed, name: string): string {
  const value = Object.hasOwn(typed, name) ? typed[name] : undefined;
  return typeof value === 'string' ? value : (value?.at(-1) ?? '');
}

/** Every value of one field. */
export function allOf(typed: Typed, name: string): readonly string[] {
  const value = Object.hasOwn(typed, name) ? typed[name] : undefined;
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** How many organisations the form has room for as it was sent, 2 to 12. */
export function partySlots(typed: Typed): number {
  return between(2, Number(textOf(typed, 'parties')), mostParties);
}

/** How many ways from one to another it has, 1 to 6. */
export function waySlots(typed: Typed): number {
  return between(1, Number(textOf(typed, 'ways')), mostWays);
}

function between(least: number, count: number, most: number): number {
  return Number.isInteger(count) ? Math.min(most, Math.max(least, count)) : least;
}

/** A form to begin with: the drafter’s organisation gives, and everything else is to be said. */
export function blankTyped(organisationId: number, today: PlainDate): Typed {
  return {
    parties: '2',
    'party-0-organisation': String(organisationId),
    'party-0-role': 'gives',
    'party-1-role': 'receives',
    ways: '1',
    'way-0-from': '0',
    'way-0-to': '1',
    startsOn: typedDay(today),
    endsOn: typedDay(addDays(today, 364)),
    reviewOn: typedDay(addDays(today, 182)),
    'retention-afterwards': 'deleted',
  };
}

/** The form as it would have been filled in for a document; `organisations` says by short name who its parties are. */
export function typedOf(document: AgreementDocument, organisations: Readonly<Record<string, number>>): Typed {
  const { lawfulBasis, retention, dpia } = document;
  return {
    reference: document.reference,
    title: document.title,
    summary: document.summary,
    purpose: document.purpose,
    ...Object.fromEntries(basisLists.map((list) => [list, lawfulBasis[list]])),
    policyDocument: lawfulBasis.policyDocument ?? '',
    ...typedParties(document, organisations),
    ...typedSubjects(document),
    ...typedWays(document),
    startsOn: typedDay(document.startsOn),
    endsOn: typedDay(document.endsOn),
    reviewOn: typedDay(document.reviewOn),
    'retention-months': String(retention.months),
    'retention-afterwards': retention.afterwards,
    'retention-words': retention.words,
    'dpia-reference': dpia.reference,
    'dpia-completedOn': typedDay(dpia.completedOn),
  };
}

function typedParties({ parties }: AgreementDocument, organisations: Readonly<Record<string, number>>): Typed {
  const fields = parties.flatMap(({ party, externalId, role, contact }, slot): [string, string][] => {
    const organisation = String(organisations[party] ?? '');
    return [
      [`party-${slot}-organisation`, organisation],
      [`party-${slot}-role`, role],
      [`party-${slot}-contact`, contact],
      [`party-${slot}-short`, party],
      [`party-${slot}-by-name`, externalId === null ? organisation : ''],
    ];
  });
  return { parties: String(parties.length), ...Object.fromEntries(fields) };
}

function typedSubjects({ subjects }: AgreementDocument): Typed {
  switch (subjects.kind) {
    case 'area':
      return { subjects: 'area', code: subjects.code };
    case 'settings':
      return { subjects: 'settings', urns: subjects.urns.join(' ') };
    case 'cohort':
      return { subjects: 'cohort', urns: subjects.urns.join(' '), yearGroups: subjects.yearGroups.map(String) };
    default:
      return { subjects: subjects.kind };
  }
}

function typedWays({ parties, shares }: AgreementDocument): Typed {
  const slotOf = (short: string) => String(parties.findIndex(({ party }) => party === short));
  const ways = [...Map.groupBy(shares, ({ from, to }) => `${from}>${to}`).values()];
  const fields = ways.flatMap((way, index) =>
    way.flatMap(({ from, to, category, grade, fields: named }): [string, string][] => [
      [`way-${index}-from`, slotOf(from)],
      [`way-${index}-to`, slotOf(to)],
      ...(grade === 'known' ? [[`way-${index}-${category}`, 'known'] as [string, string]] : []),
      ...Object.entries(named).map(([name, how]): [string, string] => [`way-${index}-${category}-${name}`, how]),
    ]),
  );
  return { ways: String(ways.length), ...Object.fromEntries(fields) };
}
