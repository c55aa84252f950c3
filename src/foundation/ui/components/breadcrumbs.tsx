import type { VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface BreadcrumbItem extends Omit<Worded, 'classes'> {
  /** Left out for the page being shown. */
  readonly href?: string | undefined;
}

export interface BreadcrumbsProps extends Styled {
  readonly items: readonly BreadcrumbItem[];
  readonly collapseOnMobile?: boolean | undefined;
  readonly labelText?: string | undefined;
}

function Crumb({ href, text, attributes }: BreadcrumbItem): VNode {
  if (!href) {
    return (
      <li class="govuk-breadcrumbs__list-item" aria-current="page">
        {text}
      </li>
    );
  }
  return (
    <li class="govuk-breadcrumbs__list-item">
      <a class="govuk-breadcrumbs__link" href={href} {...attributes}>
        {text}
      </a>
    </li>
  );
}

/** GOV.UK breadcrumbs: where this page sits, from the top down. */
export function Breadcrumbs(props: BreadcrumbsProps): VNode {
  const collapse = props.collapseOnMobile && 'govuk-breadcrumbs--collapse-on-mobile';
  return (
    <nav
      class={classNames('govuk-breadcrumbs', props.classes, collapse)}
      {...props.attributes}
      aria-label={props.labelText ?? 'Breadcrumb'}
    >
      <ol class="govuk-breadcrumbs__list">{props.items.map(Crumb)}</ol>
    </nav>
  );
}
