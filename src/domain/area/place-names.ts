import { unitedKingdomAreas } from '#foundation/nations/united-kingdom-areas.ts';
import type { Area } from './model.ts';

const otherNames: ReadonlyMap<number, readonly string[]> = new Map(
  unitedKingdomAreas.map((area) => [area.areaId, area.alsoKnownAs]),
);

/**
 * A name as it is compared: small letters, no accents, no punctuation, `&` as and, Saint as St. So `St. Helens`,
 * `ST HELENS` and `Saint Helens` are one, and `Kingston upon Hull, City of` is `Kingston Upon Hull City of`.
 */
export function comparableName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’‘`]/g, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .replace(/^saint\b/, 'st');
}

/** Without a note in brackets such as `(Pre LG)`, comparable. A bracket ends the search for another's end: linear. */
export function nameWithoutNote(name: string): string {
  return comparableName(name.replace(/\([^()]*\)/g, ' '));
}

/** Every comparable name of an area: its own first, then other spellings that releases print or people type. */
export function comparableNames(area: Pick<Area, 'areaId' | 'name'>): readonly string[] {
  return [area.name, ...(otherNames.get(area.areaId) ?? [])].map(comparableName);
}

/** What kind of match a search found, best first. */
type Match = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/**
 * How well an area answers a search, 0 best; `undefined` when it does not. A code or a whole name comes before the
 * beginning of a name, that before the beginnings of words in order, and that before words in any order.
 */
export function searchRank(area: Pick<Area, 'areaId' | 'name' | 'codes'>, text: string): Match | undefined {
  const code = text.trim().toUpperCase();
  if (area.codes.some((known) => known.code === code)) return 0;
  const wanted = comparableName(text);
  if (wanted === '') return undefined;
  const names = comparableNames(area);
  if (names.includes(wanted)) return 1;
  if (names[0]?.startsWith(wanted)) return 2;
  if (names.some((name) => name.startsWith(wanted))) return 3;
  const words = wanted.split(' ');
  if (names.some((name) => beginsWordsInOrder(name, words))) return 4;
  if (names.some((name) => words.every((word) => name.split(' ').some((part) => part.startsWith(word))))) return 5;
  return code.length >= 3 && area.codes.some((known) => known.code.startsWith(code)) ? 6 : undefined;
}

function beginsWordsInOrder(name: string, words: readonly string[]): boolean {
  const parts = name.split(' ');
  let at = 0;
  return words.every((word) => {
    const found = parts.findIndex((part, index) => index >= at && part.startsWith(word));
    at = found + 1;
    return found >= 0;
  });
}
