import type { ComponentChildren, VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface ErrorSummaryItem extends Omit<Worded, 'classes'> {
  /** The field to go to, such as `#year`. */
  readonly href?: string | undefined;
}

export interface ErrorSummaryProps extends Styled {
  readonly titleText: ComponentChildren;
  readonly errorList?: readonly ErrorSummaryItem[] | undefined;
  readonly disableAutoFocus?: boolean | undefined;
  /** A description before the list. */
  readonly children?: ComponentChildren;
}

function SummaryItem({ href, text, attributes }: ErrorSummaryItem): VNode {
  return (
    <li>
      {href ? (
        <a href={href} {...attributes}>
          {text}
        </a>
      ) : (
        text
      )}
    </li>
  );
}

/** GOV.UK error summary: everything to put right, at the top of the page. */
export function ErrorSummary(props: ErrorSummaryProps): VNode {
  const errors = props.errorList ?? [];
  return (
    <div
      class={classNames('govuk-error-summary', props.classes)}
      data-disable-auto-focus={props.disableAutoFocus?.toString()}
      {...props.attributes}
      data-module="govuk-error-summary"
    >
      <div role="alert">
        <h2 class="govuk-error-summary__title">{props.titleText}</h2>
        <div class="govuk-error-summary__body">
          {props.children && <p>{props.children}</p>}
          {errors.length > 0 && <ul class="govuk-list govuk-error-summary__list">{errors.map(SummaryItem)}</ul>}
        </div>
      </div>
    </div>
  );
}
