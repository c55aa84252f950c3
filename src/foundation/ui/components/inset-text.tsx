import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface InsetTextProps extends Styled {
  readonly id?: string | undefined;
  readonly children: ComponentChildren;
}

/** GOV.UK inset text: a passage set apart from what surrounds it. */
export function InsetText({ id, classes, attributes, children }: InsetTextProps): VNode {
  return (
    <div id={id} class={classNames('govuk-inset-text', classes)} {...attributes}>
      {children}
    </div>
  );
}
