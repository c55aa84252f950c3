import type { ComponentChildren, VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';
import { Tag } from './tag.tsx';

export interface PhaseBannerProps extends Styled {
  readonly tag: Omit<Worded, 'attributes'>;
  readonly children: ComponentChildren;
}

/** GOV.UK phase banner: how finished, or how real, what you are looking at is. */
export function PhaseBanner({ tag, classes, attributes, children }: PhaseBannerProps): VNode {
  return (
    <div class={classNames('govuk-phase-banner govuk-width-container', classes)} {...attributes}>
      <p class="govuk-phase-banner__content">
        <Tag classes={classNames('govuk-phase-banner__content__tag', tag.classes)}>{tag.text}</Tag>{' '}
        <span class="govuk-phase-banner__text">{children}</span>
      </p>
    </div>
  );
}
