import type { ComponentChildren, VNode } from 'preact';
import type { Attributes, Optional, Styled } from './attributes.ts';
import { classNames, present } from './attributes.ts';

export interface ServiceNavigationItem {
  readonly text: ComponentChildren;
  readonly href?: string | undefined;
  /** This is the page being shown. */
  readonly current?: boolean | undefined;
  /** The page being shown is somewhere inside. */
  readonly active?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface ServiceNavigationSlots {
  readonly start?: ComponentChildren;
  readonly end?: ComponentChildren;
  /** `inline` puts the end slot on the line of the navigation. */
  readonly endAlign?: 'inline' | undefined;
  /** List items before the navigation’s own. */
  readonly navigationStart?: ComponentChildren;
  readonly navigationEnd?: ComponentChildren;
}

export interface ServiceNavigationProps extends Styled {
  readonly serviceName?: string | undefined;
  readonly serviceUrl?: string | undefined;
  readonly navigation?: readonly Optional<ServiceNavigationItem>[] | undefined;
  readonly navigationId?: string | undefined;
  readonly navigationLabel?: string | undefined;
  readonly navigationClasses?: string | undefined;
  readonly menuButtonText?: string | undefined;
  readonly menuButtonLabel?: string | undefined;
  /** A menu button on small screens; it needs GOV.UK’s script, and stays hidden without it. */
  readonly collapseNavigationOnMobile?: boolean | undefined;
  readonly ariaLabel?: string | undefined;
  readonly slots?: ServiceNavigationSlots | undefined;
}

function NavigationItem(item: ServiceNavigationItem): VNode {
  const isActive = item.active || item.current;
  const current = item.current ? 'page' : 'true';
  const ariaCurrent = isActive ? current : undefined;
  const words = isActive ? <strong class="govuk-service-navigation__active-fallback">{item.text}</strong> : item.text;
  return (
    <li class={classNames('govuk-service-navigation__item', isActive && 'govuk-service-navigation__item--active')}>
      {item.href ? (
        <a class="govuk-service-navigation__link" href={item.href} aria-current={ariaCurrent} {...item.attributes}>
          {words}
        </a>
      ) : (
        <span class="govuk-service-navigation__text" aria-current={ariaCurrent}>
          {words}
        </span>
      )}
    </li>
  );
}

function ServiceName({ serviceName, serviceUrl }: ServiceNavigationProps): VNode {
  return (
    <span class="govuk-service-navigation__service-name">
      {serviceUrl ? (
        <a href={serviceUrl} class="govuk-service-navigation__link">
          {serviceName}
        </a>
      ) : (
        <span class="govuk-service-navigation__text">{serviceName}</span>
      )}
    </span>
  );
}

function MenuButton({ menuButtonLabel, menuButtonText = 'Menu', navigationId }: ServiceNavigationProps): VNode {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: hidden from everyone until GOV.UK’s script shows it.
    <button
      type="button"
      class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
      aria-controls={navigationId ?? 'navigation'}
      aria-label={menuButtonLabel === menuButtonText ? undefined : menuButtonLabel}
      hidden
      aria-hidden="true"
    >
      {menuButtonText}
    </button>
  );
}

function NavigationList(props: ServiceNavigationProps): VNode | null {
  const items = present(props.navigation ?? []);
  const { slots } = props;
  if (items.length === 0 && !slots?.navigationStart && !slots?.navigationEnd) return null;
  const collapses = props.collapseNavigationOnMobile ?? items.length > 1;
  return (
    <nav
      aria-label={props.navigationLabel ?? props.menuButtonText ?? 'Menu'}
      class={classNames('govuk-service-navigation__wrapper', props.navigationClasses)}
    >
      {collapses && <MenuButton {...props} />}
      <ul class="govuk-service-navigation__list" id={props.navigationId ?? 'navigation'}>
        {slots?.navigationStart}
        {items.map(NavigationItem)}
        {slots?.navigationEnd}
      </ul>
    </nav>
  );
}

/** GOV.UK service navigation: the service’s name and its parts. */
export function ServiceNavigation(props: ServiceNavigationProps): VNode {
  const { slots } = props;
  const inline = slots?.endAlign === 'inline' ? 'govuk-service-navigation__inlining-container' : undefined;
  const common = {
    class: classNames('govuk-service-navigation', props.classes),
    'data-module': 'govuk-service-navigation',
    ...props.attributes,
  };
  const content = (
    <div class={classNames('govuk-width-container', inline)}>
      {slots?.start}
      <div class="govuk-service-navigation__container">
        {props.serviceName && <ServiceName {...props} />}
        <NavigationList {...props} />
      </div>
      {slots?.end}
    </div>
  );
  if (!props.serviceName && !slots?.start && !slots?.end) return <div {...common}>{content}</div>;
  return (
    <section aria-label={props.ariaLabel ?? 'Service information'} {...common}>
      {content}
    </section>
  );
}
