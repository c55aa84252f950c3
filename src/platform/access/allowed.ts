import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Category } from './categories.ts';
import { categoryWords } from './categories.ts';
import type { Role } from './roles.ts';
import { roles } from './roles.ts';
import type { Scope, SettingScope } from './scope.ts';
import { scopeCategories } from './scope.ts';

/**
 * Whether a scope reads categories: the one answer of pages and programs, from the very list that is put in force for the
 * policies (`scopeCategories`). Headwater’s own duties read all.
 */
export function reads(scope: Scope, ...wanted: readonly Category[]): boolean {
  return wanted.every((category) => scopeCategories(scope).read.includes(category));
}

/** Whether a scope may change categories: of settings, and of its own children there. */
export function changes(scope: Scope, ...wanted: readonly Category[]): boolean {
  return wanted.every((category) => scopeCategories(scope).changed.includes(category));
}

/**
 * Whether a scope is that of a setting’s own people, by their role there: not lent to others by an agreement or for a
 * reason, and no program’s. What only a setting’s people are told asks this, beside the categories.
 */
export function isOfTheSetting(scope: Scope | undefined): scope is SettingScope {
  if (scope?.kind !== 'setting') return false;
  const { grounds } = scope;
  // A demonstration’s chosen role has no grounds.
  if (grounds === undefined) return true;
  return grounds.membershipId !== undefined && grounds.agreementId === undefined && grounds.breakGlassId === undefined;
}

/** Throws `scope-not-allowed` (403) where a scope lacks a category that is asked, and says who has it. */
export function needCategories(scope: Scope, does: 'read' | 'change', wanted: readonly Category[]): void {
  const has = does === 'read' ? reads : changes;
  const missing = wanted.find((category) => !has(scope, category));
  if (missing === undefined) return;
  const doing = does === 'read' ? 'shows' : 'changes';
  throw new ProblemError({
    code: 'scope-not-allowed',
    message: `This ${doing} ${missing} (${categoryWords[missing]}). ${whyNot(scope, does)}`,
    nextStep: whoMay(does, missing),
  });
}

function whyNot(scope: Scope, does: 'read' | 'change'): string {
  if (scope.kind === 'nation') {
    return 'Whoever looks at a whole nation reads totals, and never the mark of a child or a name.';
  }
  return `You are here as ${scope.actor}, ${scope.purpose}. That role does not ${does} it.`;
}

function whoMay(does: 'read' | 'change', category: Category): string {
  const all: readonly Role[] = Object.values(roles);
  const may = all.filter((role) => (does === 'read' ? role.reads.includes(category) : role.changes.includes(category)));
  const after = all.filter((role) => does === 'read' && role.readsAfterStepUp.includes(category));
  const named = [
    ...may.map(({ title }) => title),
    ...after.map(({ title }) => `${title} (after signing in a second time)`),
  ];
  if (named.length === 0) return 'No role has it yet; see /access/roles.';
  return `These roles may ${does} it, each of whom it reaches: ${named.join(', ')}. See /access/roles.`;
}
