import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface SkipLinkProps extends Styled {
  /** `#content` unless given. */
  readonly href?: string | undefined;
  readonly children: ComponentChildren;
}

/** GOV.UK skip link: past the header, for those who use a keyboard. First in the page. */
export function SkipLink({ href, classes, attributes, children }: SkipLinkProps): VNode {
  return (
    <a
      href={href ?? '#content'}
      class={classNames('govuk-skip-link', classes)}
      {...attributes}
      data-module="govuk-skip-link"
    >
      {children}
    </a>
  );
}
