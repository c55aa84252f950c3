import { z } from 'zod';
import type { Result } from './result.ts';
import { failure, success } from './result.ts';

/** The letters of a UPN, in the order of their values: no I, O or S, which look like digits. */
const letters = 'ABCDEFGHJKLMNPQRTUVWXYZ';
const digits = /^\d$/;

/**
 * Unique Pupil Number, 13 characters: a check letter, three digits of a local authority, four of an establishment, two
 * of a year, and a serial number of three. The check letter is the sum of each following character times its position (2
 * to 13), modulo 23, among 23 letters. A temporary UPN ends in a letter, whose value is its place among those letters.
 *
 * Sourced (as python-stdnum’s gb/upn has it, with examples recomputed): the letters, the weights and the modulus. From
 * background knowledge, unverified: what the digits stand for, and the value of a temporary UPN’s last letter. Whether an
 * authority has the three digits is not checked.
 */
export const Upn = z.string().superRefine(reporting(whatIsWrongWithUpn)).brand<'Upn'>();
export type Upn = z.infer<typeof Upn>;

/**
 * Unique Learner Number, ten digits. The first nine are multiplied by 10 down to 2 and added; the remainder of the sum
 * modulo 11 is taken from 10 to give the tenth, and a remainder of 0 makes the number invalid.
 *
 * Sourced (ValidationHelper.cs of the Department’s GIAP, with examples recomputed): the algorithm. Not established:
 * whether the first digit may be 0; it is accepted.
 */
export const Uln = z.string().superRefine(reporting(whatIsWrongWithUln)).brand<'Uln'>();
export type Uln = z.infer<typeof Uln>;

/** Whether a UPN was given for a time, until the child’s own is known: it ends in a letter. */
export function isTemporaryUpn(upn: Upn): boolean {
  return !digits.test(upn[12] as string);
}

/** A UPN or ULN as people write it, with spaces or small letters, as it is stored. It says nothing about whether it is one. */
export function tidyIdentifier(text: string): string {
  return text.replaceAll(/\s/gu, '').toUpperCase();
}

/** Where each kind of identifier begins as a number. The digits stay legible in it, and 0 is left for “none”. */
const base = { permanentUpn: 1e12, temporaryUpn: 2e12, uln: 5e12 } as const;

/**
 * An identifier as a whole number, exact in a double and small enough to be a key of typed arrays. No UPN and ULN share
 * one, and none is 0. The check letter is left out, because the rest determines it.
 */
export function identifierNumber(identifier: Upn | Uln): number {
  if (identifier.length === 10) return base.uln + Number(identifier);
  if (!isTemporaryUpn(identifier as Upn)) return base.permanentUpn + Number(identifier.slice(1));
  return base.temporaryUpn + Number(identifier.slice(1, 12)) * letters.length + letters.indexOf(identifier.slice(12));
}

/** The identifier that a number stands for, for display. Fails with a sentence when it stands for none. */
export function identifierOf(number: number): Result<Upn | Uln, string> {
  const none = failure(`${number} stands for no UPN or ULN`);
  if (!Number.isInteger(number)) return none;
  const text = textOf(number);
  if (text === undefined) return none;
  const parsed = text.length === 10 ? Uln.safeParse(text) : Upn.safeParse(text);
  return parsed.success ? success(parsed.data) : none;
}

function textOf(number: number): string | undefined {
  if (number >= base.uln && number < base.uln + 1e10) return padded(number - base.uln, 10);
  if (number >= base.permanentUpn && number < base.temporaryUpn)
    return withLetter(padded(number - base.permanentUpn, 12));
  const temporary = number - base.temporaryUpn;
  if (temporary < 0 || temporary >= 1e11 * letters.length) return undefined;
  return withLetter(padded(Math.floor(temporary / letters.length), 11) + letters[temporary % letters.length]);
}

/**
 * A valid permanent UPN for made-up children: `laDigits` as a local authority code, `serial` from 0 to 999,999,999.
 * Another serial, another UPN. Throws on anything else.
 */
export function makeUpn(laDigits: string, serial: number): Upn {
  return Upn.parse(withLetter(laDigits + padded(inRange(serial, 999_999_999), 9)));
}

/** A valid ULN for made-up learners, `serial` from 0 to 89,999,999. Another serial, another ULN. Throws on anything else. */
export function makeUln(serial: number): Uln {
  const eight = padded(10_000_000 + inRange(serial, 89_999_999), 8);
  // A remainder of 0 would be invalid; the ninth digit weighs 2, so a 1 there moves the remainder off it.
  const nine = remainderOf(`${eight}0`) === 0 ? `${eight}1` : `${eight}0`;
  return Uln.parse(`${nine}${10 - remainderOf(nine)}`);
}

function withLetter(twelve: string): string {
  return checkLetterOf(twelve) + twelve;
}

/** The letter before the twelve characters of a UPN. */
function checkLetterOf(twelve: string): string {
  const sum = [...twelve].reduce((total, character, index) => total + (index + 2) * placeValue(character), 0);
  return letters[sum % letters.length] as string;
}

function placeValue(character: string): number {
  return digits.test(character) ? Number(character) : letters.indexOf(character);
}

/** Remainder of the first nine digits of a ULN. */
function remainderOf(nine: string): number {
  return [...nine].reduce((total, digit, index) => total + (10 - index) * Number(digit), 0) % 11;
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}

function inRange(serial: number, greatest: number): number {
  if (Number.isInteger(serial) && serial >= 0 && serial <= greatest) return serial;
  throw new RangeError(`A serial number is a whole number from 0 to ${greatest}, not ${serial}`);
}

/** What is wrong, naming the character and never the whole identifier: messages reach logs. */
function whatIsWrongWithUpn(text: string): string | undefined {
  if (text.length !== 13) return `A UPN has 13 characters, and this has ${text.length}`;
  if (!letters.includes(text[0] as string)) {
    return 'Character 1 of a UPN is a capital letter other than I, O or S';
  }
  const wrong = [...text.slice(1, 12)].findIndex((character) => !digits.test(character));
  if (wrong >= 0) return `Character ${wrong + 2} of a UPN is a digit`;
  const last = text[12] as string;
  if (!digits.test(last) && !letters.includes(last)) {
    return 'Character 13 of a UPN is a digit or, in a temporary one, a capital letter other than I, O or S';
  }
  const expected = checkLetterOf(text.slice(1));
  if (text[0] === expected) return undefined;
  return `Character 1 of this UPN would be ${expected} for the characters after it: one of the 13 is mistyped`;
}

function whatIsWrongWithUln(text: string): string | undefined {
  if (text.length !== 10) return `A ULN has ten digits, and this has ${text.length} characters`;
  const wrong = [...text].findIndex((character) => !digits.test(character));
  if (wrong >= 0) return `Character ${wrong + 1} of a ULN is a digit`;
  const remainder = remainderOf(text.slice(0, 9));
  if (remainder === 0) return 'No ULN begins with these nine digits: one of them is mistyped';
  const expected = String(10 - remainder);
  if (text[9] === expected) return undefined;
  return `Character 10 of this ULN would be ${expected} for the digits before it: one of the ten is mistyped`;
}

function reporting(whatIsWrong: (text: string) => string | undefined) {
  return (text: string, context: z.RefinementCtx): void => {
    const message = whatIsWrong(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };
}
