import { groups } from '#domain/roll/groups.ts';
import { bandColumns } from './bands.ts';
import { tallyCategories, tallyLayout } from './tally.ts';

const perGroup = tallyCategories.length;

/** Which count an index of a tally is, in words: `attending, Year 7`. */
export function tallyCountWords(index: number, codeOf: (place: number) => string): string {
  if (index >= tallyLayout.minutes) return `planned minutes, ${tallyCategories[index - tallyLayout.minutes]}`;
  if (index >= tallyLayout.codes) return `code ${codeOf(index - tallyLayout.codes)}`;
  return `${tallyCategories[index % perGroup]}, ${groupWords(Math.floor(index / perGroup))}`;
}

/** Which count an index of bands is. */
export function bandWords(index: number): string {
  const column = bandColumns[index % bandColumns.length];
  return `${column}, ${groupWords(Math.floor(index / bandColumns.length))}`;
}

function groupWords(place: number): string {
  const group = groups[place];
  return group ? `${group.dimension} ${group.label}` : `group ${place}`;
}
