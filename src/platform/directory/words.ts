import { endInWords } from '#foundation/kernel/london-clock.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';

/** A role’s title; the name itself when it is not known here. */
export function roleTitle(role: string): string {
  return Object.hasOwn(roles, role) ? roles[role as RoleName].title : role;
}

/** `until the end of 3 March 2026`, or that no end is known. */
export function untilWords(at: Date | undefined): string {
  return at === undefined ? 'no end is entered' : `until ${endInWords(at)}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
