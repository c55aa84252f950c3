import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { RoleName } from '#platform/access/roles.ts';

/**
 * A drawn world: who there is, what is stored of them, and as whom people ask. Everything is named by its position in its
 * list; `enter-worlds.ts` gives it ids that no other world has.
 */
export interface World {
  readonly now: Date;
  readonly today: PlainDate;
  readonly yearStart: PlainDate;
  readonly settings: readonly { readonly la: number; readonly trust: number; readonly nation: number }[];
  readonly learners: readonly { readonly homeLa: number }[];
  readonly enrolments: readonly Enrolled[];
  readonly organisations: readonly OrganisationDrawn[];
  readonly persons: readonly { readonly closed: Date | null; readonly learner: number | null }[];
  readonly memberships: readonly MembershipDrawn[];
  readonly teams: readonly TeamDrawn[];
  readonly guardians: readonly (Span & Pair & { readonly responsibility: boolean })[];
  readonly rules: readonly (Span & Pair & { readonly withholds: string; readonly lifted: Date | null })[];
  readonly contacts: readonly ContactDrawn[];
  readonly agreements: readonly AgreementDrawn[];
  readonly glasses: readonly GlassDrawn[];
  readonly decisions: readonly Engaged[];
  readonly requests: readonly Requested[];
}

/** From a day to a day, both included. */
export interface Span {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

interface Pair {
  readonly learner: number;
  readonly person: number;
}

export interface Enrolled extends Span {
  readonly learner: number;
  readonly setting: number;
  readonly class: string;
  readonly yearGroup: number;
}

export interface OrganisationDrawn {
  readonly kind: OrganisationKind;
  readonly setting: number | null;
  readonly la: number | null;
  readonly trust: number | null;
  readonly nation: number | null;
}

export interface MembershipDrawn extends Span {
  readonly person: number;
  readonly organisation: number;
  readonly role: RoleName;
  readonly classes: readonly string[];
  readonly yearGroups: readonly number[];
  readonly ended: Date | null;
}

export interface TeamDrawn {
  readonly learner: number;
  readonly purpose: Purpose;
  readonly opened: PlainDate;
  readonly closed: PlainDate | null;
  readonly membership: number;
  readonly categories: readonly Category[];
  readonly span: Span;
  readonly ended: Date | null;
}

export interface ContactDrawn extends Span {
  /** Position of an enrolment: whose child, and at which setting. */
  readonly enrolment: number;
  readonly person: number;
  readonly lives: boolean;
  readonly shared: boolean;
}

export interface AgreementDrawn {
  readonly purpose: Purpose;
  readonly giver: number;
  readonly receiver: number;
  readonly subjects:
    | { readonly kind: 'area'; readonly la: number }
    | { readonly kind: 'settings'; readonly settings: readonly number[] }
    | { readonly kind: 'cohort'; readonly settings: readonly number[]; readonly yearGroups: readonly number[] }
    | { readonly kind: 'case' }
    | { readonly kind: 'consent' };
  /** How much of each category: every field whole, one field, or only that the child is known. */
  readonly shares: readonly { readonly category: Category; readonly how: 'whole' | 'part' | 'known' }[];
  readonly starts: PlainDate;
  readonly ends: PlainDate;
  readonly review: PlainDate;
  readonly deeds: readonly {
    readonly did: 'signed' | 'suspended' | 'resumed' | 'revoked' | 'reviewed';
    readonly by: 'giver' | 'receiver';
    readonly at: Date;
    readonly nextReview: PlainDate | null;
    readonly sameText: boolean;
  }[];
  readonly named: readonly {
    readonly learner: number;
    readonly by: 'case' | 'consent' | 'withheld';
    readonly entered: Date;
    readonly ended: Date | null;
  }[];
}

export interface GlassDrawn {
  readonly learner: number;
  readonly membership: number;
  /** Who opened it; somebody else than the member in worlds that make no sense. */
  readonly person: number;
  readonly categories: readonly Category[];
  readonly opened: Date;
  readonly until: Date;
  readonly ended: Date | null;
}

/** As whom somebody asks. */
export type Engaged =
  | {
      readonly as: 'member';
      readonly person: number;
      readonly membership: number;
      readonly purpose: Purpose;
      readonly steppedUp: Date | null;
      readonly agreement: number | null;
      readonly glass: number | null;
    }
  | { readonly as: 'child' | 'parent'; readonly person: number };

export const routeNames = [
  'children-api',
  'children-page',
  'roll-page',
  'roll-api',
  'person-page',
  'day-page',
  'register-page',
  'register-api',
  'dual-page',
  'dual-api',
  'missing-page',
  'missing-api',
  'my-record',
  'who-looked',
  'agreement-page',
] as const;
export type RouteName = (typeof routeNames)[number];

/** A request of somebody: the positions say about what. */
export interface Requested {
  readonly decision: number;
  readonly route: RouteName;
  readonly enrolment: number;
  readonly la: number;
  readonly agreement: number;
}
