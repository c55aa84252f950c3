import type { Category } from '#platform/access/categories.ts';
import type { CouldSee } from './who-could-see.ts';

/** People who could see the same by the same: they are counted, and told one by one below. */
export interface SeeingGroup
  extends Pick<
    CouldSee,
    'organisation' | 'as' | 'by' | 'reference' | 'words' | 'purposes' | 'categories' | 'afterStepUp'
  > {
  readonly people: readonly CouldSee[];
}

/** Groups by organisation, role, by what and what for; a category asked for leaves out who could not see it. */
export function groupsOf(all: readonly CouldSee[], category: Category | undefined): readonly SeeingGroup[] {
  const groups = new Map<string, { readonly first: CouldSee; readonly people: CouldSee[] }>();
  for (const one of all) {
    if (category !== undefined && !one.categories.includes(category)) continue;
    const key = JSON.stringify([one.organisationId, one.as, one.by, one.reference, one.purposes, one.categories]);
    const group = groups.get(key);
    if (group) group.people.push(one);
    else groups.set(key, { first: one, people: [one] });
  }
  return [...groups.values()]
    .map(({ first, people }) => {
      const { organisation, as, by, reference, words, purposes, categories, afterStepUp } = first;
      return { organisation, as, by, reference, words, purposes, categories, afterStepUp, people };
    })
    .toSorted(
      (one, other) => nearness(one) - nearness(other) || one.organisation.localeCompare(other.organisation, 'en'),
    );
}

const order: readonly CouldSee['by'][] = ['family', 'role', 'team', 'agreement', 'break-glass'];

function nearness({ by }: SeeingGroup): number {
  return order.indexOf(by);
}

/** What the answer cannot know: said with every answer. */
export const limits: readonly string[] = [
  'Who could see is not who looked: that is in the ledger, under “who has looked”.',
  'A role, a team or an agreement counts from when it was entered, however early its first day.',
  'A roll keeps the day on which a child came and no hour, and the class and year group of now: a change of class is not dated.',
  'Which trust and authority a setting belongs to is as it is now.',
  'Whoever runs the database can read it beyond Headwater; they are not in this list.',
];
