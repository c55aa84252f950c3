import type { ComponentChildren, VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';

/** A field’s error message as an option of that field. */
export interface ErrorMessageOptions extends Worded {
  readonly visuallyHiddenText?: string | undefined;
}

export interface ErrorMessageProps extends Styled {
  readonly id?: string | undefined;
  /** Said before the message to those who cannot see its colour: “Error” unless given; empty for none. */
  readonly visuallyHiddenText?: string | undefined;
  readonly children: ComponentChildren;
}

/** GOV.UK error message: beside the field it is about. */
export function ErrorMessage(props: ErrorMessageProps): VNode {
  const before = props.visuallyHiddenText ?? 'Error';
  return (
    <p id={props.id} class={classNames('govuk-error-message', props.classes)} {...props.attributes}>
      {before && <span class="govuk-visually-hidden">{`${before}:`}</span>}
      {before && ' '}
      {props.children}
    </p>
  );
}
