import type { ComponentChildren, VNode } from 'preact';
import { areaPath, areaSettingsPath, areasPath } from '#domain/area/paths.ts';
import { kindInWords } from '#domain/area/rules.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { AreaPicture } from '../area-picture.ts';
import { choiceSearch, defaultMeasureId } from '../choosing.ts';
import { measures } from '../measures.ts';
import { areaGroupsPath, pictureCsvPath } from '../paths.ts';
import { phaseInWords, whose } from '../period-words.ts';
import type { Choice } from '../picture.ts';
import { areasTable } from '../spread.ts';
import { isWeeklyMeasure } from '../trend.ts';
import { ComparisonSection, PhasesSection, ReasonsSection } from './absence-sections.tsx';
import { AddingUpSection } from './adding-up-section.tsx';
import { AreasSection } from './areas-section.tsx';
import { HeadlineSection } from './headline-section.tsx';
import { MapSection } from './map-section.tsx';
import { OnThisPage } from './on-this-page.tsx';
import { RevisionsSection } from './revisions-section.tsx';
import { CoverageSection, TrendSection } from './trend-section.tsx';
import { CensusAbsenceSection, ExclusionSections } from './year-sections.tsx';

export interface AreaPageProps {
  readonly picture: AreaPicture;
  /** Said about the area: until when it existed, what it was before. */
  readonly history?: ComponentChildren;
  /** Comes first on the page: the welcome of the front page. */
  readonly welcome?: ComponentChildren;
}

/** Everything that is published about one area, from headline to source. */
export function AreaPage({ picture, history, welcome }: AreaPageProps): VNode {
  const { choice } = picture;
  const search = choiceSearch(chosen(choice));
  return (
    <>
      {welcome}
      <AreaHeading choice={choice} front={welcome !== undefined} />
      {history}
      <ChoiceForm picture={picture} />
      {choice.asPublished && <AsPublishedNote choice={choice} day={choice.asPublished} />}
      <AsAt picture={picture} />
      {isEmpty(picture) ? <NothingKnown choice={choice} /> : <Figures picture={picture} search={search} />}
      <MoreAbout choice={choice} search={search} />
    </>
  );
}

function MoreAbout({ choice, search }: { readonly choice: Choice; readonly search: string }): VNode {
  return (
    <section class="hw-section hw-more" aria-labelledby="more">
      <h2 class="govuk-heading-m" id="more">
        More about {choice.area.name}
      </h2>
      <ul class="govuk-list govuk-list--spaced">
        <li>
          <a class="govuk-link" href={areaGroupsPath(choice.area.code) + search}>
            Groups of pupils in {choice.area.name}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={areaSettingsPath(choice.area.code)}>
            Schools and other settings in {choice.area.name}
          </a>
        </li>
      </ul>
    </section>
  );
}

/** Nothing of what the page is made from: an area that no release speaks of, or a phase or day with nothing yet. */
function isEmpty({ headlines, trend, reasons, censusAbsence, exclusions, exclusionReasons }: AreaPicture): boolean {
  const figures = headlines.some(({ figure }) => figure !== undefined) || trend.lines.length > 0;
  const years = censusAbsence.lines.length + exclusions.lines.length > 0;
  return !(figures || years || reasons !== undefined || exclusionReasons !== undefined);
}

function NothingKnown({ choice }: { readonly choice: Choice }): VNode {
  return (
    <InsetText>
      <p class="govuk-body">
        No weekly figures are known for {whose(choice)}, and no yearly ones
        {choice.asPublished && ` on ${dayInWords(choice.asPublished)}`}.
      </p>
      <p class="govuk-body">
        Try another phase or day of publication above. Or start from{' '}
        <a class="govuk-link" href="/">
          England
        </a>
        , or{' '}
        <a class="govuk-link" href={areasPath}>
          choose another area
        </a>
        .
      </p>
    </InsetText>
  );
}

function Figures({ picture, search }: { readonly picture: AreaPicture; readonly search: string }): VNode {
  const { choice } = picture;
  return (
    <>
      <HeadlineSection choice={choice} headlines={picture.headlines} vintages={picture.vintages} />
      <OnThisPage picture={picture} />
      <TrendSection choice={choice} trend={picture.trend} search={search} />
      <ComparisonSection choice={choice} comparison={picture.comparison} search={search} />
      <MapPart picture={picture} search={search} />
      <ReasonsSection choice={choice} reasons={picture.reasons} search={search} />
      <PhasesSection choice={choice} phases={picture.byPhase} search={search} />
      <CensusAbsenceSection choice={choice} search={search} history={picture.censusAbsence} />
      <ExclusionSections
        choice={choice}
        search={search}
        history={picture.exclusions}
        reasons={picture.exclusionReasons}
      />
      <BelowPart picture={picture} search={search} />
      <CoverageSection choice={choice} trend={picture.trend} search={search} />
      <AddingUpSection choice={choice} additions={picture.additions} search={search} />
      <RevisionsSection choice={choice} revisions={picture.revisions} search={search} />
    </>
  );
}

