import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Subjects, Trail } from '#platform/access/trail.ts';
import type { Ledger, Noted } from './ledger.ts';
import type { LedgerAction } from './model.ts';

/** Under which address, or which command, something is read. */
export interface Told {
  readonly route: string;
  readonly status: number;
  /** What was done, where it is known; else it follows from what was touched. */
  readonly action?: LedgerAction | undefined;
  /** Whether the answer goes out already: then everything is said as it is read. */
  readonly begun: boolean;
}

/** Gathers what one request or command touches, and says it to the ledger once. */
export class ScopeTrail implements Trail {
  readonly #ledger: Ledger;
  readonly #scope: Scope;
  readonly #told: () => Told;
  readonly #read = new Set<Category>();
  readonly #changed = new Set<Category>();
  readonly #learners = new Set<number>();
  readonly #settings = new Set<number>();
  #narrowed = false;
  #whole = false;
  /** Whether something was touched, or somebody was named, that the ledger was not told of. */
  #unsaid = false;
  #saidOnce = false;

  constructor(ledger: Ledger, scope: Scope, told: () => Told) {
    this.#ledger = ledger;
    this.#scope = scope;
    this.#told = told;
  }

  mayTouch(): void {
    this.#ledger.mayTouch();
  }

  touched({ read, changed }: { readonly read: readonly Category[]; readonly changed: readonly Category[] }): void {
    const fresh = read.some((one) => !this.#read.has(one)) || changed.some((one) => !this.#changed.has(one));
    if (!fresh) return;
    for (const one of read) this.#read.add(one);
    for (const one of changed) this.#changed.add(one);
    this.#unsaid = true;
    this.#sayIfLate();
  }

  about(subjects: Subjects): void {
    this.#narrowed = true;
    if (subjects.kind === 'scope') this.#whole = true;
    if (subjects.kind === 'learners') for (const one of subjects.learners) this.#learners.add(one);
    if (subjects.kind === 'settings') for (const one of subjects.settings) this.#settings.add(one);
    // Before the first entry this says whom it will be about; after it, that it was about more.
    if (!this.#saidOnce) return;
    this.#unsaid = true;
    this.#sayIfLate();
  }

  /** Tells the ledger what it was not told yet; nothing when nothing was touched. */
  say(): void {
    if (!this.#unsaid || this.#read.size + this.#changed.size === 0) return;
    this.#unsaid = false;
    this.#saidOnce = true;
    this.#ledger.note(this.#noted());
  }

  #sayIfLate(): void {
    if (this.#saidOnce || this.#told().begun) this.say();
  }

  #noted(): Noted {
    const { actor, purpose, grounds, kind } = this.#scope;
    const { route, status, action } = this.#told();
    const about = this.#about();
    return {
      actor,
      purpose,
      scopeKind: kind,
      personId: grounds?.personId,
      organisationId: grounds?.organisationId,
      membershipId: grounds?.membershipId,
      agreementId: grounds?.agreementId,
      breakGlassId: grounds?.breakGlassId,
      route,
      status,
      reads: categories.filter((one) => this.#read.has(one)),
      changes: categories.filter((one) => this.#changed.has(one)),
      action: this.#changed.size > 0 ? 'write' : (action ?? readOrList(about)),
      ...about,
    };
  }

  #about(): Pick<Noted, 'subjects' | 'learners' | 'settings' | 'laId' | 'trustId'> {
    if (this.#whole || !this.#narrowed) return wholeOf(this.#scope);
    return {
      subjects: this.#settings.size > 0 ? 'settings' : 'learners',
      learners: [...this.#learners],
      settings: [...this.#settings],
    };
  }
}

/** Few children named are looked at; more are a list. */
const few = 3;

function readOrList({ subjects, learners }: Pick<Noted, 'subjects' | 'learners'>): LedgerAction {
  return subjects === 'learners' && learners.length <= few ? 'read' : 'list';
}

/** Everybody whom a scope reaches. */
function wholeOf(scope: Scope): Pick<Noted, 'subjects' | 'learners' | 'settings' | 'laId' | 'trustId'> {
  const none = { learners: [], settings: [] };
  switch (scope.kind) {
    case 'setting':
      return { ...none, subjects: 'settings', settings: scope.settings };
    case 'children':
      return { ...none, subjects: 'learners', learners: scope.learners };
    case 'area':
      return { ...none, subjects: 'area', laId: scope.laId };
    case 'trust':
      return { ...none, subjects: 'trust', trustId: scope.trustId };
    case 'nation':
    case 'steward':
      return { ...none, subjects: 'nation' };
  }
}
