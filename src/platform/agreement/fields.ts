import type { Category } from '#platform/access/categories.ts';
import type { Degradation } from './degrade.ts';

/** A piece of a record that an agreement can let out. What is not declared here never leaves under an agreement. */
export interface Field {
  /** In plain words, after “the”. */
  readonly words: string;
  /** How it may be made coarser; the first is what a new agreement is offered. */
  readonly degradations: readonly Degradation[];
  /** Whether the whole value is special category data (Article 9) or about criminal offences (Article 10). */
  readonly sensitive?: readonly ('article-9' | 'article-10')[];
}

type CategoryFields = Readonly<Record<string, Field>>;

/**
 * Every field of every category. Of attendance the code alone says why somebody was away: illness (health), religious
 * observance, custody; made coarser it says none of that.
 */
export const fieldsOf = {
  totals: { counts: { words: 'counts of children, protected where few', degradations: [] } },
  identity: {
    name: { words: 'name', degradations: ['initials'] },
    born: { words: 'date of birth', degradations: ['year', 'month'] },
    upn: { words: 'unique pupil number', degradations: [] },
    setting: { words: 'setting', degradations: [] },
    year: { words: 'year group', degradations: ['key-stage'] },
    class: { words: 'class', degradations: [] },
    postcode: { words: 'postcode', degradations: ['district'] },
  },
  characteristics: {
    sex: { words: 'sex', degradations: [] },
    sen: { words: 'special educational needs', degradations: ['yes-or-no'], sensitive: ['article-9'] },
    fsm: { words: 'free school meals', degradations: [] },
    ethnicity: { words: 'ethnicity', degradations: ['main-group'], sensitive: ['article-9'] },
    care: { words: 'whether looked after', degradations: [] },
    social: { words: 'whether there is a social worker', degradations: [] },
  },
  attendance: {
    rate: { words: 'share of sessions attended', degradations: ['tens'] },
    code: {
      words: 'attendance code of each session',
      degradations: ['attended'],
      sensitive: ['article-9', 'article-10'],
    },
    timetable: { words: 'part-time timetable', degradations: ['yes-or-no'] },
  },
  exclusion: {
    date: { words: 'date of a suspension or permanent exclusion', degradations: ['month', 'year'] },
    kind: { words: 'whether a suspension or a permanent exclusion', degradations: [] },
    reason: { words: 'reason for it', degradations: [], sensitive: ['article-10'] },
  },
  movement: {
    date: { words: 'date of joining or leaving', degradations: ['month', 'year'] },
    destination: { words: 'where the child moved', degradations: [] },
  },
  circumstance: {
    kind: { words: 'kind of circumstance', degradations: [], sensitive: ['article-9'] },
    since: { words: 'since when it has held', degradations: ['month', 'year'] },
  },
  voice: { words: { words: 'child’s own words', degradations: [], sensitive: ['article-9'] } },
  wellbeing: {
    date: { words: 'date of a wellbeing check', degradations: ['month', 'year'] },
    answers: { words: 'answers of a wellbeing check', degradations: [], sensitive: ['article-9'] },
  },
  plan: {
    kind: { words: 'kind of plan', degradations: [], sensitive: ['article-9'] },
    review: { words: 'next review of the plan', degradations: ['month'] },
    actions: { words: 'actions of the plan', degradations: [], sensitive: ['article-9'] },
  },
  safeguarding: {
    date: { words: 'date of a concern', degradations: ['month', 'year'] },
    concern: { words: 'concern', degradations: [], sensitive: ['article-9', 'article-10'] },
  },
} as const satisfies Readonly<Record<Category, CategoryFields>>;

/** The fields of a category, by name. */
export function fieldsIn(category: Category): CategoryFields {
  return fieldsOf[category];
}

/** A field in a question: `identity.born`. */
export type FieldName = {
  [One in Category]: `${One}.${keyof (typeof fieldsOf)[One] & string}`;
}[Category];
