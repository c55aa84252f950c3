import type { VNode } from 'preact';
import type { ChartFigureProps } from './model.ts';

/**
 * A picture as every page shows it: heading, what it shows in a sentence, the picture, the same figures as a table to
 * open and as a CSV to keep, and where they come from. Without a table there is nothing to keep: the sentence stands
 * alone and says why.
 */
export function ChartFigure(props: ChartFigureProps): VNode {
  const headingId = `${props.id}-heading`;
  const heading = { id: headingId, class: props.headingLevel === 2 ? 'govuk-heading-m' : 'govuk-heading-s' };
  return (
    <figure class="hw-figure" id={props.id} aria-labelledby={headingId}>
      {props.headingLevel === 2 ? <h2 {...heading}>{props.heading}</h2> : <h3 {...heading}>{props.heading}</h3>}
      <div class="govuk-body hw-figure__sentence">{props.sentence}</div>
      {props.children}
      {props.table && <Keep {...props} />}
      {props.table && <figcaption class="govuk-body-s hw-figure__source">{props.source}</figcaption>}
    </figure>
  );
}

/** The table, closed until asked for unless it stands in the picture's place, and the CSV beside it. */
function Keep({ heading, children, table, csvHref, csvText }: ChartFigureProps): VNode {
  return (
    <div class="hw-figure__keep">
      <details class="govuk-details hw-figure__table" open={!children}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">
            Table<span class="govuk-visually-hidden">: {heading}</span>
          </span>
        </summary>
        <div class="govuk-details__text">{table}</div>
      </details>
      <p class="govuk-body-s hw-figure__csv">
        <a class="govuk-link" href={csvHref}>
          {csvText ?? 'Download these figures (CSV)'}
        </a>
      </p>
    </div>
  );
}
