import type { Category } from './categories.ts';
import type { OrganisationKind } from './organisation.ts';
import { organisationKinds } from './organisation.ts';
import type { Purpose } from './purposes.ts';

/** Whom a role reaches. A role reaches nobody beyond what its organisation is or serves. */
export type Reach =
  /** The children of the membership’s classes or year groups. */
  | 'classes'
  | 'year-groups'
  | 'setting'
  | 'trust'
  | 'area'
  | 'nation'
  /** The children in whose team the member is. */
  | 'teams'
  /** Nobody: it manages memberships and agreements. */
  | 'nobody';

/** What a role may see and do: the one place that says it. Compiled to scopes; shown at /access/roles. */
export interface Role {
  readonly title: string;
  /** At which kinds of organisation it exists. */
  readonly at: readonly OrganisationKind[];
  readonly reach: Reach;
  readonly purposes: readonly Purpose[];
  readonly reads: readonly Category[];
  /** Read only within minutes of a second sign-in (`stepUpLasts`). */
  readonly readsAfterStepUp: readonly Category[];
  readonly changes: readonly Category[];
  /** Whether, with a reason, for hours, and reviewed by another, it may open the record of a child out of reach. */
  readonly breakGlass: 'never' | 'with-reason';
  /** May enter and end memberships of its organisation, and sign agreements for it. */
  readonly administers: 'nothing' | 'own-organisation';
}

const wholeRecord = [
  'totals',
  'identity',
  'characteristics',
  'attendance',
  'exclusion',
  'movement',
  'circumstance',
  'voice',
  'wellbeing',
  'plan',
] as const satisfies readonly Category[];

const none = { readsAfterStepUp: [], changes: [], breakGlass: 'never', administers: 'nothing' } as const;

export const roles = {
  'class-teacher': {
    ...none,
    title: 'class teacher',
    at: ['setting'],
    reach: 'classes',
    purposes: ['teaching'],
    reads: ['totals', 'identity', 'characteristics', 'attendance', 'voice', 'plan'],
    changes: ['attendance', 'totals'],
  },
  'head-of-year': {
    ...none,
    title: 'head of year',
    at: ['setting'],
    reach: 'year-groups',
    purposes: ['pastoral'],
    reads: wholeRecord,
    changes: ['attendance', 'totals'],
  },
  'attendance-officer': {
    ...none,
    title: 'attendance officer',
    at: ['setting'],
    reach: 'setting',
    purposes: ['pastoral'],
    reads: ['totals', 'identity', 'characteristics', 'attendance', 'movement', 'plan'],
    changes: ['totals', 'identity', 'characteristics', 'attendance', 'movement'],
  },
  'safeguarding-lead': {
    ...none,
    title: 'designated safeguarding lead',
    at: ['setting'],
    reach: 'setting',
    purposes: ['safeguarding'],
    reads: wholeRecord,
    readsAfterStepUp: ['safeguarding'],
    changes: ['totals', 'attendance', 'circumstance', 'voice', 'plan', 'safeguarding'],
    breakGlass: 'with-reason',
  },
  head: {
    ...none,
    title: 'head',
    at: ['setting'],
    reach: 'setting',
    purposes: ['leadership'],
    reads: wholeRecord,
    readsAfterStepUp: ['safeguarding'],
    changes: wholeRecord,
    breakGlass: 'with-reason',
    administers: 'own-organisation',
  },
  governor: {
    ...none,
    title: 'governor',
    at: ['setting'],
    reach: 'setting',
    purposes: ['governance'],
    reads: ['totals'],
  },
  'trust-officer': {
    ...none,
    title: 'trust attendance officer',
    at: ['trust'],
    reach: 'trust',
    purposes: ['attendance-support'],
    reads: ['totals', 'identity', 'characteristics', 'attendance', 'exclusion', 'movement'],
    administers: 'own-organisation',
  },
  'attendance-team': {
    ...none,
    title: 'local authority attendance officer',
    at: ['local-authority'],
    reach: 'area',
    purposes: ['attendance-support'],
    reads: ['totals', 'identity', 'characteristics', 'attendance', 'movement'],
  },
  'inclusion-officer': {
    ...none,
    title: 'local authority inclusion officer',
    at: ['local-authority'],
    reach: 'area',
    purposes: ['inclusion'],
    reads: ['totals', 'identity', 'characteristics', 'attendance', 'exclusion', 'movement', 'voice', 'plan'],
    breakGlass: 'with-reason',
  },
  'social-worker': {
    ...none,
    title: 'social worker',
    at: ['social-care', 'local-authority'],
    reach: 'teams',
    purposes: ['social-care', 'safeguarding'],
    reads: wholeRecord,
    readsAfterStepUp: ['safeguarding'],
    breakGlass: 'with-reason',
  },
  'youth-justice-worker': {
    ...none,
    title: 'youth justice worker',
    at: ['youth-justice'],
    reach: 'teams',
    purposes: ['youth-justice'],
    reads: ['identity', 'attendance', 'exclusion', 'movement', 'voice', 'plan'],
  },
  'health-practitioner': {
    ...none,
    title: 'health practitioner',
    at: ['health', 'mental-health'],
    reach: 'teams',
    purposes: ['health'],
    reads: ['identity', 'attendance', 'voice', 'wellbeing', 'plan'],
  },
  'partner-practitioner': {
    ...none,
    title: 'practitioner of a partner organisation',
    at: ['police', 'voluntary', 'violence-reduction'],
    reach: 'teams',
    purposes: ['safeguarding'],
    reads: ['identity', 'plan'],
  },
  'prevention-analyst': {
    ...none,
    title: 'prevention analyst',
    at: ['violence-reduction', 'police'],
    reach: 'area',
    purposes: ['violence-reduction'],
    reads: ['totals'],
  },
  'national-analyst': {
    ...none,
    title: 'national analyst',
    at: ['nation'],
    reach: 'nation',
    purposes: ['national-picture'],
    reads: ['totals'],
  },
  administrator: {
    ...none,
    title: 'administrator',
    at: organisationKinds.filter((kind) => kind !== 'family'),
    reach: 'nobody',
    purposes: ['administration'],
    reads: [],
    administers: 'own-organisation',
  },
} as const satisfies Readonly<Record<string, Role>>;
export type RoleName = keyof typeof roles;

export const roleNames = Object.keys(roles) as readonly RoleName[];

/** What a child sees of their own record, and a parent of their child’s, before contact rules withhold from it. */
export const familyReads = {
  child: ['identity', 'characteristics', 'attendance', 'exclusion', 'movement', 'voice', 'plan'],
  parent: ['identity', 'characteristics', 'attendance', 'exclusion', 'movement', 'plan'],
} as const satisfies Readonly<Record<'child' | 'parent', readonly Category[]>>;

/** How long a second sign-in opens what needs one, in milliseconds. */
export const stepUpLasts = 15 * 60_000;

/** Most children of one scope that reaches some alone: more are a setting’s, a trust’s or an area’s. */
export const mostChildren = 2_000;

/** A role with its article: a head, an administrator. */
export function aRole({ title }: Pick<Role, 'title'>, article: 'a' | 'A' = 'a'): string {
  return `${article}${/^[aeiou]/.test(title) ? 'n' : ''} ${title}`;
}
