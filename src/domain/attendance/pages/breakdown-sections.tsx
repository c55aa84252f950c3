import type { ComponentChildren, VNode } from 'preact';
import { bandIndex } from '#domain/register/bands.ts';
import { numberCell, percentCell } from '#foundation/kernel/cell.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonTime } from '#foundation/kernel/london-clock.ts';
import { BarChart } from '#foundation/ui/charts/bar-chart.tsx';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { sentenceCase } from '#foundation/ui/charts/number-text.ts';
import { CellValue } from '#foundation/ui/components/cell-value.tsx';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { LineagePanel } from '#foundation/ui/components/lineage-panel.tsx';
import { Pagination } from '#foundation/ui/components/pagination.tsx';
import { liveCsvPath, livePath } from '../paths.ts';
import { bandsIn } from '../picture-vector.ts';
import { vectorOf } from '../place-picture.ts';
import type { LiveReading } from '../reading.ts';
import { querySearch } from '../reading.ts';
import {
  bandCells,
  breakdownCoverage,
  breakdowns,
  breakdownWords,
  columnsOfToday,
  mayBreakDown,
  mayGroup,
  periods,
  periodWords,
} from '../tables-breakdown.ts';
import { Live, LiveTableView } from './live-text.tsx';

interface SectionProps {
  readonly reading: LiveReading;
}

/** What the breakdowns are of, sent with GET: the address is the choice. */
export function ChoiceForm({ reading: { picture, choice, query } }: SectionProps): VNode {
  return (
    <div class="hw-live-choice">
      <FilterForm
        action={livePath(picture.place.address)}
        label="Choose what the breakdowns show"
        hidden={query.day === undefined ? {} : { day: query.day }}
        fields={[
          ...(picture.tense === 'past'
            ? []
            : [
                {
                  name: 'period',
                  label: 'Breakdowns of',
                  value: choice.period,
                  items: periods.map((period) => ({ value: period, text: sentenceCase(periodWords(period)) })),
                },
              ]),
          {
            name: 'by',
            label: 'Groups by',
            value: choice.by,
            items: breakdowns.map((by) => ({ value: by, text: sentenceCase(breakdownWords[by]) })),
          },
        ]}
        applyText="Show"
      />
    </div>
  );
}

/** Why sessions were missed. */
export function ReasonsSection({ reading }: SectionProps): VNode {
  const { picture, choice, tables, query } = reading;
  const bars = tables.reasons.rows.flatMap(({ name, values }) => {
    const share = values[2];
    return share === undefined || typeof share === 'string' || share.kind !== 'number'
      ? []
      : [{ label: name, cell: share }];
  });
  const something = tables.reasons.rows.length > 0;
  return (
    <ChartFigure
      id="reasons"
      heading="Absence by reason"
      headingLevel={2}
      sentence={
        mayBreakDown(picture)
          ? `${sentenceCase(timeWords(reading))}, as a share of sessions possible, in the order of the code book; ${breakdownCoverage(picture, choice)}. ${something ? '' : 'No code other than attendance has been used yet.'}`
          : 'Reasons of one or two settings are shown to people of the setting, its trust and its local authority.'
      }
      table={something && <LiveTableView table={tables.reasons} />}
      csvHref={liveCsvPath(picture.place.address, 'reasons', querySearch(query))}
      source={
        <>
          Registers kept here. What each code means and counts as is on the{' '}
          <a class="govuk-link" href="/attendance-codes">
            attendance codes page
          </a>
          .
        </>
      }
    >
      {bars.length > 0 && (
        <BarChart
          id="reasons-chart"
          title={`Absence by reason, ${picture.place.name}`}
          description="Share of sessions possible missed for each reason."
          bars={bars}
          format={{ decimals: 2, suffix: '%' }}
        />
      )}
    </ChartFigure>
  );
}

/** Persistent and severe absence of the year to date. */
export function BandsSection({ reading }: SectionProps): VNode | null {
  const { picture, choice } = reading;
  if (picture.tense === 'past' || !reading.tables.periods) return null;
  const bands = bandsIn(vectorOf(picture, choice.unit));
  const shares = bandCells(picture, vectorOf(picture, choice.unit), choice.unit);
  const isHidden = shares.persistent.kind === 'suppressed';
  const count = (column: 'enrolments' | 'persistent' | 'severe'): string =>
    isHidden && (column !== 'enrolments' || bands[bandIndex(0, column)] === 0)
      ? 'hidden'
      : printedCount(bands[bandIndex(0, column)] as number);
  return (
    <section class="hw-section" aria-labelledby="bands">
      <h2 class="govuk-heading-m" id="bands">
        Persistent and severe absence, year to date
      </h2>
      <p class="govuk-body">
        By enrolment, the Department’s measure: <CellValue cell={shares.persistent} decimals={1} unit="%" /> of{' '}
        {count('enrolments')} enrolments missed a tenth or more of their own sessions possible so far (
        {count('persistent')}), and <CellValue cell={shares.severe} decimals={1} unit="%" /> half or more (
        {count('severe')}). Severe absence is part of persistent absence.
      </p>
      {!isHidden && <ByChildLine reading={reading} />}
      <LineagePanel
        summaryText="What persistent and severe absence mean"
        lineage={{
          definition:
            'Persistent: absence of 10% or more of the enrolment’s own sessions possible so far; severe: 50% or more. Compared in whole numbers, so that exactly a tenth counts.',
          version: 'measures of the Department for Education, since 2015/16',
          population:
            'Every enrolment with at least one session possible this year. Leavers stay, with the sessions that were possible until they left. A child on two rolls is two enrolments.',
          period:
            'Year to date: early in the year one missed day can be a tenth, so the share is high in September and settles.',
          coverage: 'Sessions without a mark are in neither side.',
          sources: [{ text: 'Totals of each enrolment, written with every register' }],
        }}
      />
    </section>
  );
}

