import type { VNode } from 'preact';
import type { Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';
import type { FieldNotes, FormGroupOptions } from './form-group.tsx';
import { describedByIds, FieldNotesBefore, FormGroup } from './form-group.tsx';
import type { LabelOptions } from './label.tsx';
import { Label } from './label.tsx';

export interface InputProps extends Styled, FieldNotes {
  readonly name: string;
  /** The name unless given. */
  readonly id?: string | undefined;
  readonly type?: 'text' | 'search' | 'email' | 'tel' | 'url' | 'number' | 'password' | undefined;
  readonly value?: string | number | undefined;
  readonly label: LabelOptions;
  readonly prefix?: Worded | undefined;
  readonly suffix?: Worded | undefined;
  readonly inputWrapper?: Styled | undefined;
  readonly formGroup?: FormGroupOptions | undefined;
  readonly disabled?: boolean | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: 'off' | 'none' | 'on' | 'sentences' | 'words' | 'characters' | undefined;
  readonly pattern?: string | undefined;
  readonly inputmode?: 'none' | 'text' | 'decimal' | 'numeric' | 'tel' | 'search' | 'email' | 'url' | undefined;
  readonly spellcheck?: boolean | undefined;
}

function Affix({ affix, type }: { readonly affix: Worded; readonly type: 'prefix' | 'suffix' }): VNode {
  return (
    <div class={classNames(`govuk-input__${type}`, affix.classes)} aria-hidden="true" {...affix.attributes}>
      {affix.text}
    </div>
  );
}

// preact types every kind of input apart; all of ours take the attributes of a text box.
function TextBox(props: InputProps & { readonly id: string }): VNode {
  return (
    <input
      class={classNames('govuk-input', props.classes, props.errorMessage && 'govuk-input--error')}
      id={props.id}
      name={props.name}
      type={(props.type ?? 'text') as 'text'}
      spellcheck={props.spellcheck}
      value={props.value}
      disabled={props.disabled}
      aria-describedby={describedByIds(props.id, props)}
      autocomplete={props.autocomplete}
      autocapitalize={props.autocapitalize}
      pattern={props.pattern}
      inputmode={props.inputmode}
      {...props.attributes}
    />
  );
}

/** GOV.UK text input: one line of text. Say what units it takes with a prefix or suffix, and in the label. */
export function Input(props: InputProps): VNode {
  const id = props.id ?? props.name;
  const { label, prefix, suffix, inputWrapper } = props;
  const box = <TextBox {...props} id={id} />;
  return (
    <FormGroup formGroup={props.formGroup} errorMessage={props.errorMessage}>
      <Label for={id} classes={label.classes} attributes={label.attributes} isPageHeading={label.isPageHeading}>
        {label.text}
      </Label>
      <FieldNotesBefore id={id} hint={props.hint} errorMessage={props.errorMessage} />
      {prefix || suffix ? (
        <div class={classNames('govuk-input__wrapper', inputWrapper?.classes)} {...inputWrapper?.attributes}>
          {prefix && <Affix affix={prefix} type="prefix" />}
          {box}
          {suffix && <Affix affix={suffix} type="suffix" />}
        </div>
      ) : (
        box
      )}
    </FormGroup>
  );
}
