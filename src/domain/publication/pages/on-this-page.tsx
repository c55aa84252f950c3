import type { VNode } from 'preact';
import type { AreaPicture } from '../area-picture.ts';

/** The parts of an area's page that come after the headline figures, as links: the page is long. */
export function OnThisPage({ picture }: { readonly picture: AreaPicture }): VNode {
  return (
    <nav class="hw-contents" aria-labelledby="on-this-page">
      <h2 class="govuk-heading-s" id="on-this-page">
        On this page
      </h2>
      <ul>
        {partsOf(picture).map(([id, text]) => (
          <li>
            <a class="govuk-link" href={`#${id}`}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

type Part = readonly [id: string, text: string];

function partsOf(picture: AreaPicture): readonly Part[] {
  const { choice, map, censusAbsence, exclusionReasons, below, additions } = picture;
  const parts: readonly (Part | false)[] = [
    ['weeks', 'Week by week'],
    ['comparison', 'Comparison'],
    map !== undefined && ['map', 'Tile map'],
    ['reasons', 'Absence by reason'],
    ['phases', 'By phase'],
    censusAbsence.lines.length > 0 && ['years-absence-rate', 'Absence by year'],
    ['years-suspension-rate', 'Suspension by year'],
    ['years-permanent-exclusion-rate', 'Permanent exclusion by year'],
    exclusionReasons !== undefined && ['exclusion-reasons', 'Reasons given'],
    below.areas.length > 0 && ['areas', choice.area.kind === 'nation' ? 'Regions' : 'Local authorities'],
    ['coverage', 'How many schools reported'],
    additions.length > 0 && ['adding-up', 'Does it add up?'],
    ['revisions', 'How figures moved'],
    ['more', 'Groups of pupils, and schools'],
  ];
  return parts.filter((part) => part !== false);
}
