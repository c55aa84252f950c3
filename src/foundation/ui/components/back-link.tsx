import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface BackLinkProps extends Styled {
  readonly href: string;
  /** “Back” unless given. */
  readonly children?: ComponentChildren;
}

/** GOV.UK back link: to the page before, at the top of a page. */
export function BackLink({ href, classes, attributes, children }: BackLinkProps): VNode {
  return (
    <a href={href} class={classNames('govuk-back-link', classes)} {...attributes}>
      {children ?? 'Back'}
    </a>
  );
}
