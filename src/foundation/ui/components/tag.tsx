import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface TagProps extends Styled {
  readonly children: ComponentChildren;
}

/** GOV.UK tag: the state of a thing, in a word or two. Never a judgement of a person or a setting. */
export function Tag({ classes, attributes, children }: TagProps): VNode {
  return (
    <strong class={classNames('govuk-tag', classes)} {...attributes}>
      {children}
    </strong>
  );
}
