import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Scope } from '#platform/access/scope.ts';
import { scopeCategories } from '#platform/access/scope.ts';
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
  readonly #about = new Pending();
  readonly #within = new Pending();
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

  /** A category that the scope has not was asked in vain: its policies answered no row, and nobody has seen any. */
  touched(touched: { readonly read: readonly Category[]; readonly changed: readonly Category[] }): void {
    const has = scopeCategories(this.#scope);
    const read = touched.read.filter((one) => has.read.includes(one));
    const changed = touched.changed.filter((one) => has.changed.includes(one));
    const fresh = read.some((one) => !this.#read.has(one)) || changed.some((one) => !this.#changed.has(one));
    if (!fresh) return;
    for (const one of read) this.#read.add(one);
    for (const one of changed) this.#changed.add(one);
    this.#unsaid = true;
    this.#sayIfLate();
  }

  about(subjects: Subjects): void {
    if (subjects.kind === 'scope') this.#whole = true;
    if (subjects.kind === 'learners') this.#named(this.#about.learners(subjects.learners));
    if (subjects.kind === 'settings') this.#named(this.#about.settings(subjects.settings));
  }

  within(settings: readonly number[]): void {
    if (this.#scope.kind !== 'children') this.#named(this.#within.settings(settings));
  }

  /** Before the first entry this says whom it will be about; after it, that it was about more: told in few entries. */
  #named(fresh: number): void {
    if (fresh === 0 || !this.#saidOnce) return;
    this.#unsaid = true;
    if (this.#about.waiting + this.#within.waiting >= mostUnsaid) this.say();
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
    const about = this.#subjects();
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

  #subjects(): Pick<Noted, 'subjects' | 'learners' | 'settings' | 'laId' | 'trustId'> {
    if (this.#whole) return wholeOf(this.#scope);
    return this.#about.told() ?? this.#within.told() ?? wholeOf(this.#scope);
  }
}

/** Of a stream that goes on and on, as many children or settings are told of in one entry. */
const mostUnsaid = 1_000;

/** Whom a request named, and whom of them the ledger was not told of. */
class Pending {
  readonly #learners = new Set<number>();
  readonly #settings = new Set<number>();
  #newLearners: number[] = [];
  #newSettings: number[] = [];
  #named = false;

  get waiting(): number {
    return this.#newLearners.length + this.#newSettings.length;
  }

  /** Answers how many of them were not named before. */
  learners(learners: readonly number[]): number {
    this.#named = true;
    const fresh = learners.filter((one) => !this.#learners.has(one));
    for (const one of fresh) this.#learners.add(one);
    this.#newLearners.push(...fresh);
    return fresh.length;
  }

  settings(settings: readonly number[]): number {
    this.#named = true;
    const fresh = settings.filter((one) => !this.#settings.has(one));
    for (const one of fresh) this.#settings.add(one);
    this.#newSettings.push(...fresh);
    return fresh.length;
  }

  /** Those not told of yet, or, when there are none, everybody named; `undefined` when nobody ever was. */
  told(): Pick<Noted, 'subjects' | 'learners' | 'settings'> | undefined {
    if (!this.#named) return undefined;
    const some = this.waiting > 0;
    const learners = some ? this.#newLearners : [...this.#learners];
    const settings = some ? this.#newSettings : [...this.#settings];
    this.#newLearners = [];
    this.#newSettings = [];
    return { subjects: settings.length > 0 ? 'settings' : 'learners', learners, settings };
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
