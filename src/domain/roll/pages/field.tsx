import type { ComponentChildren, VNode } from 'preact';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import type { FieldProblem } from '../enrolment-fields.ts';

/** What somebody typed into a form, and what is wrong with it: nothing typed is ever lost. */
export interface Typed {
  /** Which form of the page it was. */
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[];
}

interface FieldProps {
  readonly form: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What stands in it at first. */
  readonly value?: string;
  readonly typed: Typed | undefined;
  readonly narrow?: true;
}

function stateOf({ form, name, value, typed }: FieldProps) {
  const own = typed?.form === form ? typed : undefined;
  const problem = own?.problems.find(({ field }) => field === name);
  return {
    id: fieldId(form, name),
    value: own?.values[name] ?? value ?? '',
    errorMessage: problem && { text: `${problem.message} ${problem.nextStep}` },
  };
}

/** The id of a field of a form: several forms of a page may ask the same. */
export function fieldId(form: string, name: string): string {
  return `${form}-${name}`;
}

/** One line of text. */
export function TextField(props: FieldProps): VNode {
  const { id, value, errorMessage } = stateOf(props);
  return (
    <Input
      id={id}
      name={props.name}
      label={{ text: props.label }}
      hint={props.hint === undefined ? undefined : { text: props.hint }}
      value={value}
      errorMessage={errorMessage}
      classes={props.narrow && 'govuk-input--width-10'}
      autocomplete="off"
      spellcheck={false}
    />
  );
}

/** A day, as people here write it. */
export function DayField(props: Omit<FieldProps, 'narrow' | 'hint'> & { readonly hint?: string }): VNode {
  return <TextField {...props} hint={props.hint ?? 'Such as 27/3/2026'} narrow={true} />;
}

/** A day as a person here would type it: `27/3/2026`. */
export function typedDay(day: PlainDate | undefined): string {
  if (day === undefined) return '';
  const [year, month, date] = day.split('-').map(Number);
  return `${date}/${month}/${year}`;
}

interface PartProps {
  /** The name of the form in it. */
  readonly form: string;
  readonly title: string;
  readonly typed: Typed | undefined;
  readonly children: ComponentChildren;
}

/** A form that is closed until it is wanted, or until something in it has to be put right. */
export function FormPart({ form, title, typed, children }: PartProps): VNode {
  return (
    <Details id={`${form}-form`} summaryText={title} open={typed?.form === form}>
      {children}
    </Details>
  );
}

/** One of a few answers. */
export function ChoiceField(
  props: FieldProps & { readonly items: readonly { readonly value: string; readonly text: string }[] },
): VNode {
  const { id, value, errorMessage } = stateOf(props);
  return (
    <Select
      id={id}
      name={props.name}
      label={{ text: props.label }}
      hint={props.hint === undefined ? undefined : { text: props.hint }}
      items={props.items}
      value={value}
      errorMessage={errorMessage}
    />
  );
}

/** Everything to put right, at the top of a page. */
export function Problems({ typed }: { readonly typed: Typed | undefined }): VNode | null {
  if (!typed || typed.problems.length === 0) return null;
  return (
    <ErrorSummary
      titleText="There is a problem: nothing was changed"
      errorList={typed.problems.map(({ field, message }) => ({
        href: `#${fieldId(typed.form, field)}`,
        text: message,
      }))}
    />
  );
}
