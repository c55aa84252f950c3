import type { Category } from './categories.ts';

/** What a request has read and changed under its scope, as the ledger will say it. */
export interface Trail {
  /**
   * Throws `ledger-busy`, answered with 503, while what is read cannot be written down: then nothing is read. Called by
   * `inScope` before anything is asked.
   */
  mayTouch(): void;
  /** Notes the categories that a transaction asked or changed: called by `inScope`, from the statements themselves. */
  touched(what: { readonly read: readonly Category[]; readonly changed: readonly Category[] }): void;
  /**
   * Narrows whom the request was about; called more than once, it was about all of them. Without it the ledger says:
   * everybody whom the scope reaches. Narrow only to what was truly shown: a list of a whole setting is about everybody on
   * its roll.
   */
  about(subjects: Subjects): void;
  /**
   * Says that the request is about nobody beyond some settings, by `setting_id`: for whoever may reach more. What `about`
   * says is narrower and comes first; a scope of some children is narrower already.
   */
  within(settings: readonly number[]): void;
}

/** Whom a read was about. */
export type Subjects =
  /** These children, by `learner_id`. */
  | { readonly kind: 'learners'; readonly learners: readonly number[] }
  /** Everybody on the roll of these settings. */
  | { readonly kind: 'settings'; readonly settings: readonly number[] }
  /** Everybody whom the scope reaches. */
  | { readonly kind: 'scope' };
