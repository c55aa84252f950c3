import type { ComponentChildren, VNode } from 'preact';
import { h } from 'preact';

export interface StatTileProps {
  /** What is counted, such as “Absence rate”. */
  readonly label: string;
  /** A heading of this level instead of a plain line, where tiles are how the page is read. */
  readonly labelHeadingLevel?: 2 | 3 | 4 | undefined;
  /** Usually a `CellValue`. */
  readonly value?: ComponentChildren;
  /** Stands in the figure's place in words, such as “Hidden”: a symbol set large would look like a figure. */
  readonly missing?: string | undefined;
  /** Set smaller after the value, such as “of sessions”. */
  readonly unit?: ComponentChildren;
  /** Coverage or interval in plain words: a headline figure never stands without one. */
  readonly inWords: ComponentChildren;
  /** Against what, such as “England 6.9%, the year before 7.4%”. */
  readonly comparison?: ComponentChildren;
  /** Where the figure is taken apart. Its words must make sense alone. */
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

/** A headline figure with what keeps it honest. Belongs in a `StatGrid`. */
export function StatTile(props: StatTileProps): VNode {
  const labelTag = props.labelHeadingLevel ? `h${props.labelHeadingLevel}` : 'p';
  return (
    <li class="hw-stat">
      {h(labelTag, { class: 'hw-stat__label' }, props.label)}
      <p class="hw-stat__figure">
        {props.missing ? (
          <span class="hw-stat__missing">{props.missing}</span>
        ) : (
          <span class="hw-stat__value">{props.value}</span>
        )}
        {props.unit && ' '}
        {props.unit && <span class="hw-stat__unit">{props.unit}</span>}
      </p>
      <p class="hw-stat__words">{props.inWords}</p>
      {props.comparison && <p class="hw-stat__comparison">{props.comparison}</p>}
      {props.link && (
        <p class="hw-stat__link">
          <a class="govuk-link" href={props.link.href}>
            {props.link.text}
          </a>
        </p>
      )}
    </li>
  );
}

export interface StatGridProps {
  /** Names the group as a landmark, where no heading stands before it. */
  readonly label?: string | undefined;
  readonly children: ComponentChildren;
}

/** Headline figures side by side, as many as fit. */
export function StatGrid({ label, children }: StatGridProps): VNode {
  const list = <ul class="hw-stats">{children}</ul>;
  return label ? <section aria-label={label}>{list}</section> : list;
}
