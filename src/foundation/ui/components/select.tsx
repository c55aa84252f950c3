import type { VNode } from 'preact';
import type { Attributes, Optional, Styled } from './attributes.ts';
import { classNames, present } from './attributes.ts';
import type { FieldNotes, FormGroupOptions } from './form-group.tsx';
import { describedByIds, FieldNotesBefore, FormGroup } from './form-group.tsx';
import type { LabelOptions } from './label.tsx';
import { Label } from './label.tsx';

export interface SelectItem {
  /** Sent with the form; the text when left out. */
  readonly value?: string | number | undefined;
  readonly text: string;
  readonly selected?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface SelectProps extends Styled, FieldNotes {
  readonly name: string;
  /** The name unless given. */
  readonly id?: string | undefined;
  readonly items: readonly Optional<SelectItem>[];
  /** The value of the item to show as chosen. */
  readonly value?: string | number | undefined;
  readonly label: LabelOptions;
  readonly formGroup?: FormGroupOptions | undefined;
  readonly disabled?: boolean | undefined;
}

function isSelected(item: SelectItem, value: string | number | undefined): boolean {
  if (item.selected !== undefined) return item.selected;
  return value !== undefined && String(item.value ?? item.text) === String(value);
}

/** GOV.UK select: one of a long list that people know. */
export function Select(props: SelectProps): VNode {
  const id = props.id ?? props.name;
  const { label } = props;
  return (
    <FormGroup formGroup={props.formGroup} errorMessage={props.errorMessage}>
      <Label for={id} classes={label.classes} attributes={label.attributes} isPageHeading={label.isPageHeading}>
        {label.text}
      </Label>
      <FieldNotesBefore id={id} hint={props.hint} errorMessage={props.errorMessage} />
      <select
        class={classNames('govuk-select', props.classes, props.errorMessage && 'govuk-select--error')}
        id={id}
        name={props.name}
        disabled={props.disabled}
        aria-describedby={describedByIds(id, props)}
        {...props.attributes}
      >
        {present(props.items).map((item) => (
          <option
            value={item.value}
            selected={isSelected(item, props.value)}
            disabled={item.disabled}
            {...item.attributes}
          >
            {item.text}
          </option>
        ))}
      </select>
    </FormGroup>
  );
}
