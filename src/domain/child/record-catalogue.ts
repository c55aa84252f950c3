/** A table about children as the database’s own catalogue has it. */
export interface RecordTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/**
 * How a table’s rows about one child are found. `learner`, `learners`: by a column of that name. `place`: by setting and slot.
 * `person`: by the child’s own account. `marks`, `slots`, `roster`, `counts`: inside what is packed for a whole setting. `looked`: reads of the child, or of everybody where the child was.
 */
export type WayTo = 'learner' | 'learners' | 'place' | 'person' | 'marks' | 'slots' | 'roster' | 'counts' | 'looked';

/** What is packed, by table. */
const packed: Readonly<Record<string, WayTo>> = {
  register: 'marks',
  register_entry: 'slots',
  timetable_event: 'roster',
  learner_total: 'counts',
  ledger_entry: 'looked',
};

/** What no export holds, and why: read aloud in every copy that is given. */
export const leftOut: Readonly<Record<string, string>> = {
  register_total: 'counts of a whole register, in which nobody can be told apart',
  period_total: 'counts of a whole setting, in which nobody can be told apart',
  setting_roll: 'a packed copy, for counting, of the enrolment and of what is known from which day, which are here',
  deletion_proof: 'how many rows were deleted when; it names nobody',
  subject_access_pack: 'the copy itself while it is made',
  subject_access_item: 'decisions about other people’s words in the copy itself',
  subject_access_copy: 'the copy itself',
  agreement: 'agreements between organisations, which name no child; those about you are in “agreement subject”',
  agreement_version: 'the words of those agreements',
  agreement_party: 'who made those agreements',
  api_key: 'keys of programs, which belong to nobody’s record',
  sign_in_attempt: 'attempts to sign in before anybody knew whose they were',
  ledger_delay: 'when you are told who has looked; whatever may be told by now is here',
};

/** How a table is reached; `undefined` when there is no way, which a test takes for a fault of a new table. */
export function wayTo({ name, columns }: RecordTable): WayTo | 'left-out' | undefined {
  if (name in leftOut) return 'left-out';
  const way = packed[name];
  if (way !== undefined) return way;
  const has = (column: string) => columns.some((one) => one.name === column);
  if (has('learner_id')) return 'learner';
  if (has('learners')) return 'learners';
  if (has('setting_id') && has('slot')) return 'place';
  return has('person_id') ? 'person' : undefined;
}

/** Columns that no copy holds: they open a door, and say nothing about anybody. */
export function isSecret(column: string): boolean {
  return /(?:^|_)(?:token|secret|hash|credential|public_key|challenge|nonce|verifier|sealed)(?:_|$)/.test(column);
}

/** Whose a text may be, besides the child’s: a person looks at each before a copy is given. */
export type Whose = 'staff' | 'another-child' | 'another-adult' | 'free-text';

/** Texts that are codes or the child’s own, in any table. Whatever is not named here is looked at. */
const plain = new Set(
  `upn uln surname given_name name_key class status kind role sex sen fsm ethnicity looked_after social_worker side says
   withholds purpose step asked_as outcome answer decision relationship code from_code to_code meaning setting
   partner_setting other_setting academic_year category action grade about found_in did state finding scope_kind subjects
   route mark agreement duty`.split(/\s+/),
);
const ofStaff = /(?:_by|^actor|^done_by|^label|^asker|^reader|^organisation|^member|^reviewer)$/;
/** Where a person is somebody at work. */
const ofWork = ['ledger_entry', 'break_glass', 'sharing_decision'];
/** About how the child signs in with their own account: nobody else’s words are in them. */
const ownAccount = ['person', 'sign_in_session', 'provider_identity', 'passkey', 'held_form'];

/** Whose the text of a column may be; `undefined` when it is a code, or the child’s own. */
export function whoseText(table: string, column: string): Whose | undefined {
  if (ownAccount.includes(table)) return undefined;
  if (table === 'contact_detail' && column === 'value') return 'another-adult';
  if (column === 'person' && ofWork.includes(table)) return 'staff';
  if (column === 'person' || (table === 'contact_rule' && column === 'source')) return 'another-adult';
  if (ofStaff.test(column)) return 'staff';
  return plain.has(column) ? undefined : 'free-text';
}

/** What a table holds, as a heading for the family. The table’s own name, in words, unless said here. */
export const sectionWords: Readonly<Record<string, string>> = {
  learner: 'The numbers by which you are known',
  learner_enrolment: 'Where you are and were on a roll',
  enrolment: 'Your name, your class and where you are enrolled',
  characteristic: 'What totals count you under, and from when',
  part_time_plan: 'Part-time timetables',
  register: 'Every mark in a register',
  register_entry: 'Marks that were entered later',
  amendment: 'Marks that were corrected',
  learner_total: 'Your sessions of each year, counted',
  timetable_event: 'Lessons you were expected at',
  dual_gap: 'Sessions between two settings that did not agree',
  dual_answer: 'What one of your settings may know of the other',
  person: 'Your own account',
  guardian: 'The adults who bring you up',
  contact_rule: 'Who may not be told what',
  contact_detail: 'How your adults are reached',
  team: 'Teams around you',
  team_member: 'Who is in a team around you',
  subject_access: 'Requests for a copy of your record',
  subject_access_step: 'What was done about those requests',
  sharing_decision: 'Decisions to share something about you, and not to',
  agreement_subject: 'Agreements under which you are helped, by name',
  break_glass: 'When your record was opened out of reach, and why',
  ledger_entry: 'Who has looked at your record',
  rectification: 'What you or your parent asked to put right',
  legal_hold: 'What may not be deleted for now, and why',
};

/** The heading of a section. */
export function sectionTitle(table: string): string {
  const words = table.replaceAll('_', ' ');
  return sectionWords[table] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
