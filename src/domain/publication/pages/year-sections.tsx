import type { VNode } from 'preact';
import { BarChart } from '#foundation/ui/charts/bar-chart.tsx';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { describeTrend } from '#foundation/ui/charts/describe-trend.ts';
import { LineChart } from '#foundation/ui/charts/line-chart.tsx';
import type { ExclusionReasons } from '../exclusion-history.ts';
import { exclusionReasonTable } from '../exclusion-history.ts';
import { declaredMeasure, formatOf } from '../figures.ts';
import type { Measure } from '../measures.ts';
import type { PictureName } from '../paths.ts';
import { pictureCsvPath } from '../paths.ts';
import { periodInWords, phaseInWords, whose } from '../period-words.ts';
import type { Choice } from '../picture.ts';
import type { YearHistory } from '../years.ts';
import { yearPageTable, yearSeries } from '../years.ts';
import { PictureTableView, pictureDescription } from './picture-table.tsx';

interface YearsProps {
  readonly choice: Choice;
  readonly search: string;
  readonly history: YearHistory;
}

const exclusionSource =
  'Permanent exclusions and suspensions in England, Department for Education: school census, by academic year. In the older tables England and its regions are rounded to the nearest 5, so authorities need not add up to them exactly. Years that those tables do not reach are from the local authority interactive tool, which prints rates only.';

const absenceSource =
  'Pupil absence in schools in England, Department for Education: school census, by academic year. Census figures are settled and defined otherwise than live ones, so the two never share a line.';

const countsBeside: Readonly<Record<string, readonly Measure[]>> = {
  'suspension-rate': [declaredMeasure('suspensions'), declaredMeasure('headcount')],
  'permanent-exclusion-rate': [declaredMeasure('permanent-exclusions'), declaredMeasure('headcount')],
};

/** Suspension and permanent exclusion by year, never added together, and the reasons given. */
export function ExclusionSections(props: YearsProps & { readonly reasons: ExclusionReasons | undefined }): VNode {
  const { choice, reasons, search } = props;
  return (
    <>
      {['suspension-rate', 'permanent-exclusion-rate'].map((id) => (
        <YearSection
          {...props}
          measure={declaredMeasure(id)}
          counts={countsBeside[id] ?? []}
          picture="exclusions"
          source={exclusionSource}
        />
      ))}
      {reasons && (
        <ChartFigure
          id="exclusion-reasons"
          heading="Reasons given for suspension and permanent exclusion"
          headingLevel={2}
          sentence={`${periodInWords(reasons.period)}, ${whose(choice)}: suspensions for each reason, in the order of the Department’s list. The table has permanent exclusions beside them.`}
          table={<PictureTableView table={exclusionReasonTable(reasons, choice)} />}
          csvHref={pictureCsvPath(choice.area.code, 'exclusion-reasons', search)}
          source={exclusionSource}
        >
          {reasons.suspensions.length > 0 && (
            <BarChart
              id="exclusion-reasons-chart"
              title={`Suspensions by reason, ${whose(choice)}`}
              description={pictureDescription}
              bars={reasons.suspensions.map(({ measure, cell }) => ({ label: measure.label, cell }))}
              format={{ decimals: 0, suffix: '' }}
            />
          )}
        </ChartFigure>
      )}
    </>
  );
}

/** Absence by year from the school census; nothing at all where no table is known. */
export function CensusAbsenceSection(props: YearsProps): VNode | null {
  if (props.history.lines.length === 0) return null;
  return (
    <YearSection
      {...props}
      measure={declaredMeasure('absence-rate')}
      counts={[]}
      picture="years"
      source={absenceSource}
    />
  );
}

interface YearSectionProps extends YearsProps {
  readonly measure: Measure;
  /** Counts of the area itself to show beside its rate. */
  readonly counts: readonly Measure[];
  readonly picture: PictureName;
  readonly source: string;
}

/** Two academic years start 366 days apart at most; a line is not drawn across a missing year. */
const longestJoin = 400;

function YearSection({ choice, search, history, measure, counts, picture, source }: YearSectionProps): VNode {
  const series = yearSeries(history, choice, measure);
  const own = series.find((line) => line.emphasis === 'main');
  const format = formatOf(measure);
  return (
    <ChartFigure
      id={`years-${measure.id}`}
      heading={`${measure.label} year by year`}
      headingLevel={2}
      sentence={
        own
          ? `${measure.definition} ${describeTrend(own, format)}`
          : `No yearly ${measure.label.toLowerCase()} is known for ${whose(choice)}. Try another phase.`
      }
      table={own && <PictureTableView table={yearPageTable(history, choice, measure, counts)} />}
      csvHref={pictureCsvPath(choice.area.code, picture, search)}
      source={source}
    >
      {own && (
        <LineChart
          id={`years-${measure.id}-chart`}
          title={`${measure.label}, ${choice.area.name}, ${phaseInWords(choice.phase).toLowerCase()}`}
          description={pictureDescription}
          series={series}
          format={format}
          gapAfterDays={longestJoin}
          baseline="zero"
        />
      )}
    </ChartFigure>
  );
}
