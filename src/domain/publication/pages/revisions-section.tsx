import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import type { RevisionLine } from '#foundation/ui/charts/model.ts';
import { RevisionsChart } from '#foundation/ui/charts/revisions-chart.tsx';
import { formatOf } from '../figures.ts';
import { pictureCsvPath } from '../paths.ts';
import { whose } from '../period-words.ts';
import type { Choice } from '../picture.ts';
import type { Revisions } from '../revisions.ts';
import { furthestMoved, revisionLines, revisionTable } from '../revisions.ts';
import { PictureTableView, pictureDescription } from './picture-table.tsx';

export interface RevisionsSectionProps {
  readonly choice: Choice;
  readonly revisions: Revisions;
  readonly search: string;
}

/** How far the newest weeks moved between one publication and the next. */
export function RevisionsSection({ choice, revisions, search }: RevisionsSectionProps): VNode {
  const lines = emphasised(revisionLines(revisions), revisions);
  return (
    <ChartFigure
      id="revisions"
      heading="How figures moved after they were published"
      headingLevel={2}
      sentence={revisionSentence(choice, revisions)}
      table={lines.length > 0 && <PictureTableView table={revisionTable(revisions, choice)} />}
      csvHref={pictureCsvPath(choice.area.code, 'revisions', search)}
      source="Every release that was imported is kept: a later one never overwrites an earlier one."
    >
      {lines.length > 0 && (
        <RevisionsChart
          id="revisions-chart"
          title={`${choice.measure.label} of each week as successive releases printed it`}
          description={pictureDescription}
          lines={lines}
          format={formatOf(choice.measure)}
        />
      )}
    </ChartFigure>
  );
}

/** The week the sentence names stands out; while none has moved, the newest. Colours for six weeks would say nothing. */
function emphasised(lines: readonly RevisionLine[], revisions: Revisions): readonly RevisionLine[] {
  const furthest = furthestMoved(revisions);
  const spoken = furthest ? revisions.weeks.indexOf(furthest) : lines.length - 1;
  return lines.map((line, index) => ({ ...line, emphasis: index === spoken ? 'main' : 'context' }));
}

function revisionSentence(choice: Choice, revisions: Revisions): string {
  const furthest = furthestMoved(revisions);
  if (revisions.weeks.length === 0) return `No weekly figures are known for ${whose(choice)}, so none can have moved.`;
  if (!furthest || furthest.moved === undefined)
    return 'Each of the newest weeks has been published once so far, so none has moved yet.';
  const size = Math.abs(furthest.moved).toFixed(2);
  const direction = furthest.moved < 0 ? 'fell' : 'rose';
  return `Registers are corrected after a figure is published. Of the newest weeks, that of ${dayInWords(furthest.start)} moved furthest. Its ${choice.measure.label.toLowerCase()} ${direction} by ${size} percentage points over ${furthest.figures.length} releases.`;
}
