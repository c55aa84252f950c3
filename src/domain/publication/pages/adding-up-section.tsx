import type { VNode } from 'preact';
import type { Addition } from '../adding-up.ts';
import { additionTable } from '../adding-up.ts';
import { pictureCsvPath } from '../paths.ts';
import type { Choice } from '../picture.ts';
import { PictureTableView } from './picture-table.tsx';

export interface AddingUpSectionProps {
  readonly choice: Choice;
  readonly additions: readonly Addition[];
  readonly search: string;
}

/** What is printed for the area beside the sum of its parts, with the differences that are known and why. */
export function AddingUpSection({ choice, additions, search }: AddingUpSectionProps): VNode | null {
  if (additions.length === 0) return null;
  return (
    <section class="hw-section" aria-labelledby="adding-up">
      <h2 class="govuk-heading-m" id="adding-up">
        Does it add up?
      </h2>
      <p class="govuk-body">
        Headwater adds the areas below and says where the sum is not what was printed. Differences are expected where an
        authority is hidden because it has one school; where national and regional counts were rounded to the nearest 5,
        as in the exclusion tables up to 2016/17; and in the whole-year attendance file of August 2024, whose
        authorities add up to about 3% more sessions than its regions. We do not know why the last is so.
      </p>
      <PictureTableView table={additionTable(additions, choice)} />
      <p class="govuk-body-s">
        <a class="govuk-link" href={pictureCsvPath(choice.area.code, 'adding-up', search)}>
          Download these sums (CSV)
        </a>
      </p>
    </section>
  );
}
