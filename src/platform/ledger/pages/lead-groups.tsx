import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { LookedGroup } from '../looked.ts';
import { readerWords } from '../looked.ts';
import type { LookedEntry } from '../looked-store.ts';

/** Who looked, day by day and reader by reader: how often, at what and why. */
export function LeadGroups({ groups }: { readonly groups: readonly LookedGroup[] }): VNode {
  if (groups.length === 0) return <p class="govuk-body">Nobody has looked in this time.</p>;
  return (
    <>
      {[...Map.groupBy(groups, ({ day }) => day)].map(([day, together]) => (
        <>
          <h2 class="govuk-heading-s">{dayInWords(day)}</h2>
          <ul class="govuk-list govuk-list--spaced hw-measure">
            {together.map((group) => (
              <li>
                <strong>{readerWords(group.first)}</strong>
                {`: ${oftenWords(group)}. ${group.changed === 'changed' ? 'Read or changed' : 'Read'}: `}
                {group.categories.map((one) => categoryWords[one]).join('; ')}. Why: {group.first.purpose}, under{' '}
                {underWords(group.first)}.
              </li>
            ))}
          </ul>
        </>
      ))}
    </>
  );
}

function oftenWords({ times, closely }: LookedGroup): string {
  const often = times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
  return `${closely === 'the record' ? 'this record' : 'only a list or total this child is in'}, ${often}`;
}

/** What let the reader look: their role, an agreement or break-glass. */
export function underWords({ agreement, breakGlassId }: LookedEntry): string {
  return breakGlassId === null ? (agreement ?? 'their role') : `break-glass ${breakGlassId}`;
}
