import type { Category } from '#platform/access/categories.ts';
import type { Reach, Whom } from './model.ts';
import type { Engaged, World } from './world.ts';

/** By what a row of a table is reached when only some children are. */
type By = 'learner' | 'place' | 'setting' | 'home';
interface TableSaid {
  readonly category: Category;
  readonly by: By;
  /** Whom it is open to: the setting’s own people alone, partners by area and trust too, some children, the nation. */
  readonly to: readonly ('setting' | 'area' | 'trust' | 'children' | 'nation')[];
  /** A child or parent reads what they asked themselves, about a child in their reach, whatever its category. */
  readonly andToAsker?: boolean;
}

const record = ['setting', 'area', 'trust', 'children'] as const;
const counted = ['setting', 'area', 'trust', 'children', 'nation'] as const;
/** Rights of families are between them and the setting. */
const own = ['setting'] as const;

/** Every table with a child in it, or a count of few: what the specification says it is. A new table is entered here. */
export const tablesSaid: Readonly<Record<string, TableSaid>> = {
  learner: { category: 'identity', by: 'home', to: ['area', 'children'] },
  learner_enrolment: { category: 'identity', by: 'learner', to: record },
  enrolment: { category: 'identity', by: 'learner', to: record },
  contact_detail: { category: 'identity', by: 'learner', to: record },
  setting_roll: { category: 'identity', by: 'setting', to: record },
  characteristic: { category: 'characteristics', by: 'place', to: record },
  part_time_plan: { category: 'attendance', by: 'place', to: record },
  timetable_event: { category: 'attendance', by: 'setting', to: record },
  register: { category: 'attendance', by: 'setting', to: record },
  register_entry: { category: 'attendance', by: 'setting', to: record },
  amendment: { category: 'attendance', by: 'place', to: record },
  learner_total: { category: 'attendance', by: 'setting', to: record },
  dual_gap: { category: 'attendance', by: 'place', to: record },
  dual_answer: { category: 'attendance', by: 'place', to: record },
  register_total: { category: 'totals', by: 'setting', to: counted },
  period_total: { category: 'totals', by: 'setting', to: counted },
  subject_access: { category: 'voice', by: 'learner', to: own, andToAsker: true },
  subject_access_pack: { category: 'voice', by: 'learner', to: own },
  subject_access_item: { category: 'voice', by: 'learner', to: own },
  subject_access_step: { category: 'voice', by: 'learner', to: own },
  subject_access_copy: { category: 'voice', by: 'learner', to: own, andToAsker: true },
  rectification: { category: 'voice', by: 'learner', to: own, andToAsker: true },
  legal_hold: { category: 'voice', by: 'setting', to: own },
  deletion_proof: { category: 'totals', by: 'setting', to: own },
};

/** Rows of a table alike: of one setting, place and learner, by their positions in the world; null where it names none. */
export interface RowsAlike {
  readonly table: string;
  readonly setting: number | null;
  /** Position of the enrolment that has the place; null for none. */
  readonly enrolment: number | null;
  readonly learner: number | null;
  /** Position of the person who asked, in tables of what families ask. */
  readonly asker: number | null;
}

/** Whether somebody’s reach shows such rows. */
export function shows(world: World, engaged: Engaged, reach: Reach | undefined, row: RowsAlike): boolean {
  const said = tablesSaid[row.table];
  if (said?.andToAsker && engaged.as !== 'member' && reach?.whom.kind === 'children') {
    return row.asker === engaged.person && row.learner !== null && reach.whom.learners.has(row.learner);
  }
  if (!reach || !said?.to.includes(kindOf(reach)) || !reach.categories.has(said.category)) return false;
  const { whom } = reach;
  if (whom.kind === 'nation') return row.setting !== null && world.settings[row.setting]?.nation === whom.nation;
  if (said.by === 'home') {
    if (row.learner === null) return false;
    return whom.kind === 'children' ? whom.learners.has(row.learner) : world.learners[row.learner]?.homeLa === whom.la;
  }
  return showsAt(said.by, whom, row);
}

function showsAt(by: By, whom: Exclude<Whom, { readonly kind: 'nation' }>, row: RowsAlike): boolean {
  if (row.setting === null || !whom.settings.has(row.setting)) return false;
  if (whom.kind === 'settings' || by === 'setting') return true;
  return by === 'learner'
    ? row.learner !== null && whom.learners.has(row.learner)
    : row.enrolment !== null && whom.enrolments.has(row.enrolment);
}

export function kindOf({ whom }: Reach): 'setting' | 'area' | 'trust' | 'children' | 'nation' {
  return whom.kind === 'settings' ? whom.as : whom.kind;
}
