/** An expected outcome as a value: exceptions are kept for bugs. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

/** A success holding `value`. */
export function success<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

/** A failure that the caller is expected to handle. */
export function failure<Failure>(reason: Failure): Result<never, Failure> {
  return { ok: false, failure: reason };
}
