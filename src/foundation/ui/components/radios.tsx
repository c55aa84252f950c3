import type { VNode } from 'preact';
import type { ChoicesProps } from './choices.tsx';
import { Choices, isChosenAmong } from './choices.tsx';

export interface RadiosProps extends ChoicesProps {
  /** The value of the answer to start chosen. */
  readonly value?: string | number | undefined;
}

/** GOV.UK radios: one answer of a few. */
export function Radios(props: RadiosProps): VNode {
  const values = props.value === undefined ? undefined : [props.value];
  const kind = { block: 'govuk-radios', type: 'radio' } as const;
  return <Choices question={props} kind={{ ...kind, isChosen: (item) => isChosenAmong(item, values) }} />;
}
