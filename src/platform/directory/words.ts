import { endInWords } from '#foundation/kernel/london-clock.ts';
import type { Category } from '#platform/access/categories.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';

/** A role’s title; the name itself when it is not known here. */
export function roleTitle(role: string): string {
  return Object.hasOwn(roles, role) ? roles[role as RoleName].title : role;
}

/** `until the end of 3 March 2026`, or that no end is known. */
export function untilWords(at: Date | undefined): string {
  return at === undefined ? 'no last day' : `until ${endInWords(at)}`;
}

/** What categories hold, in words; a category that is not known here by its name. */
export function categoriesInWords(categories: readonly string[]): string {
  return categories.map((one) => (Object.hasOwn(categoryWords, one) ? categoryWords[one as Category] : one)).join('; ');
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
