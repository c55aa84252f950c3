import type { ComponentChildren, VNode } from 'preact';
import { Details } from './details.tsx';
import type { SummaryRow } from './summary-list.tsx';
import { SummaryList } from './summary-list.tsx';

export interface LineageSource {
  readonly text: string;
  readonly href?: string | undefined;
}

/** Where a figure comes from, in full. */
export interface Lineage {
  /** In plain words. */
  readonly definition: ComponentChildren;
  /** Of the definition, such as “2024 guidance” or a date. */
  readonly version?: ComponentChildren;
  /** Who is counted, and who is not. */
  readonly population: ComponentChildren;
  readonly period: ComponentChildren;
  readonly sources: readonly LineageSource[];
  /** Rows read from the sources, and rows of those that the figure uses. */
  readonly rowsIn?: number | undefined;
  readonly rowsOut?: number | undefined;
  /** How many reported of how many expected. */
  readonly coverage: ComponentChildren;
  /** Anything else to say, by name. */
  readonly more?: readonly { readonly name: string; readonly value: ComponentChildren }[] | undefined;
}

export interface LineagePanelProps {
  readonly lineage: Lineage;
  /** “Where this figure comes from” unless given; say which figure when a page has several. */
  readonly summaryText?: string | undefined;
  readonly id?: string | undefined;
}

function Sources({ sources }: { readonly sources: readonly LineageSource[] }): VNode {
  const links = sources.map(({ text, href }) =>
    href ? (
      <a class="govuk-link" href={href}>
        {text}
      </a>
    ) : (
      text
    ),
  );
  if (links.length === 1) return <>{links}</>;
  return (
    <ul class="govuk-list">
      {links.map((link) => (
        <li>{link}</li>
      ))}
    </ul>
  );
}

function row(name: string, value: ComponentChildren): SummaryRow | undefined {
  return value === undefined ? undefined : { key: { text: name }, value: { text: value } };
}

function rowCount(count: number | undefined): string | undefined {
  return count?.toLocaleString('en-GB');
}

/** A figure’s lineage, closed until asked for; open on paper. */
export function LineagePanel({ lineage, summaryText, id }: LineagePanelProps): VNode {
  return (
    <Details id={id} classes="hw-lineage" summaryText={summaryText ?? 'Where this figure comes from'}>
      <SummaryList
        classes="hw-lineage__list"
        rows={[
          row('Definition', lineage.definition),
          row('Version', lineage.version),
          row('Who is counted', lineage.population),
          row('Period', lineage.period),
          row('Coverage', lineage.coverage),
          row(lineage.sources.length === 1 ? 'Source' : 'Sources', <Sources sources={lineage.sources} />),
          row('Rows read', rowCount(lineage.rowsIn)),
          row('Rows used', rowCount(lineage.rowsOut)),
          ...(lineage.more ?? []).map(({ name, value }) => row(name, value)),
        ]}
      />
    </Details>
  );
}
