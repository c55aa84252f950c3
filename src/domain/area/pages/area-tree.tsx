import type { VNode } from 'preact';
import type { Area, AreaHistory } from '../model.ts';
import { areaPath } from '../paths.ts';
import { lifeInWords } from '../rules.ts';

export interface AreaTreeProps {
  readonly areas: readonly Area[];
  readonly histories: ReadonlyMap<number, AreaHistory>;
}

/** Every area to browse: England, each region with the authorities it has now, and then those that have ended. */
export function AreaTree({ areas, histories }: AreaTreeProps): VNode {
  const nations = areas.filter((area) => area.kind === 'nation');
  const regions = areas.filter((area) => area.kind === 'region');
  return (
    <>
      {nations.map((nation) => (
        <Nation nation={nation} regions={regions.filter((region) => region.parentId === nation.areaId)} areas={areas} />
      ))}
      <EndedAreas areas={areas} histories={histories} />
    </>
  );
}

interface NationProps {
  readonly nation: Area;
  readonly regions: readonly Area[];
  readonly areas: readonly Area[];
}

function Nation({ nation, regions, areas }: NationProps): VNode {
  return (
    <section class="hw-section" aria-labelledby={`area-${nation.code}`}>
      <h2 class="govuk-heading-l" id={`area-${nation.code}`}>
        <AreaLink area={nation} />
      </h2>
      {regions.length === 0 && <p class="govuk-body hw-muted">No areas within {nation.name} are listed yet.</p>}
      <div class="hw-columns">
        {regions.map((region) => (
          <section aria-labelledby={`area-${region.code}`}>
            <h3 class="govuk-heading-m" id={`area-${region.code}`}>
              <AreaLink area={region} />
            </h3>
            <Below area={region} areas={areas} />
          </section>
        ))}
      </div>
    </section>
  );
}

/** The authorities below a region, or below each of its parts. */
function Below({ area, areas }: { readonly area: Area; readonly areas: readonly Area[] }): VNode {
  const below = byName(areas.filter((candidate) => candidate.parentId === area.areaId && candidate.to === undefined));
  return (
    <ul class="govuk-list">
      {below.map((child) => (
        <li>
          <AreaLink area={child} />
          {child.kind === 'sub-region' && <Below area={child} areas={areas} />}
        </li>
      ))}
    </ul>
  );
}

function EndedAreas({ areas, histories }: AreaTreeProps): VNode | null {
  const ended = byName(areas.filter((area) => area.to !== undefined));
  if (ended.length === 0) return null;
  return (
    <section class="hw-section hw-section--ruled" aria-labelledby="ended-areas">
      <h2 class="govuk-heading-l" id="ended-areas">
        Areas that have ended
      </h2>
      <p class="govuk-body">Their figures are kept under the names they had.</p>
      <ul class="govuk-list">
        {ended.map((area) => (
          <li>
            <AreaLink area={area} />, {lifeInWords(area, successorNames(histories, area))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A link to an area's page, called by its name. */
export function AreaLink({ area }: { readonly area: Area }): VNode {
  return (
    <a class="govuk-link" href={areaPath(area.code)}>
      {area.name}
    </a>
  );
}

/** Names of the areas that took over from one. */
export function successorNames(histories: ReadonlyMap<number, AreaHistory>, area: Area): readonly string[] {
  return (histories.get(area.areaId)?.successors ?? []).map((succession) => succession.area.name);
}

function byName(areas: readonly Area[]): readonly Area[] {
  return areas.toSorted((left, right) => left.name.localeCompare(right.name, 'en-GB'));
}
