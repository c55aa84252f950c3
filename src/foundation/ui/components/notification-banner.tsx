import type { ComponentChildren, VNode } from 'preact';
import { h } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface NotificationBannerProps extends Styled {
  readonly type?: 'success' | undefined;
  /** `region`, or `alert` for a success, unless given. */
  readonly role?: 'region' | 'alert' | undefined;
  readonly titleText?: ComponentChildren;
  readonly titleId?: string | undefined;
  readonly titleHeadingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  readonly disableAutoFocus?: boolean | undefined;
  /** Plain words become the banner’s heading; anything else is set as given. */
  readonly children: ComponentChildren;
}

/** GOV.UK notification banner: something to know that is not about the task on the page. */
export function NotificationBanner(props: NotificationBannerProps): VNode {
  const isSuccess = props.type === 'success';
  const titleId = props.titleId ?? 'govuk-notification-banner-title';
  const titleAttributes = { class: 'govuk-notification-banner__title', id: titleId };
  const title = props.titleText ?? (isSuccess ? 'Success' : 'Important');
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role is a region or an alert, never none.
    <div
      class={classNames('govuk-notification-banner', isSuccess && 'govuk-notification-banner--success', props.classes)}
      role={props.role ?? (isSuccess ? 'alert' : 'region')}
      aria-labelledby={titleId}
      data-module="govuk-notification-banner"
      data-disable-auto-focus={props.disableAutoFocus?.toString()}
      {...props.attributes}
    >
      <div class="govuk-notification-banner__header">
        {h(`h${props.titleHeadingLevel ?? 2}`, titleAttributes, title)}
      </div>
      <div class="govuk-notification-banner__content">
        {typeof props.children === 'string' ? (
          <p class="govuk-notification-banner__heading">{props.children}</p>
        ) : (
          props.children
        )}
      </div>
    </div>
  );
}
