import type { FamilyReader, WithheldField } from './contact-rules.ts';
import type { RecordSection } from './record.ts';
import type { RecordRow } from './record-store.ts';

/** For whom a copy is made: nobody in particular when staff hand it over. */
export interface CopyReader {
  readonly reader: FamilyReader | undefined;
  readonly withheld: ReadonlySet<WithheldField>;
  /** Contact details and names that may not be in the copy, whatever a reviewer decided. */
  readonly hidden: readonly string[];
}

/**
 * What stays of each table for a reader who may not know which setting it is, nor when the child was where: what names no
 * setting, nobody of its staff and no day at it. Whatever is not named here, tables that are to come too, is left out. A UPN
 * tells the setting that gave it.
 */
const staysWithoutPlace: Readonly<Record<string, readonly string[]>> = {
  agreement_subject: ['reached_by', 'entered_at', 'ended_at'],
  break_glass: ['opened_at', 'until_at', 'ended_at', 'outcome'],
  characteristic: ['valid_from', 'sex', 'sen', 'fsm', 'ethnicity', 'looked_after', 'social_worker'],
  contact_detail: ['person', 'person_id', 'kind', 'value', 'shared_with_family', 'valid_from', 'valid_to'],
  contact_rule: ['person', 'person_id', 'withholds', 'valid_from', 'valid_to'],
  enrolment: ['surname', 'given_name', 'born_on', 'year_group'],
  guardian: ['person', 'person_id', 'relationship', 'parental_responsibility', 'valid_from', 'valid_to'],
  learner_total: [
    'academic_year',
    'sessions_possible',
    'sessions_attended',
    'sessions_authorised_absence',
    'sessions_unauthorised_absence',
    'sessions_late',
  ],
  ledger_entry: ['at', 'action', 'reads', 'changes'],
  legal_hold: ['held_from', 'held_until'],
  part_time_plan: ['starts_on', 'ends_on', 'review_on', 'agreed_with_parent'],
  rectification: [
    ...['asked_by', 'asked_as', 'asked_at', 'due_on', 'about', 'wrong', 'should_be', 'statement'],
    ...['answer', 'answer_words', 'answered_at'],
  ],
  sharing_decision: ['outcome', 'categories', 'duty', 'decided_at'],
  subject_access: ['asked_by', 'asked_as', 'asked_at', 'due_on', 'closed_at', 'outcome'],
  team: ['purpose', 'opened_on', 'closed_on'],
  team_member: ['categories', 'valid_from', 'valid_to'],
};

/** A section as contact rules let the reader have it, before the words of others are blacked out; `undefined` for nothing. */
export function withoutWithheld(section: RecordSection, forWhom: CopyReader): RecordSection | undefined {
  const { table, rows } = section;
  const { withheld, reader } = forWhom;
  if (withheld.has('record') || (withheld.has('voice') && table === 'rectification')) return undefined;
  if (table === 'contact_rule' && reader?.as === 'parent') return undefined;
  const columns = withheld.has('setting') || withheld.has('times') ? (staysWithoutPlace[table] ?? []) : undefined;
  const shown = rows
    .filter((row) => isTheirs(table, row, forWhom))
    .map((row) => withColumns(row, (column) => mayShow(column, columns, withheld)));
  const left = shown.filter((row) => Object.keys(row).length > 0);
  return left.length === 0 && rows.length > 0 ? undefined : { ...section, rows: left };
}

function mayShow(column: string, columns: readonly string[] | undefined, withheld: ReadonlySet<WithheldField>) {
  if (column === 'child_lives_here' && withheld.has('home')) return false;
  return columns === undefined || columns.includes(column);
}

function withColumns(row: RecordRow, may: (column: string) => boolean): RecordRow {
  return Object.fromEntries(Object.entries(row).filter(([column]) => may(column)));
}

/** What somebody else of the family asked, and who they are and how they are reached where that is withheld. */
function isTheirs(table: string, row: RecordRow, { reader, withheld }: CopyReader): boolean {
  if (reader === undefined) return true;
  switch (table) {
    case 'subject_access_step':
      return false;
    case 'subject_access':
    case 'rectification':
      return Number(row['asked_by']) === reader.personId;
    case 'contact_detail':
      return !withheld.has('contacts') || Number(row['person_id']) === reader.personId;
    case 'guardian':
      return !withheld.has('other-adults') || Number(row['person_id']) === reader.personId;
    default:
      return true;
  }
}
