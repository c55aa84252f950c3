import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface WarningTextProps extends Styled {
  /** What the icon says: “Warning” unless given. */
  readonly iconFallbackText?: string | undefined;
  readonly children: ComponentChildren;
}

/** GOV.UK warning text: something that matters and is easily missed. */
export function WarningText({ iconFallbackText, classes, attributes, children }: WarningTextProps): VNode {
  return (
    <div class={classNames('govuk-warning-text', classes)} {...attributes}>
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{iconFallbackText ?? 'Warning'}</span> {children}
      </strong>
    </div>
  );
}
