import type { VNode } from 'preact';
import type { Styled } from './attributes.ts';
import { classNames } from './attributes.ts';
import type { FieldNotes, FormGroupOptions } from './form-group.tsx';
import { describedByIds, FieldNotesBefore, FormGroup } from './form-group.tsx';
import type { LabelOptions } from './label.tsx';
import { Label } from './label.tsx';

export interface TextareaProps extends Styled, FieldNotes {
  readonly name: string;
  /** The name unless given. */
  readonly id?: string | undefined;
  readonly value?: string | undefined;
  /** Lines shown at first: 5 unless given. */
  readonly rows?: number | undefined;
  readonly label: LabelOptions;
  readonly formGroup?: FormGroupOptions | undefined;
  readonly disabled?: boolean | undefined;
  readonly autocomplete?: string | undefined;
  readonly spellcheck?: boolean | undefined;
}

/** GOV.UK textarea: more than one line of text. */
export function Textarea(props: TextareaProps): VNode {
  const id = props.id ?? props.name;
  const { label } = props;
  return (
    <FormGroup formGroup={props.formGroup} errorMessage={props.errorMessage}>
      <Label for={id} classes={label.classes} attributes={label.attributes} isPageHeading={label.isPageHeading}>
        {label.text}
      </Label>
      <FieldNotesBefore id={id} hint={props.hint} errorMessage={props.errorMessage} />
      <textarea
        class={classNames('govuk-textarea', props.errorMessage && 'govuk-textarea--error', props.classes)}
        id={id}
        name={props.name}
        rows={props.rows ?? 5}
        spellcheck={props.spellcheck}
        disabled={props.disabled}
        aria-describedby={describedByIds(id, props)}
        autocomplete={props.autocomplete}
        {...props.attributes}
      >
        {props.value}
      </textarea>
    </FormGroup>
  );
}
