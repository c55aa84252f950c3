import type { VNode } from 'preact';
import { cellValue } from '#foundation/kernel/cell.ts';
import { listInWords } from '#foundation/kernel/list-words.ts';
import { BarChart } from '#foundation/ui/charts/bar-chart.tsx';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { DotChart } from '#foundation/ui/charts/dot-chart.tsx';
import type { Comparison } from '../comparison.ts';
import { comparisonRows, comparisonSentence, comparisonTable } from '../comparison.ts';
import { datasetById } from '../datasets.ts';
import { formatOf } from '../figures.ts';
import { pictureCsvPath } from '../paths.ts';
import { periodInWords, phaseInWords, whose } from '../period-words.ts';
import type { Phases } from '../phases.ts';
import { phaseBars, phaseTable } from '../phases.ts';
import type { Choice } from '../picture.ts';
import type { Reasons } from '../reasons.ts';
import { reasonBars, reasonTable } from '../reasons.ts';
import { PictureTableView, pictureDescription } from './picture-table.tsx';

interface SectionProps {
  readonly choice: Choice;
  readonly search: string;
}

const liveSource = 'Pupil attendance in schools, Department for Education. Live figures for the year so far.';

/** Why sessions were missed. */
export function ReasonsSection({
  choice,
  search,
  reasons,
}: SectionProps & { readonly reasons: Reasons | undefined }): VNode {
  const nation = choice.above.at(-1);
  const phase = phaseInWords(choice.phase).toLowerCase();
  return (
    <ChartFigure
      id="reasons"
      heading="Absence by reason"
      headingLevel={2}
      sentence={
        reasons ? reasonSentence(reasons) : `Nothing is published by reason for ${whose(choice)}. Try another phase.`
      }
      table={reasons && <PictureTableView table={reasonTable(reasons, choice)} />}
      csvHref={pictureCsvPath(choice.area.code, 'reasons', search)}
      source={liveSource}
    >
      {reasons && (
        <BarChart
          id="reasons-chart"
          title={`Absence by reason, ${choice.area.name}, ${phase}`}
          description={`Share of sessions possible missed for each reason${nation ? `, with ${nation.name} marked` : ''}.`}
          bars={reasonBars(reasons)}
          format={{ decimals: 2, suffix: '%' }}
        />
      )}
    </ChartFigure>
  );
}

function reasonSentence(reasons: Reasons): string {
  const measured = reasons.figures.filter(({ figure }) => cellValue(figure.cell) !== undefined);
  const [largest] = measured.toSorted(
    (left, right) => (cellValue(right.figure.cell) ?? 0) - (cellValue(left.figure.cell) ?? 0),
  );
  const start = `${periodInWords(reasons.period)}, as a share of all sessions possible.`;
  const most = largest
    ? ` Most sessions were missed for ${largest.figure.measure.label.toLowerCase()}: ${cellValue(largest.figure.cell)?.toFixed(1)}%.`
    : ' Every reason is hidden or not available for this choice.';
  const unknown =
    reasons.undeclaredCodes.length > 0
      ? ` The release carries codes that are new to Headwater: ${reasons.undeclaredCodes.join(', ')}.`
      : '';
  return start + most + unknown;
}

/** The same measures for each phase. */
export function PhasesSection({ choice, search, phases }: SectionProps & { readonly phases: Phases }): VNode {
  const bars = phaseBars(phases);
  const table = phaseTable(phases, choice);
  return (
    <ChartFigure
      id="phases"
      heading="By phase"
      headingLevel={2}
      sentence={table.rows.length > 0 ? phaseSentence(choice) : `Nothing is known by phase for ${choice.area.name}.`}
      table={table.rows.length > 0 && <PictureTableView table={table} />}
      csvHref={pictureCsvPath(choice.area.code, 'phases', search)}
      source={`${liveSource} Suspensions and permanent exclusions: the newest year published.`}
    >
      {bars.length > 0 && (
        <BarChart
          id="phases-chart"
          title={`Absence rate by phase, ${choice.area.name}`}
          description={pictureDescription}
          bars={bars}
          format={{ decimals: 1, suffix: '%' }}
        />
      )}
    </ChartFigure>
  );
}

/** Where the compared figures come from: the census stands in where a phase has no live figure. */
function sourceOf({ own }: Comparison): string {
  const dataset = own && datasetById(own.figure.dataset);
  return dataset && dataset.series === 'census'
    ? `${dataset.title}, Department for Education: school census.`
    : liveSource;
}

function comparisonHeading({ above }: Choice): string {
  if (above.length === 0) return 'Compared with the regions';
  return `Compared with ${listInWords(above.map((area) => area.name))}`;
}

function phaseSentence({ area }: Choice): string {
  return area.kind === 'local-authority'
    ? 'Phases are kept apart. Most releases give no live total for a local authority, because its phases do not report equally.'
    : 'The total is the sum of the phases. It is not weighted for schools that did not report.';
}

/** The area beside its region and the nation. */
export function ComparisonSection({
  choice,
  search,
  comparison,
}: SectionProps & { readonly comparison: Comparison }): VNode {
  const rows = comparisonRows(comparison);
  return (
    <ChartFigure
      id="comparison"
      heading={comparisonHeading(choice)}
      headingLevel={2}
      sentence={comparisonSentence(comparison, choice)}
      table={rows.length > 0 && <PictureTableView table={comparisonTable(comparison)} />}
      csvHref={pictureCsvPath(choice.area.code, 'comparison', search)}
      source={sourceOf(comparison)}
    >
      {rows.length > 0 && (
        <DotChart
          id="comparison-chart"
          title={`${choice.measure.label}, ${choice.area.name} and the areas around it`}
          description={pictureDescription}
          rows={rows}
          format={formatOf(choice.measure)}
        />
      )}
    </ChartFigure>
  );
}
