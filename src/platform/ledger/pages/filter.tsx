import type { VNode } from 'preact';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { categories } from '#platform/access/categories.ts';
import type { LookedAsked } from '../looked.ts';
import { plainCategories, purposeKey, readerKey, readerWords, spans } from '../looked.ts';
import type { LookedEntry } from '../looked-store.ts';

export interface LookedFilterProps {
  readonly action: string;
  readonly asked: LookedAsked;
  /** What there is to choose among. */
  readonly entries: readonly LookedEntry[];
  /** Whether there are several readers to choose among. */
  readonly by: 'reader and purpose' | 'purpose';
}

/** Which entries to show: by days, reader, category and purpose. */
export function LookedFilter({ action, asked, entries, by }: LookedFilterProps): VNode {
  const readers = new Map(entries.map((entry) => [readerKey(entry), readerWords(entry)]));
  const purposes = new Map(entries.map(({ purpose }) => [purposeKey(purpose), purpose]));
  const everyOne = { value: '', text: 'Everybody' };
  return (
    <FilterForm
      action={action}
      label="Choose what to show"
      applyText="Show"
      fields={[
        { name: 'days', label: 'When', value: asked.days, items: itemsOf(Object.entries(spans)) },
        ...(by === 'purpose'
          ? []
          : [{ name: 'reader', label: 'Who', value: asked.reader, items: [everyOne, ...itemsOf([...readers])] }]),
        {
          name: 'category',
          label: 'What',
          value: asked.category,
          items: [
            { value: '', text: 'Everything' },
            ...itemsOf(categories.filter((one) => one !== 'totals').map((one) => [one, plainCategories[one]] as const)),
          ],
        },
        {
          name: 'purpose',
          label: 'Why',
          value: asked.purpose,
          items: [{ value: '', text: 'Every reason' }, ...itemsOf([...purposes])],
        },
      ]}
    />
  );
}

function itemsOf(pairs: readonly (readonly [string, string])[]): readonly { value: string; text: string }[] {
  return pairs.map(([value, text]) => ({ value, text }));
}
