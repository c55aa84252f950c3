/** What is wrong with one field of a form. */
export interface FormProblem {
  readonly field: string;
  readonly message: string;
}

/** The message that stands at a field; `undefined` when there is nothing wrong with it. */
export function messageFor(
  problems: readonly FormProblem[] | undefined,
  field: string,
): { readonly text: string } | undefined {
  const problem = problems?.find((one) => one.field === field);
  return problem && { text: problem.message };
}
