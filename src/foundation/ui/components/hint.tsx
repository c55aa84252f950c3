import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface HintProps extends Styled {
  readonly id?: string | undefined;
  readonly children: ComponentChildren;
}

/** GOV.UK hint: help that most people need to answer. */
export function Hint({ id, classes, attributes, children }: HintProps): VNode {
  return (
    <div id={id} class={classNames('govuk-hint', classes)} {...attributes}>
      {children}
    </div>
  );
}