/** The same of children, with the sessions of all their settings together. */
function ByChildLine({ reading: { byChild, picture } }: SectionProps): VNode | null {
  const few = byChild && picture.reach !== 'full' && [byChild.persistent, byChild.severe].some((count) => count < 10);
  if (!byChild || byChild.people === 0 || few) return null;
  const share = (count: number): VNode => (
    <CellValue cell={percentCell(numberCell(count), numberCell(byChild.people))} decimals={1} unit="%" />
  );
  return (
    <p class="govuk-body">
      By child, all settings together, Headwater’s own measure: {share(byChild.persistent)} of{' '}
      {printedCount(byChild.people)} children missed a tenth or more ({printedCount(byChild.persistent)}), and{' '}
      {share(byChild.severe)} half or more ({printedCount(byChild.severe)}). A child on two rolls is one child, with the
      sessions of both; timetabled events are left out. Counted at {londonTime(byChild.at)}.
    </p>
  );
}

/** One dimension of groups. */
export function GroupsSection({ reading }: SectionProps): VNode | null {
  const { picture, tables, choice, query } = reading;
  if (!tables.groups) return null;
  const isHidden = picture.reach !== 'full';
  return (
    <Section
      id="groups"
      heading={`By ${breakdownWords[choice.by]}`}
      csvHref={mayGroup(picture) ? liveCsvPath(picture.place.address, 'groups', querySearch(query)) : undefined}
    >
      <p class="govuk-body">
        {mayGroup(picture) ? (
          <>
            Absence, {timeWords(reading)}: <Live name="breakdown.coverage" text={breakdownCoverage(picture, choice)} />.
            Whoever the other registers expect is unmeasured.
            {picture.tense === 'live' && ' Persistent and severe absence are of the year to date.'} Groups are contexts
            to act on, not labels: compare them only where many are counted.
          </>
        ) : (
          whyNoGroups(reading)
        )}
        {isHidden &&
          mayGroup(picture) &&
          ' Groups of few enrolments are hidden, and another with them, so that nobody can be found by subtraction.'}
      </p>
      {tables.groups.rows.length > 0 && <LiveTableView table={tables.groups} />}
    </Section>
  );
}

function whyNoGroups({ picture }: LiveReading): string {
  return mayBreakDown(picture)
    ? 'Groups on a day gone by are shown to people of the authority: see those of today or of the year to date.'
    : 'Groups in one or two settings are shown to people of the setting, its trust and its local authority.';
}

/** What a breakdown is of, in the middle of a sentence. */
function timeWords({ picture, choice }: LiveReading): string {
  return picture.tense === 'past' ? `on ${dayInWords(picture.at.day)}` : periodWords(choice.period);
}

/** By phase and type of setting. */
export function KindsSection({ reading }: SectionProps): VNode | null {
  const { kinds } = reading.tables;
  if (!kinds) return null;
  return (
    <Section
      id="kinds"
      heading="By phase and type of setting"
      csvHref={liveCsvPath(reading.picture.place.address, 'kinds', querySearch(reading.query))}
    >
      <LiveTableView table={kinds} without={untold(reading)} />
    </Section>
  );
}

/** The places below, by name. */
export function BelowSection({ reading }: SectionProps): VNode | null {
  const { below } = reading.tables;
  if (!below) return null;
  const { place } = reading.picture;
  const { page, of } = reading.pages;
  const href = (to: number): string => `${livePath(place.address)}${querySearch({ ...reading.query, page: to })}#below`;
  return (
    <Section
      id="below"
      heading={`${below.rowHeading}s in ${place.name}`}
      csvHref={liveCsvPath(place.address, 'below', querySearch(reading.query))}
    >
      <p class="govuk-body">
        In the order of names: how places differ says as much about who lives there and which registers are in as about
        anything done there.
      </p>
      <LiveTableView table={below} without={untold(reading)} />
      {of > 1 && (
        <Pagination
          landmarkLabel={`Pages of ${below.rowHeading.toLowerCase()}s`}
          {...(page > 1 && { previous: { href: href(page - 1), labelText: `${page - 1} of ${of}` } })}
          {...(page < of && { next: { href: href(page + 1), labelText: `${page + 1} of ${of}` } })}
        />
      )}
    </Section>
  );
}

/** Before anything of today is due, a table says nothing of today. */
function untold({ picture }: LiveReading): readonly string[] | undefined {
  return picture.begun ? undefined : columnsOfToday;
}

interface PlainSectionProps {
  readonly id: string;
  readonly heading: string;
  /** Left out where there is nothing that this reader may fetch. */
  readonly csvHref: string | undefined;
  readonly children: ComponentChildren;
}

function Section({ id, heading, csvHref, children }: PlainSectionProps): VNode {
  return (
    <section class="hw-section" aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {heading}
      </h2>
      {children}
      {csvHref !== undefined && (
        <p class="govuk-body-s hw-live-keep">
          <a class="govuk-link" href={csvHref}>
            Download these figures (CSV)<span class="govuk-visually-hidden">: {heading}</span>
          </a>
        </p>
      )}
    </section>
  );
}
