import type { Category } from './categories.ts';

/**
 * What each table under row-level security holds: a category of a child’s record, or `people` for who people are, how they
 * sign in, what organisations agreed and who has looked, which the gate reads and no scope of a request does. The policies
 * say the same (scopes-enforced.test.ts holds the two against each other); a new table is entered here.
 */
export const tableHolds = {
  learner: 'identity',
  learner_enrolment: 'identity',
  enrolment: 'identity',
  setting_roll: 'identity',
  characteristic: 'characteristics',
  part_time_plan: 'attendance',
  timetable_event: 'attendance',
  register: 'attendance',
  register_entry: 'attendance',
  amendment: 'attendance',
  learner_total: 'attendance',
  dual_gap: 'attendance',
  dual_answer: 'attendance',
  register_total: 'totals',
  period_total: 'totals',
  person: 'people',
  membership: 'people',
  guardian: 'people',
  contact_rule: 'people',
  team: 'people',
  team_member: 'people',
  contact_detail: 'identity',
  subject_access: 'voice',
  subject_access_pack: 'voice',
  subject_access_item: 'voice',
  subject_access_step: 'voice',
  subject_access_copy: 'voice',
  rectification: 'voice',
  legal_hold: 'voice',
  deletion_proof: 'totals',
  ledger_entry: 'people',
  break_glass: 'people',
  ledger_delay: 'people',
} as const satisfies Readonly<Record<string, Category | 'people'>>;
export type ProtectedTable = keyof typeof tableHolds;

/** The category a table is of; `undefined` for a table of people, and for one that holds neither. */
export function categoryOfTable(table: string): Category | undefined {
  const holds = Object.hasOwn(tableHolds, table) ? tableHolds[table as ProtectedTable] : undefined;
  return holds === 'people' ? undefined : holds;
}
