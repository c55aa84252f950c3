import type { VNode } from 'preact';
import type { AreaHistory } from '#domain/area/model.ts';
import { areaPath, areaSearchPath, areasPath } from '#domain/area/paths.ts';
import type { LiveOfArea } from '#domain/attendance/front.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { listInWords } from '#foundation/kernel/list-words.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { AreaPicture } from '../area-picture.ts';
import { choiceSearch } from '../choosing.ts';
import { declaredMeasure } from '../figures.ts';
import type { MapPicture } from '../map-picture.ts';
import { mapMeasureIds, mapPhases } from '../map-picture.ts';
import { mapPath } from '../paths.ts';
import { phaseInWords } from '../period-words.ts';
import { AreaPage, chosen } from './area-page.tsx';
import { isMadeUpWithoutFigures, MadeUpAreaPage } from './made-up-area-page.tsx';
import { MapSection } from './map-section.tsx';

/** The front page: what Headwater is for, a way in by name, and England's picture. */
export function frontPageContent(picture: AreaPicture): ShellPage {
  return {
    title: 'Attendance, absence, suspension and permanent exclusion in England',
    description:
      'One honest picture of attendance, absence, suspension and permanent exclusion, from England to each local authority.',
    path: `/${pageSearch(picture)}`,
    children: <AreaPage picture={picture} welcome={<Welcome />} />,
  };
}

/** The choice as the page's own address holds it: paper has to say it too. */
function pageSearch({ choice }: AreaPicture): string {
  return choiceSearch(chosen(choice));
}

function Welcome(): VNode {
  return (
    <header class="hw-welcome">
      <h1 class="govuk-heading-xl">School attendance and exclusion where you live</h1>
      <p class="govuk-body-l">
        Headwater shows how attendance, absence, suspension and permanent exclusion stand in your area, so that help can
        come before exclusion.
      </p>
      <form class="hw-find" method="get" action={areasPath} aria-label="Find your area">
        <label class="govuk-label govuk-label--s" for="welcome-search">
          Your local authority or region
        </label>
        <div class="hw-find__line">
          <input class="govuk-input" id="welcome-search" name="q" type="search" autocomplete="off" spellcheck={false} />
          <Button>Find your area</Button>
        </div>
      </form>
      <p class="govuk-body">
        Or choose from{' '}
        <a class="govuk-link" href={areasPath}>
          all areas
        </a>{' '}
        or{' '}
        <a class="govuk-link" href={mapPath}>
          the map
        </a>
        . Every figure says where it comes from and when it was published.
      </p>
    </header>
  );
}

/** The page of one area. */
export function areaPageContent(picture: AreaPicture, history: AreaHistory, live: LiveOfArea | undefined): ShellPage {
  const { area, above } = picture.choice;
  return {
    title: area.name,
    description: `Attendance, absence, suspension and permanent exclusion in ${area.name}.`,
    path: areaPath(area.code) + (isMadeUpWithoutFigures(picture) ? '' : pageSearch(picture)),
    breadcrumbs: [
      ...above.toReversed().map((parent) => ({ text: parent.name, href: areaPath(parent.code) })),
      { text: area.name },
    ],
    children: isMadeUpWithoutFigures(picture) ? (
      <MadeUpAreaPage area={area} live={live} />
    ) : (
      <AreaPage
        picture={picture}
        history={
          <>
            <AreaLife picture={picture} history={history} />
            {live && <LiveWay live={live} name={area.name} />}
          </>
        }
      />
    ),
  };
}

/** When the area was there, what it came from, what it became, and the other codes its figures were published under. */
function AreaLife({
  picture,
  history,
}: {
  readonly picture: AreaPicture;
  readonly history: AreaHistory;
}): VNode | null {
  const { area } = picture.choice;
  const pastCodes = area.codes.filter((code) => code.scheme === 'gss' && code.code !== area.code);
  const facts = [
    area.to && `${area.name} ended on ${dayInWords(area.to)}. Its figures are kept as they were.`,
    history.predecessors.length > 0 && area.from
      ? `Since ${dayInWords(area.from)}, taking over from ${listInWords(history.predecessors.map((one) => one.area.name))}.`
      : undefined,
    pastCodes.length > 0 &&
      `Figures published under ${listInWords(pastCodes.map((one) => one.code))} are joined to ${area.code}: the place is the same.`,
    !area.verified && 'This area was first met in a release and is in no code list that Headwater holds.',
  ].filter((fact) => typeof fact === 'string');
  if (facts.length === 0 && history.successors.length === 0) return null;
  return (
    <div class="hw-area-life">
      {facts.map((fact) => (
        <p class="govuk-body">{fact}</p>
      ))}
      {history.successors.length > 0 && (
        <p class="govuk-body">
          Now:{' '}
          {history.successors.map(({ area: successor }, position) => (
            <>
              {position > 0 && ' and '}
              <a class="govuk-link" href={areaPath(successor.code)}>
                {successor.name}
              </a>
            </>
          ))}
          .
        </p>
      )}
    </div>
  );
}

/** The map page: one measure, one phase, every local authority. */
export function mapPageContent(picture: MapPicture): ShellPage {
  const { spread, authorities, phase, asPublished } = picture;
  const search = choiceSearch({ measure: spread.measure.id, phase, asPublished });
  return {
    title: 'Map of local authorities',
    path: mapPath + search,
    children: (
      <>
        <h1 class="govuk-heading-xl">Map of local authorities</h1>
        <p class="govuk-body-l">
          One tile is one local authority. The table under the map has the same figures, in the order of names.{' '}
          <a class="govuk-link" href={areaSearchPath('')}>
            Search for an area by name
          </a>
          .
        </p>
        <MapForm picture={picture} />
        <MapSection
          spread={spread}
          authorities={authorities}
          phase={phase}
          headingLevel={2}
          csvHref={`/map.csv${search}`}
          search={choiceSearch({ phase: phase === 'primary' ? undefined : phase, asPublished })}
        />
      </>
    ),
  };
}

function MapForm({ picture }: { readonly picture: MapPicture }): VNode {
  const { spread, phase, asPublished, publicationDays } = picture;
  return (
    <FilterForm
      action={mapPath}
      label="Choose what the map shows"
      fields={[
        {
          name: 'measure',
          label: 'Measure',
          value: spread.measure.id,
          items: mapMeasureIds.map((id) => ({ value: id, text: declaredMeasure(id).label })),
        },
        {
          name: 'phase',
          label: 'Phase',
          value: phase,
          items: mapPhases.map((one) => ({ value: one, text: phaseInWords(one) })),
        },
        {
          name: 'asPublished',
          label: 'As published on',
          value: asPublished ?? '',
          items: [
            { value: '', text: 'Latest' },
            ...publicationDays.map((day) => ({ value: day, text: dayInWords(day) })),
          ],
        },
      ]}
      applyText="Show"
    />
  );
}

function LiveWay({ live, name }: { readonly live: LiveOfArea; readonly name: string }): VNode {
  return (
    <p class="govuk-body">
      This page is about published figures. See also{' '}
      <a class="govuk-link" href={live.href}>
        live attendance in {name}
      </a>
      , from the registers of {counted(live.settings, 'setting')} kept here.
    </p>
  );
}
