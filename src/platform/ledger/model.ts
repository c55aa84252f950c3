import { z } from 'zod';
import { categories } from '#platform/access/categories.ts';

const whole = z.number().int().nonnegative();
const known = z.array(z.enum(categories)).readonly();

/** What was done: see the comment on `ledger_entry.action`. */
export const ledgerActions = ['read', 'write', 'search', 'list', 'export'] as const;
export type LedgerAction = (typeof ledgerActions)[number];

/** One read or write of a child's data, before it has its place in the chain. As it is spooled, too. */
export const LedgerNote = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  mark: z.uuid(),
  personId: whole.optional(),
  organisationId: whole.optional(),
  membershipId: whole.optional(),
  actor: z.string(),
  scopeKind: z.string(),
  purpose: z.string(),
  agreementId: whole.optional(),
  breakGlassId: whole.optional(),
  action: z.enum(ledgerActions),
  /** Method and pattern of the route, or the command. Never a query, an id or a reason. */
  route: z.string(),
  /** As HTTP counts it; 0 for a command. */
  status: whole,
  reads: known,
  changes: known,
  subjects: z.enum(['learners', 'settings', 'area', 'trust', 'nation']),
  learners: z.array(whole).readonly(),
  settings: z.array(whole).readonly(),
  laId: whole.optional(),
  trustId: whole.optional(),
});
export type LedgerNote = z.output<typeof LedgerNote>;

/** What a person is told while nothing about a child is shown, because it could not be written down. */
export const ledgerBusy = {
  code: 'ledger-busy',
  message: 'Just now it cannot be written down who looks at a child’s record, so none is shown.',
  nextStep: 'Try again in a minute. Published figures are not affected.',
} as const;
