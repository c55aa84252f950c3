import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { Purpose } from '#platform/access/purposes.ts';

/**
 * Everything stored that decides who could see one child: rows as they are kept, ended ones too. Nothing in it says what the
 * child’s record holds.
 */
export interface Facts {
  readonly learnerId: number;
  readonly places: readonly PlaceFact[];
  readonly members: readonly MemberFact[];
  /** Around the child, and every other team of their members: a narrower team narrows what its member sees of all. */
  readonly teams: readonly TeamFact[];
  readonly family: readonly FamilyFact[];
  readonly opened: readonly OpenedFact[];
  /** What agreements gave from each of these instants on, in order; the first is the beginning of the day asked for. */
  readonly given: readonly { readonly at: Date; readonly grants: readonly Grant[] }[];
}

/** A place of the child on a roll. */
export interface PlaceFact {
  readonly settingId: number;
  readonly laId: number;
  readonly trustId: number;
  readonly className: string;
  readonly yearGroup: number;
  readonly enteredOn: PlainDate;
  readonly leftOn: PlainDate | null;
}

/** A role of a person at an organisation. */
export interface MemberFact {
  readonly membershipId: number;
  readonly personId: number;
  readonly name: string;
  readonly personClosedAt: Date | null;
  readonly role: string;
  readonly classes: readonly string[];
  readonly yearGroups: readonly number[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly enteredAt: Date;
  readonly enteredBy: string;
  readonly endedAt: Date | null;
  readonly organisationId: number;
  readonly organisation: string;
  readonly kind: OrganisationKind;
  readonly settingId: number | null;
  readonly laId: number | null;
  readonly trustId: number | null;
}

/** A member’s part in a team around a child. */
export interface TeamFact {
  readonly learnerId: number;
  readonly teamId: number;
  readonly purpose: string;
  readonly openedOn: PlainDate;
  readonly closedOn: PlainDate | null;
  /** `null` for teams entered before it was kept. */
  readonly teamEnteredAt: Date | null;
  readonly membershipId: number;
  readonly categories: readonly string[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly enteredAt: Date;
  readonly endedAt: Date | null;
}

/** The child’s own account, or an adult with parental responsibility and what rules withhold from them. */
export interface FamilyFact {
  readonly as: 'child' | 'parent';
  readonly personId: number;
  readonly name: string;
  readonly relationship: string;
  readonly validFrom: PlainDate | null;
  readonly validTo: PlainDate | null;
  readonly enteredAt: Date;
  readonly closedAt: Date | null;
  readonly rules: readonly RuleFact[];
}

/** What an adult may not be told, from when to when. */
export interface RuleFact {
  readonly withholds: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly enteredAt: Date;
  readonly liftedAt: Date | null;
}

/** A record opened out of reach, for a reason. */
export interface OpenedFact {
  readonly breakGlassId: number;
  readonly personId: number;
  readonly membershipId: number;
  readonly categories: readonly string[];
  readonly openedAt: Date;
  readonly untilAt: Date;
  readonly endedAt: Date | null;
}

/** What an agreement gives an organisation of the child. */
export interface Grant {
  readonly agreementId: number;
  readonly organisationId: number;
  readonly purpose: Purpose;
  readonly categories: readonly Category[];
  readonly reach:
    | { readonly kind: 'area'; readonly laId: number }
    | { readonly kind: 'settings'; readonly settings: readonly number[] }
    | { readonly kind: 'cohort'; readonly settings: readonly number[]; readonly yearGroups: readonly number[] }
    | { readonly kind: 'learners'; readonly learners: readonly number[]; readonly settings: readonly number[] };
  readonly except: readonly number[];
  readonly words: string;
  readonly until: Date;
}
