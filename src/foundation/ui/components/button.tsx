import type { ComponentChildren, VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';

export interface ButtonProps extends Styled {
  readonly id?: string | undefined;
  /** Makes a link that looks and acts like a button. */
  readonly href?: string | undefined;
  readonly type?: 'submit' | 'button' | 'reset' | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly isStartButton?: boolean | undefined;
  readonly preventDoubleClick?: boolean | undefined;
  readonly children: ComponentChildren;
}

function StartIcon(): VNode {
  return (
    <svg
      class="govuk-button__start-icon"
      xmlns="http://www.w3.org/2000/svg"
      width="17.5"
      height="19"
      viewBox="0 0 33 40"
      aria-hidden="true"
      focusable="false"
    >
      <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
    </svg>
  );
}

/** GOV.UK button, or a link in a button’s clothes when it has an `href`. Submits its form unless told otherwise. */
export function Button(props: ButtonProps): VNode {
  const common = {
    class: classNames('govuk-button', props.classes, props.isStartButton && 'govuk-button--start'),
    'data-module': 'govuk-button',
    ...props.attributes,
    id: props.id,
  };
  // Start buttons are laid out by flexbox, which drops the white space between pieces of markup: they need one wrapper.
  const isWrapped = props.isStartButton && typeof props.children !== 'string';
  const content = (
    <>
      {isWrapped ? <span>{props.children}</span> : props.children}
      {props.isStartButton && <StartIcon />}
    </>
  );
  if (props.href) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: it goes to another page, so it must stay a link.
      <a href={props.href} role="button" draggable={false} {...common}>
        {content}
      </a>
    );
  }
  return (
    <button
      type={props.type ?? 'submit'}
      value={props.value}
      name={props.name}
      disabled={props.disabled}
      aria-disabled={props.disabled ? 'true' : undefined}
      data-prevent-double-click={props.preventDoubleClick?.toString()}
      {...common}
    >
      {content}
    </button>
  );
}
