import type { ComponentChildren, VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface LegendOptions extends Omit<Worded, 'attributes'> {
  readonly isPageHeading?: boolean | undefined;
}

/** A fieldset as an option of the question inside it. */
export interface FieldsetOptions extends Styled {
  readonly legend?: LegendOptions | undefined;
  readonly describedBy?: string | undefined;
}

export interface FieldsetProps extends FieldsetOptions {
  readonly role?: string | undefined;
  readonly children?: ComponentChildren;
}

function Legend({ text, classes, isPageHeading }: LegendOptions): VNode {
  return (
    <legend class={classNames('govuk-fieldset__legend', classes)}>
      {isPageHeading ? <h1 class="govuk-fieldset__heading">{text}</h1> : text}
    </legend>
  );
}

/** GOV.UK fieldset: fields that answer one question together. */
export function Fieldset(props: FieldsetProps): VNode {
  return (
    <fieldset
      class={classNames('govuk-fieldset', props.classes)}
      role={props.role as 'group' | undefined}
      aria-describedby={props.describedBy || undefined}
      {...props.attributes}
    >
      {props.legend?.text && <Legend {...props.legend} />}
      {props.children}
    </fieldset>
  );
}
