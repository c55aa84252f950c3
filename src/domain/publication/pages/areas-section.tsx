import type { VNode } from 'preact';
import type { Area } from '#domain/area/model.ts';
import { areaPath } from '#domain/area/paths.ts';
import { pictureCsvPath } from '../paths.ts';
import type { Choice, PictureTable } from '../picture.ts';
import { PictureTableView } from './picture-table.tsx';

export interface AreasSectionProps {
  readonly choice: Choice;
  readonly areas: readonly Area[];
  readonly table: PictureTable;
  readonly search: string;
}

/** The areas below, by name and never by figure, each a link one level down. */
export function AreasSection({ choice, areas, table, search }: AreasSectionProps): VNode {
  const byName = new Map(areas.map((area) => [area.name, area]));
  return (
    <section class="hw-section" aria-labelledby="areas">
      <h2 class="govuk-heading-m" id="areas">
        {choice.area.kind === 'nation' ? 'Regions' : 'Local authorities'} in {choice.area.name}
      </h2>
      <p class="govuk-body">
        In the order of their names. They are not ranked: most differences between neighbours are too small to be sure
        of, and places differ in who they serve.
      </p>
      <PictureTableView
        table={table}
        link={(name) => {
          const area = byName.get(name);
          return area ? (
            <a class="govuk-link" href={`${areaPath(area.code)}${search}`}>
              {name}
            </a>
          ) : (
            name
          );
        }}
      />
      <p class="govuk-body-s">
        <a class="govuk-link" href={pictureCsvPath(choice.area.code, 'areas', search)}>
          Download these figures (CSV)
        </a>
      </p>
    </section>
  );
}
