import type { VNode } from 'preact';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { missingReason, sentenceCase } from '#foundation/ui/charts/number-text.ts';
import { CellValue } from '#foundation/ui/components/cell-value.tsx';
import { LineagePanel } from '#foundation/ui/components/lineage-panel.tsx';
import { StatGrid, StatTile } from '#foundation/ui/components/stat-tile.tsx';
import { datasetById } from '../datasets.ts';
import type { Figure } from '../figures.ts';
import { formatOf } from '../figures.ts';
import type { Headline } from '../headlines.ts';
import { coverageInWords } from '../headlines.ts';
import type { Measure } from '../measures.ts';
import type { Period, Vintage } from '../model.ts';
import { measurePath, releasePath } from '../paths.ts';
import { periodInWords, phaseInWords, unitInWords } from '../period-words.ts';
import type { Choice } from '../picture.ts';

export interface HeadlineSectionProps {
  readonly choice: Choice;
  readonly headlines: readonly Headline[];
  readonly vintages: ReadonlyMap<number, Vintage>;
}

/** The headline figures, each with its coverage and comparisons in words, and where each comes from. */
export function HeadlineSection({ choice, headlines, vintages }: HeadlineSectionProps): VNode {
  return (
    <section aria-labelledby="headlines" class="hw-section">
      <h2 class="govuk-heading-m" id="headlines">
        {phaseInWords(choice.phase)}: the figures at a glance
      </h2>
      <StatGrid label="Headline figures">
        {headlines.map((headline) => (
          <HeadlineTile headline={headline} />
        ))}
      </StatGrid>
      {headlines.some(({ figure }) => figure) && (
        <div class="hw-lineages">
          <h3 class="govuk-heading-s">What each figure means and where it comes from</h3>
          {headlines.map(
            ({ figure }) => figure && <FigureLineage figure={figure} vintage={vintages.get(figure.vintageId)} />,
          )}
        </div>
      )}
    </section>
  );
}

function HeadlineTile({ headline: { measure, figure, comparisons } }: { readonly headline: Headline }): VNode {
  if (!figure) {
    return (
      <StatTile
        label={measure.label}
        labelHeadingLevel={3}
        missing="No figure"
        inWords="Not published for this choice."
      />
    );
  }
  const { decimals, suffix } = formatOf(measure);
  return (
    <StatTile
      label={measure.label}
      labelHeadingLevel={3}
      {...(figure.cell.kind === 'number'
        ? { value: <CellValue cell={figure.cell} decimals={decimals} unit={suffix} /> }
        : { missing: figure.cell.kind === 'suppressed' ? 'Hidden' : 'No figure' })}
      {...(figure.cell.kind === 'number' && { unit: unitInWords(measure).trim() })}
      inWords={`${periodInWords(figure.period)}. ${standingInWords(figure)}`}
      comparison={comparisons.map(({ area, figure: theirs }) => (
        <span class="hw-stat__other">
          {area.name} <CellValue cell={theirs.cell} decimals={decimals} unit={suffix} />{' '}
        </span>
      ))}
    />
  );
}

/** Why there is no figure; or how many schools it speaks for; or, of a whole census, the counts it was worked out from. */
function standingInWords(figure: Figure): string {
  const { cell, numerator, denominator } = figure;
  if (cell.kind !== 'number') return `${sentenceCase(missingReason(cell.kind))}.`;
  const coverage = coverageInWords(figure);
  if (coverage !== undefined) return `${coverage}.`;
  if (numerator?.kind !== 'number' || denominator?.kind !== 'number')
    return 'How many schools reported is not printed.';
  const [joint, counted] = ratioWords(figure.measure);
  return `${printedCount(numerator.value)} ${joint} ${printedCount(denominator.value)} ${counted}.`;
}

/** What joins the two counts of a rate, and what the second one counts. */
function ratioWords({ denominator }: Measure): readonly [joint: string, counted: string] {
  if (denominator === 'possible-sessions') return ['of', 'sessions possible'];
  return denominator === 'enrolments' ? ['of', 'enrolments'] : ['among', 'pupils'];
}

/** Where one figure comes from: definition, period, population, file and line. */
export function FigureLineage({
  figure,
  vintage,
}: {
  readonly figure: Figure;
  readonly vintage: Vintage | undefined;
}): VNode {
  const dataset = datasetById(figure.dataset);
  return (
    <LineagePanel
      summaryText={figure.measure.label}
      lineage={{
        definition: (
          <>
            {figure.measure.definition}{' '}
            <a class="govuk-link" href={measurePath(figure.measure.id)}>
              {figure.measure.label} among all measures
            </a>
          </>
        ),
        version: figure.measure.source,
        population: `${phaseInWords(figure.phase)}, all pupils${figure.origin === 'computed' ? '; worked out here from the printed counts' : ''}`,
        period: `${periodInWords(figure.period)} (${daysInWords(figure.period)})`,
        coverage: coverageInWords(figure) ?? 'The release prints no number of schools for this figure.',
        sources: [
          {
            text: `${dataset?.title ?? figure.dataset}, published ${dayInWords(figure.publishedOn)}, line ${figure.line}`,
            href: releasePath(figure.vintageId),
          },
        ],
        ...(vintage && { rowsIn: vintage.rowsRead, rowsOut: vintage.rowsLoaded }),
        more: [
          { name: 'Series', value: dataset?.series === 'live' ? liveInWords : 'School census: collected once a year.' },
          ...(vintage && vintage.publishedOnBasis !== 'given' && vintage.publishedOnBasis !== 'path'
            ? [{ name: 'Date', value: 'The day of publication is assumed: the file does not say it.' }]
            : []),
        ],
      }}
    />
  );
}

/** A year so far is told by its last day: some releases print only the newest week as its first and last. */
function daysInWords({ grain, start, end }: Period): string {
  return grain === 'year-to-date' ? `up to ${dayInWords(end)}` : `${dayInWords(start)} to ${dayInWords(end)}`;
}

const liveInWords =
  'Live: from registers as they stood. Never put on one line with census figures, which are defined otherwise.';
