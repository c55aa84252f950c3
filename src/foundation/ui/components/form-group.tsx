import type { ComponentChildren, VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';
import type { ErrorMessageOptions } from './error-message.tsx';
import { ErrorMessage } from './error-message.tsx';
import { Hint } from './hint.tsx';

/** The hint and the error of a field, and where else it is described. */
export interface FieldNotes {
  readonly describedBy?: string | undefined;
  readonly hint?: Worded | undefined;
  readonly errorMessage?: ErrorMessageOptions | undefined;
}

export interface FormGroupOptions extends Styled {}

export interface FormGroupProps {
  readonly formGroup?: FormGroupOptions | undefined;
  readonly errorMessage?: ErrorMessageOptions | undefined;
  readonly children: ComponentChildren;
}

/** The ids that describe a field, for `aria-describedby`; undefined when there are none. */
export function describedByIds(id: string, notes: FieldNotes): string | undefined {
  const ids = [notes.describedBy, notes.hint && `${id}-hint`, notes.errorMessage && `${id}-error`];
  return ids.filter(Boolean).join(' ') || undefined;
}

/** The hint and error message that stand between a label and its field. */
export function FieldNotesBefore({ id, hint, errorMessage }: FieldNotes & { readonly id: string }): VNode {
  return (
    <>
      {hint && (
        <Hint id={`${id}-hint`} classes={hint.classes} attributes={hint.attributes}>
          {hint.text}
        </Hint>
      )}
      {errorMessage && (
        <ErrorMessage
          id={`${id}-error`}
          classes={errorMessage.classes}
          attributes={errorMessage.attributes}
          visuallyHiddenText={errorMessage.visuallyHiddenText}
        >
          {errorMessage.text}
        </ErrorMessage>
      )}
    </>
  );
}

/** The wrapper of a field, marked when there is an error. */
export function FormGroup({ formGroup, errorMessage, children }: FormGroupProps): VNode {
  const state = errorMessage && 'govuk-form-group--error';
  return (
    <div class={classNames('govuk-form-group', state, formGroup?.classes)} {...formGroup?.attributes}>
      {children}
    </div>
  );
}
