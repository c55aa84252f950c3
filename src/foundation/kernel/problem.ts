/**
 * Something a person can put right: what happened, and what to do next.
 * `code` is stable and kebab-case, for machines; the two sentences are plain English, for people.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly nextStep: string;
}

/** Thrown only across a boundary that cannot return a `Result` (a stream, a route); always shown to a person. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.message} ${problem.nextStep}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** A problem with one parameter of a request that its schema could not see: a code that no area has. Answered with 400. */
export class ParameterError extends ProblemError {
  readonly parameter: string;

  constructor(parameter: string, problem: Problem) {
    super(problem);
    this.name = 'ParameterError';
    this.parameter = parameter;
  }
}
