import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { tidyIdentifier } from '#foundation/kernel/pupil-identifiers.ts';
import { classOrder } from './class-order.ts';
import type { Enrolment } from './model.ts';

/** What a reader asks of a roll. */
export interface RollAsked {
  readonly class: string;
  readonly q: string;
}

/** A roll as its page shows it, on a day. */
export interface RollView {
  readonly today: PlainDate;
  readonly onRoll: number;
  /** Name and how many of it are on roll, the youngest first. */
  readonly classes: readonly { readonly name: string; readonly onRoll: number }[];
  /** Of those who are on roll or are to come and match what was asked: the first, by name. */
  readonly shown: readonly Enrolment[];
  readonly matching: number;
  readonly joined: readonly Enrolment[];
  readonly left: readonly Enrolment[];
}

/** How many rows the page holds, and over how many days somebody counts as having just come or gone. */
export const mostShown = 100;
export const recentDays = 28;
const mostRecent = 20;

/** What a page shows of a setting's enrolments. */
export function rollView(enrolments: readonly Enrolment[], today: PlainDate, asked: RollAsked): RollView {
  const present = enrolments.filter((one) => one.leftOn === undefined || one.leftOn >= today);
  const here = present.filter(({ enteredOn }) => enteredOn <= today);
  const matching = present
    .filter((one) => asked.class === '' || one.class === asked.class)
    .filter((one) => matches(one, asked.q))
    .toSorted(byName);
  const since = addDays(today, -recentDays);
  const byClass = Map.groupBy(here, (one) => one.class);
  return {
    today,
    onRoll: here.length,
    classes: classOrder(byClass).map(([name, members]) => ({ name, onRoll: members.length })),
    shown: matching.slice(0, mostShown),
    matching: matching.length,
    joined: here
      .filter(({ enteredOn }) => enteredOn > since)
      .toSorted(byName)
      .slice(0, mostRecent),
    left: enrolments
      .filter(({ leftOn }) => leftOn !== undefined && leftOn < today && leftOn > since)
      .toSorted(byName)
      .slice(0, mostRecent),
  };
}

function matches({ surname, givenName, upn, uln }: Enrolment, q: string): boolean {
  if (q === '') return true;
  const wanted = q.toLowerCase();
  const number = tidyIdentifier(q);
  return (
    [`${givenName} ${surname}`, `${surname}, ${givenName}`].some((text) => text.toLowerCase().includes(wanted)) ||
    [upn, uln].some((identifier) => identifier?.includes(number))
  );
}

function byName(left: Enrolment, right: Enrolment): number {
  return `${left.surname} ${left.givenName}`.localeCompare(`${right.surname} ${right.givenName}`, 'en-GB');
}

const statusNames: Readonly<Record<Enrolment['status'], string>> = {
  single: 'Single',
  main: 'Main, dual',
  subsidiary: 'Subsidiary, dual',
  guest: 'Guest',
  fe: 'Further education',
  ehe: 'Educated at home',
  eotas: 'Educated otherwise than at school',
};

/** An enrolment status in words. */
export function statusName(status: Enrolment['status']): string {
  return statusNames[status];
}

/** Statuses to choose from at a keeper of this kind. */
export function statusesAt(kind: string): readonly { readonly value: string; readonly text: string }[] {
  const own = kind === 'local-authority' ? ['ehe', 'eotas'] : ['single', 'main', 'subsidiary', 'guest', 'fe'];
  return own.map((value) => ({ value, text: statusNames[value as Enrolment['status']] }));
}

/** `Year 7`, `Reception`; somebody who comes in a later year may not be in any yet. */
export function yearGroupName(yearGroup: number): string {
  if (yearGroup === 99) return 'Not known';
  if (yearGroup === 0) return 'Reception';
  if (yearGroup > 0) return `Year ${yearGroup}`;
  return yearGroup >= -2 ? 'Nursery' : 'Not yet';
}
