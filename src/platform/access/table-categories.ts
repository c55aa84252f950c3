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
  contact_detail: 'identity',
  subject_access: 'voice',
  subject_access_pack: 'voice',
  subject_access_item: 'voice',
  subject_access_step: 'voice',
  subject_access_copy: 'voice',
  rectification: 'voice',
  legal_hold: 'voice',
  deletion_proof: 'totals',
  person: 'people',
  membership: 'people',
  guardian: 'people',
  contact_rule: 'people',
  team: 'people',
  team_member: 'people',
  sign_in_session: 'people',
  sign_in_attempt: 'people',
  provider_identity: 'people',
  passkey: 'people',
  invitation: 'people',
  held_form: 'people',
  api_key: 'people',
  agreement: 'people',
  agreement_version: 'people',
  agreement_party: 'people',
  agreement_event: 'people',
  agreement_subject: 'people',
  sharing_decision: 'people',
  ledger_entry: 'people',
  break_glass: 'people',
  ledger_delay: 'people',
} as const satisfies Readonly<Record<string, Category | 'people'>>;
export type ProtectedTable = keyof typeof tableHolds;

/** Tables with a category in which a child or a parent finds what they asked themselves, and nothing else; no other scope of some children finds anything. */
export const askersOwn: readonly ProtectedTable[] = ['subject_access', 'subject_access_copy', 'rectification'];

/** The category a table is of; `undefined` for a table of people, and for one that holds neither. */
export function categoryOfTable(table: string): Category | undefined {
  const holds = Object.hasOwn(tableHolds, table) ? tableHolds[table as ProtectedTable] : undefined;
  return holds === 'people' ? undefined : holds;
}
