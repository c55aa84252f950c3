import type { FieldFault } from '../draft-faults.ts';
import type { Choosable, Typed } from '../draft-form.ts';

/** What the form for a draft shows. */
export interface DraftFormProps {
  readonly typed: Typed;
  readonly choosable: readonly Choosable[];
  readonly faults: readonly FieldFault[];
}

/** The fault of a field as its error message; several are told together. */
export function errorAt(faults: readonly FieldFault[], id: string): { readonly text: string } | undefined {
  const words = faults.filter((fault) => fault.id === id).map((fault) => fault.words);
  return words.length > 0 ? { text: words.join('. ') } : undefined;
}
