import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface DetailsProps extends Styled {
  readonly id?: string | undefined;
  readonly open?: boolean | undefined;
  readonly summaryText: ComponentChildren;
  readonly children: ComponentChildren;
}

/** GOV.UK details: more for those who want it, closed until asked. */
export function Details({ id, open, classes, attributes, summaryText, children }: DetailsProps): VNode {
  return (
    <details id={id} class={classNames('govuk-details', classes)} {...attributes} open={open}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{summaryText}</span>
      </summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  );
}
