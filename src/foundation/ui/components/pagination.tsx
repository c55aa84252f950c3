import type { ComponentChildren, VNode } from 'preact';
import type { Attributes, Optional, Styled } from './attributes.ts';
import { classNames, present } from './attributes.ts';

export interface PaginationLink {
  readonly href: string;
  readonly text?: ComponentChildren;
  /** Says what the other page holds; shown only when there are no page numbers. */
  readonly labelText?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface PaginationItem {
  readonly number?: number | string | undefined;
  readonly href?: string;
  readonly current?: boolean | undefined;
  /** A gap instead of a page. */
  readonly ellipsis?: boolean | undefined;
  readonly visuallyHiddenText?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface PaginationProps extends Styled {
  readonly previous?: PaginationLink | undefined;
  readonly next?: PaginationLink | undefined;
  readonly items?: readonly Optional<PaginationItem>[] | undefined;
  readonly landmarkLabel?: string | undefined;
}

const arrows = {
  prev: 'm6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z',
  next: 'm8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z',
} as const;

type Direction = keyof typeof arrows;

function Arrow({ type }: { readonly type: Direction }): VNode {
  return (
    <svg
      class={`govuk-pagination__icon govuk-pagination__icon--${type}`}
      xmlns="http://www.w3.org/2000/svg"
      height="13"
      width="15"
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 15 13"
    >
      <path d={arrows[type]} />
    </svg>
  );
}

interface ArrowLinkProps {
  readonly link: PaginationLink;
  readonly type: Direction;
  readonly layout: 'block' | 'inline';
}

function ArrowLink({ link, type, layout }: ArrowLinkProps): VNode {
  const isBlock = layout === 'block';
  const decorated = isBlock && !link.labelText && 'govuk-pagination__link-title--decorated';
  const words = type === 'prev' ? 'Previous' : 'Next';
  return (
    <div class={`govuk-pagination__${type}`}>
      <a class="govuk-link govuk-pagination__link" href={link.href} rel={type} {...link.attributes}>
        {(isBlock || type === 'prev') && <Arrow type={type} />}
        <span class={classNames('govuk-pagination__link-title', decorated)}>
          {link.text || [words, <span class="govuk-visually-hidden"> page</span>]}
        </span>
        {isBlock && link.labelText && (
          <>
            <span class="govuk-visually-hidden">:</span>
            <span class="govuk-pagination__link-label">{link.labelText}</span>
          </>
        )}
        {!isBlock && type === 'next' && <Arrow type={type} />}
      </a>
    </div>
  );
}

function PageItem(item: PaginationItem): VNode {
  if (item.ellipsis) return <li class="govuk-pagination__item govuk-pagination__item--ellipsis">⋯</li>;
  return (
    <li class={classNames('govuk-pagination__item', item.current && 'govuk-pagination__item--current')}>
      <a
        class="govuk-link govuk-pagination__link"
        href={item.href ?? ''}
        aria-label={item.visuallyHiddenText ?? `Page ${item.number}`}
        aria-current={item.current ? 'page' : undefined}
        {...item.attributes}
      >
        {item.number}
      </a>
    </li>
  );
}

/** GOV.UK pagination: to the pages before and after, with or without their numbers. */
export function Pagination(props: PaginationProps): VNode {
  const layout = !props.items && (props.next || props.previous) ? 'block' : 'inline';
  return (
    <nav
      class={classNames('govuk-pagination', layout === 'block' && 'govuk-pagination--block', props.classes)}
      aria-label={props.landmarkLabel ?? 'Pagination'}
      {...props.attributes}
    >
      {props.previous?.href && <ArrowLink link={props.previous} type="prev" layout={layout} />}
      {props.items && <ul class="govuk-pagination__list">{present(props.items).map(PageItem)}</ul>}
      {props.next?.href && <ArrowLink link={props.next} type="next" layout={layout} />}
    </nav>
  );
}
