import type { VNode } from 'preact';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { describeTrend } from '#foundation/ui/charts/describe-trend.ts';
import { LineChart } from '#foundation/ui/charts/line-chart.tsx';
import type { ExclusionHistory, ExclusionMeasureId, ExclusionReasons } from '../exclusion-history.ts';
import { exclusionReasonTable, exclusionSeries, exclusionTable } from '../exclusion-history.ts';
import { declaredMeasure } from '../figures.ts';
import { pictureCsvPath } from '../paths.ts';
import { periodInWords, phaseInWords } from '../period-words.ts';
import type { Choice } from '../picture.ts';
import { PictureTableView } from './picture-table.tsx';

export interface ExclusionSectionProps {
  readonly choice: Choice;
  readonly search: string;
  readonly history: ExclusionHistory;
  readonly reasons: ExclusionReasons | undefined;
}

const censusSource =
  'Permanent exclusions and suspensions in England, Department for Education: school census, by academic year. England and its regions are rounded to the nearest 5 in the older tables, so authorities need not add up to them exactly.';

/** Two lines of years and the reasons given: suspension and permanent exclusion are never added together. */
export function ExclusionSections({ choice, search, history, reasons }: ExclusionSectionProps): VNode {
  return (
    <>
      <RateSection choice={choice} search={search} history={history} measureId="suspension-rate" />
      <RateSection choice={choice} search={search} history={history} measureId="permanent-exclusion-rate" />
      {reasons && (
        <ChartFigure
          id="exclusion-reasons"
          heading="Reasons given for suspension and permanent exclusion"
          headingLevel={2}
          sentence={`${periodInWords(reasons.period)}, ${phaseInWords(choice.phase).toLowerCase()}, in the order of the reason list.`}
          table={<PictureTableView table={exclusionReasonTable(reasons, choice)} />}
          csvHref={pictureCsvPath(choice.area.code, 'exclusion-reasons', search)}
          source={censusSource}
        >
          {null}
        </ChartFigure>
      )}
    </>
  );
}

interface RateSectionProps extends Omit<ExclusionSectionProps, 'reasons'> {
  readonly measureId: ExclusionMeasureId;
}

function RateSection({ choice, search, history, measureId }: RateSectionProps): VNode {
  const measure = declaredMeasure(measureId);
  const series = exclusionSeries(history, choice, measureId);
  const own = series.find((line) => line.emphasis === 'main');
  const format = { decimals: 2, suffix: '' };
  return (
    <ChartFigure
      id={measureId}
      heading={`${measure.label} year by year`}
      headingLevel={2}
      sentence={
        own
          ? `${measure.definition} ${describeTrend(own, format)}`
          : `No ${measure.label.toLowerCase()} is known for ${choice.area.name}, ${phaseInWords(choice.phase).toLowerCase()}.`
      }
      table={<PictureTableView table={exclusionTable(history, choice)} />}
      csvHref={pictureCsvPath(choice.area.code, 'exclusions', search)}
      source={censusSource}
    >
      {own && (
        <LineChart
          id={`${measureId}-chart`}
          title={`${measure.label} per 100 pupils, ${choice.area.name}`}
          description={describeTrend(own, format)}
          series={series}
          format={format}
          gapAfterDays={400}
          baseline="zero"
        />
      )}
    </ChartFigure>
  );
}
