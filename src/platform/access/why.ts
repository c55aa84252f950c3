import { endInWords } from '#foundation/kernel/london-clock.ts';
import type { Scope } from './scope.ts';

/**
 * “Why can I see this?” in one line: the role or the agreement, the purpose, until when, and of how many children some
 * are shown. Every page about a child has it (foundation/ui/components/why-you-may-see.tsx).
 */
export function whyWords(scope: Scope, shows: 'children' | 'one-child' | 'no-child' = 'children'): string {
  return `You see this ${groundsWords(scope)}.${shows === 'no-child' ? '' : someWords(scope, shows)}`;
}

/** The same for programs, as their answers have always said it: who, for what, and of how many. */
export function whyForPrograms(scope: Scope): string {
  return `${scope.actor}: ${scope.purpose}${scope.kind === 'children' ? `.${someWords(scope, 'children')}` : ''}`;
}

function groundsWords({ actor, purpose, grounds }: Scope): string {
  if (!grounds) return `as ${actor}, ${purpose}`;
  const until = grounds.until === undefined ? '' : `, until ${endInWords(grounds.until)}`;
  return grounds.family === undefined ? `${grounds.by}, ${purpose}${until}` : `${grounds.by}${until}`;
}

function someWords(scope: Scope, shows: 'children' | 'one-child'): string {
  if (scope.kind !== 'children' || scope.grounds?.family !== undefined) return '';
  const own = scope.learners.length;
  const some = own === 1 ? '1 child' : `${own} children`;
  if (shows === 'one-child' && own > 1) return ` This is one of the ${own} you work with.`;
  if (shows === 'one-child') return '';
  if (scope.onRoll === undefined) return ` It shows only those you work with: ${some} in all.`;
  return ` It shows ${own} of the ${scope.onRoll} children on roll: those of your class or year group.`;
}
