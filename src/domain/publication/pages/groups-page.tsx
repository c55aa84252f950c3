import type { VNode } from 'preact';
import { areaPath } from '#domain/area/paths.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { BarChart } from '#foundation/ui/charts/bar-chart.tsx';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { choiceSearch } from '../choosing.ts';
import { datasetById } from '../datasets.ts';
import { formatOf } from '../figures.ts';
import { dimensionInWords } from '../group-words.ts';
import type { GroupTables } from '../groups.ts';
import { groupBars, groupTable } from '../groups.ts';
import { areaGroupsPath, pictureCsvPath } from '../paths.ts';
import { periodInWords, phaseInWords } from '../period-words.ts';
import type { Choice } from '../picture.ts';
import { chosen } from './area-page.tsx';
import { PictureTableView, pictureDescription } from './picture-table.tsx';

export interface GroupsPageProps {
  readonly choice: Choice;
  readonly phases: readonly string[];
  readonly groups: readonly GroupTables[];
}

/** The page of published figures of groups of pupils in an area. */
export function groupsPageContent(props: GroupsPageProps): ShellPage {
  const { area, above } = props.choice;
  return {
    title: `Groups of pupils in ${area.name}`,
    path: areaGroupsPath(area.code),
    breadcrumbs: [
      ...[area, ...above].toReversed().map((place) => ({ text: place.name, href: areaPath(place.code) })),
      { text: 'Groups of pupils' },
    ],
    children: <GroupsPage {...props} />,
  };
}

function GroupsPage({ choice, phases, groups }: GroupsPageProps): VNode {
  const search = choiceSearch(chosen(choice));
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">{choice.area.name}</span>
        Groups of pupils
      </h1>
      <p class="govuk-body-l">
        The same figures for girls and boys, ethnic groups, special educational needs, free school meals and more. A
        difference between groups says that schools and services may not be reaching them equally. It says nothing about
        why, and nothing about any one child.
      </p>
      <FilterForm
        action={areaGroupsPath(choice.area.code)}
        label="Choose what to show"
        fields={[
          {
            name: 'phase',
            label: 'Phase',
            value: choice.phase,
            items: phases.map((phase) => ({ value: phase, text: phaseInWords(phase) })),
          },
        ]}
        hidden={choice.asPublished ? { asPublished: choice.asPublished } : {}}
        applyText="Show"
      />
      {choice.asPublished && <InsetText>As known on {dayInWords(choice.asPublished)}.</InsetText>}
      {groups.length === 0 ? (
        <NothingKnown choice={choice} />
      ) : (
        groups.map((tables) => <Tables tables={tables} choice={choice} search={search} />)
      )}
    </>
  );
}

function NothingKnown({ choice }: { readonly choice: Choice }): VNode {
  return (
    <p class="govuk-body">
      Nothing is published by group for {choice.area.name} in this phase. The tables at hand by characteristic are
      mostly for England:{' '}
      <a class="govuk-link" href={areaGroupsPath('E92000001')}>
        groups of pupils in England
      </a>
      .
    </p>
  );
}

interface TablesProps {
  readonly tables: GroupTables;
  readonly choice: Choice;
  readonly search: string;
}

function Tables({ tables, choice, search }: TablesProps): VNode {
  const [measure] = tables.measures;
  const title = datasetById(tables.dataset)?.title ?? tables.dataset;
  return (
    <div class="hw-section">
      <h2 class="govuk-heading-l">{title}</h2>
      {measure &&
        tables.dimensions.map(({ dimension, rows }) => (
          <ChartFigure
            id={`${tables.dataset}-${dimension}`}
            heading={dimensionInWords(dimension)}
            headingLevel={3}
            sentence={`${measure.label}${measure.unit === 'per-hundred-pupils' ? ' for every 100 pupils' : ''}, ${phaseInWords(choice.phase).toLowerCase()}, ${periodInWords(tables.period)}. The mark on each bar is all pupils.`}
            table={<PictureTableView table={groupTable(tables, dimension, rows)} />}
            csvHref={pictureCsvPath(choice.area.code, 'groups', search)}
            csvText="Download every group (CSV)"
            source={`${title}, Department for Education. Groups are in the order of their names.`}
          >
            <BarChart
              id={`${tables.dataset}-${dimension}-chart`}
              title={`${measure.label} by ${dimensionInWords(dimension).toLowerCase()}`}
              description={pictureDescription}
              bars={groupBars(tables, rows)}
              format={formatOf(measure)}
            />
          </ChartFigure>
        ))}
    </div>
  );
}
