import { createHash } from 'node:crypto';

/**
 * JSON in one form only: keys sorted by UTF-16 code units, no space, as RFC 8785 has it for texts, whole numbers, truth
 * values, lists and objects. The same content is always the same bytes, so that a hash says whether it was changed.
 * @throws RangeError for a number that is not whole, which RFC 8785 writes in its own way.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) => {
    if (typeof held === 'number' && !Number.isSafeInteger(held)) throw new RangeError(`${held} is not a whole number`);
    if (held === null || typeof held !== 'object' || Array.isArray(held)) return held;
    return Object.fromEntries(Object.entries(held).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
