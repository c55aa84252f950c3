import type { VNode } from 'preact';
import type { ChoicesProps } from './choices.tsx';
import { Choices, isChosenAmong } from './choices.tsx';

export interface CheckboxesProps extends ChoicesProps {
  /** The values of the answers to start chosen. */
  readonly values?: readonly (string | number)[] | undefined;
}

/** GOV.UK checkboxes: any answers of a few. */
export function Checkboxes(props: CheckboxesProps): VNode {
  const kind = { block: 'govuk-checkboxes', type: 'checkbox' } as const;
  return <Choices question={props} kind={{ ...kind, isChosen: (item) => isChosenAmong(item, props.values) }} />;
}
