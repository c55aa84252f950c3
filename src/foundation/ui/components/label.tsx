import type { ComponentChildren, VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';

/** A field’s label as an option of that field. */
export interface LabelOptions extends Worded {
  readonly isPageHeading?: boolean | undefined;
}

export interface LabelProps extends Styled {
  /** The id of the field. */
  readonly for?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
  readonly children?: ComponentChildren;
}

/** GOV.UK label; nothing at all when it has no words. */
export function Label(props: LabelProps): VNode | null {
  if (!props.children) return null;
  const label = (
    <label class={classNames('govuk-label', props.classes)} {...props.attributes} for={props.for}>
      {props.children}
    </label>
  );
  return props.isPageHeading ? <h1 class="govuk-label-wrapper">{label}</h1> : label;
}
