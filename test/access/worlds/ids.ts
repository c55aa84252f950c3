import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';

/**
 * The ids of a world: its number, eight or sixteen of each, and the position. No two worlds of a run share one, and a
 * child’s can be told from any other number, so that it is found wherever it is written.
 */
export interface Ids {
  setting(position: number): number;
  urn(position: number): number;
  la(position: number): number;
  code(position: number): string;
  trust(position: number): number;
  nation(position: number): number;
  learner(position: number): number;
  person(position: number): number;
  organisation(position: number): number;
  membership(position: number): number;
  agreement(position: number): number;
  glass(position: number): number;
  /** Of an enrolment: slots of a setting count from 1 in the order of enrolments. */
  slot(position: number): number;
}

export const firstLearner = 7_000_000_000_000;
const perWorld = 8;

export function idsOf(world: number): Ids {
  const by = (each: number) => (position: number) => 1 + world * each + position;
  return {
    setting: by(perWorld),
    urn: (position) => 100_000 + ((world * 3 + position) % 899_999),
    la: (position) => 1 + world * perWorld + position,
    code: (position) => `E0${6_000_000 + world * 2 + position}`,
    trust: (position) => (position === 0 ? 0 : world * perWorld + position),
    nation: (position) => 1 + world * perWorld + 2 + position,
    learner: (position) => firstLearner + world * perWorld + position,
    person: by(perWorld),
    organisation: by(16),
    membership: by(perWorld),
    agreement: by(perWorld),
    glass: by(perWorld),
    slot: (position) => position + 1,
  };
}

/** What tells a child in any text: a surname, a given name, a UPN. Of no other child, and nobody else’s. */
export function marksOf(learner: number) {
  const serial = learner - firstLearner;
  return { surname: `Qs${lettersOf(serial)}`, givenName: `Qg${lettersOf(serial)}`, upn: makeUpn('999', serial) };
}

/** A contact detail that is nobody else’s: of the contact at a position in a world. */
export function contactValue(world: number, position: number): string {
  return `Qc${lettersOf(world * perWorld + position)} House`;
}

/** Children and contact details that occur in a text, by their serial numbers. */
export function foundIn(text: string): {
  readonly learners: ReadonlySet<number>;
  readonly named: ReadonlySet<number>;
  readonly contacts: ReadonlySet<number>;
} {
  const named = new Set<number>();
  const learners = new Set<number>();
  const contacts = new Set<number>();
  for (const [, kind, letters = ''] of text.matchAll(/Q([sgc])([a-z]{6})/gi)) {
    const serial = numberOf(letters.toLowerCase());
    if (kind?.toLowerCase() === 'c') contacts.add(serial);
    else named.add(serial);
  }
  for (const [, digits] of text.matchAll(/[A-Z]999(\d{9})(?!\d)/gi)) learners.add(Number(digits));
  for (const [digits] of text.matchAll(/(?<!\d)7\d{12}(?!\d)/g)) learners.add(Number(digits) - firstLearner);
  for (const one of named) learners.add(one);
  return { learners, named, contacts };
}

function lettersOf(serial: number): string {
  let [rest, letters] = [serial, ''];
  for (let place = 0; place < 6; place += 1) {
    letters = String.fromCharCode(97 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26);
  }
  return letters;
}

function numberOf(letters: string): number {
  let serial = 0;
  for (const letter of letters) serial = serial * 26 + letter.charCodeAt(0) - 97;
  return serial;
}
