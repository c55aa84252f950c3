/**
 * The data categories (decision 12). Each table about children is of one, its policies ask for it, and a scope names those it
 * reads and those it may change. `totals` are counts without a child, which are protected because few can be told apart.
 */
export const categories = [
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
  'safeguarding',
] as const;
export type Category = (typeof categories)[number];

/** What each category holds, in words for whoever asks why a page is shown. */
export const categoryWords: Readonly<Record<Category, string>> = {
  totals: 'counts, without a child',
  identity: 'name, date of birth, class and where enrolled',
  characteristics: 'sex, special needs, free school meals, ethnicity, care and social work',
  attendance: 'registers, absence and part-time timetables',
  exclusion: 'suspensions and permanent exclusions',
  movement: 'joining, leaving and moving between settings',
  circumstance: 'circumstances at home and in the places the child goes',
  voice: 'what the child has said, in the child’s words',
  wellbeing: 'wellbeing checks',
  plan: 'plans of support and their reviews',
  safeguarding: 'safeguarding concerns',
};

const registerCategories = [
  'totals',
  'identity',
  'characteristics',
  'attendance',
] as const satisfies readonly Category[];

/** What a setting’s own people and systems need, to keep its registers and its roll. */
export const keepingRegisters = { categories: registerCategories, changes: registerCategories } as const;
/** The same, to read. */
export const readingRegisters = { categories: registerCategories, changes: [] } as const;
/** Counts alone. */
export const readingTotals = { categories: ['totals'], changes: [] } as const satisfies Record<
  string,
  readonly Category[]
>;