/** On the front page the welcome holds the only first-level heading. */
function AreaHeading({ choice, front }: { readonly choice: Choice; readonly front: boolean }): VNode {
  const { area } = choice;
  if (front) return <h2 class="govuk-heading-l hw-front-area">{area.name}</h2>;
  return (
    <h1 class="govuk-heading-xl">
      <span class="govuk-caption-xl">{kindInWords(area.kind)}</span>
      {area.name}
    </h1>
  );
}

function AsPublishedNote({ choice, day }: { readonly choice: Choice; readonly day: PlainDate }): VNode {
  return (
    <InsetText>
      This page shows what was known on {dayInWords(day)}. Later releases are left out.{' '}
      <a class="govuk-link" href={areaPath(choice.area.code)}>
        Show what is known now
      </a>
    </InsetText>
  );
}

/** On paper the form is gone: what was chosen, and up to which release the page speaks, is said instead. */
function AsAt({ picture }: { readonly picture: AreaPicture }): VNode {
  const { choice, publicationDays } = picture;
  const [newest] = publicationDays;
  const known = choice.asPublished ?? newest;
  return (
    <p class="govuk-body-s hw-as-at">
      {phaseInWords(choice.phase)}. {choice.measure.label}.
      {known &&
        ` What was known on ${dayInWords(known)}${choice.asPublished ? '' : ', the day of the newest release'}.`}
    </p>
  );
}

/** Phase, measure and day of publication, sent with GET: the address is the choice. */
function ChoiceForm({ picture }: { readonly picture: AreaPicture }): VNode {
  const { choice, phases, publicationDays } = picture;
  return (
    <FilterForm
      action={areaPath(choice.area.code)}
      label="Choose what to show"
      fields={[
        {
          name: 'phase',
          label: 'Phase',
          value: choice.phase,
          items: withChosen(phases, choice.phase).map((phase) => ({ value: phase, text: phaseInWords(phase) })),
        },
        {
          name: 'measure',
          label: 'Measure',
          value: choice.measure.id,
          items: measures
            .filter((measure) => isWeeklyMeasure(measure) && measure.group !== 'attendance-code')
            .map((measure) => ({ value: measure.id, text: measure.label })),
        },
        {
          name: 'asPublished',
          label: 'As published on',
          value: choice.asPublished ?? '',
          items: [
            { value: '', text: 'Latest' },
            ...withChosen(publicationDays.slice(0, daysOffered), choice.asPublished ?? '').map((day) => ({
              value: day,
              text: dayInWords(day),
            })),
          ],
        },
      ]}
      applyText="Show"
    />
  );
}

function MapPart({ picture, search }: { readonly picture: AreaPicture; readonly search: string }): VNode | null {
  const { choice, map, below } = picture;
  if (!map) return null;
  const inRegion =
    choice.area.kind === 'nation' ? undefined : new Set([choice.area, ...below.areas].map((area) => area.areaId));
  return (
    <MapSection
      spread={map.spread}
      authorities={map.authorities}
      phase={map.phase}
      {...(inRegion && { current: inRegion })}
      headingLevel={2}
      csvHref={pictureCsvPath(choice.area.code, 'map', search)}
      search={choiceSearch({
        ...chosen(choice),
        phase: map.phase === 'primary' ? undefined : map.phase,
      })}
    />
  );
}

function BelowPart({ picture, search }: { readonly picture: AreaPicture; readonly search: string }): VNode | null {
  const { choice, below } = picture;
  if (below.areas.length === 0) return null;
  return (
    <AreasSection choice={choice} areas={below.areas} table={areasTable(below.areas, below.spreads)} search={search} />
  );
}

/** The choice as an address says it: without what the page would choose by itself. */
export function chosen(choice: Choice): Parameters<typeof choiceSearch>[0] {
  const usual = choice.area.kind === 'local-authority' ? 'primary' : 'all';
  return {
    phase: choice.phase === usual ? undefined : choice.phase,
    measure: choice.measure.id === defaultMeasureId ? undefined : choice.measure.id,
    asPublished: choice.asPublished,
  };
}

/** How many days of publication the list offers; an address can name any other, and the releases page lists them all. */
const daysOffered = 30;

/** A list to choose from always holds what is chosen, or the form would silently choose something else. */
function withChosen<Item extends string>(items: readonly Item[], one: Item | ''): readonly Item[] {
  return one === '' || items.includes(one) ? items : [...items, one];
}
