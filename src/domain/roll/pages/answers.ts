import type { Dimension } from '../groups.ts';
import { groupsOf } from '../groups.ts';

/** The groups of a dimension as answers to choose from. */
export function groupItems(dimension: Dimension): readonly { readonly value: string; readonly text: string }[] {
  return groupsOf(dimension).map(({ code, label }) => ({ value: code, text: label }));
}

export const yearGroupItems = groupItems('year-group');
