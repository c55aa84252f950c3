import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/**
 * A printed heading and what it measures, from a day and until a day. `measure` is null for a heading that is known
 * and kept but is no measure of its own. The days say when releases printed it; a heading printed later or earlier than
 * that is still read the same way, since nothing else is called so.
 */
export interface HeadingAlias {
  readonly heading: string;
  readonly measure: string | null;
  readonly validFrom?: PlainDate;
  readonly validTo?: PlainDate;
  readonly source: string;
}

/** A heading as aliases are looked up: lower case, words joined by one underscore. */
export function headingKey(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** A label as aliases are looked up: lower case, one space between words, no punctuation that comes and goes. */
export function labelKey(label: string): string {
  return label
    .toLowerCase()
    .replace(/[’'`]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9+<>%]+/g, ' ')
    .trim();
}

/** A label that nobody declared, as a name: `State-funded AP` becomes `state-funded-ap`. Never empty. */
export function slug(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return plain === '' ? 'unnamed' : plain;
}

/** The aliases by heading. Two for one heading are told apart by the day of publication (`on`). */
export function aliasIndex(
  aliases: readonly HeadingAlias[],
): (heading: string, on: PlainDate) => HeadingAlias | undefined {
  const byHeading = new Map<string, HeadingAlias[]>();
  for (const alias of aliases) {
    const key = headingKey(alias.heading);
    byHeading.set(key, [...(byHeading.get(key) ?? []), alias]);
  }
  return (heading, on) => {
    const candidates = byHeading.get(headingKey(heading)) ?? [];
    return candidates.find((alias) => isValidOn(alias, on)) ?? candidates.at(-1);
  };
}

function isValidOn(alias: HeadingAlias, day: PlainDate): boolean {
  return (
    (alias.validFrom === undefined || alias.validFrom <= day) && (alias.validTo === undefined || day <= alias.validTo)
  );
}
