import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** Whose code book a mark is in. */
export type NationName = 'england' | 'wales' | 'scotland' | 'northern-ireland';

/** What a mark counts as: the top two bits of its byte, in this order (DESIGN §4). */
export const markCategories = ['not-counted', 'attending', 'authorised', 'unauthorised'] as const;
export type MarkCategory = (typeof markCategories)[number];

/** One meaning of one attendance code, with the days it is in force, both included. */
export interface AttendanceCodeFact {
  /** As a register prints it, `/` or `C2`; where a nation's own code is not established, a name of ours in words. */
  readonly code: string;
  readonly label: string;
  readonly category: MarkCategory;
  /** As the statistics class it: attending, approved-educational-activity, authorised-absence and so on. */
  readonly statisticalMeaning: string;
  /** Counted as late: arrived after the register opened, whether or not it had closed. */
  readonly late?: true;
  /** Sourced treatments disagree or none was found, so the category is a choice of ours; the note says which. */
  readonly treatmentUnsettled?: true;
  /** May be used only for this age; without it, for any. */
  readonly onlyFor?: 'not-compulsory-school-age' | 'compulsory-school-age';
  /** In no register: what a supplier's file writes instead of one of the codes above, and how it is read. */
  readonly supplierOnly?: 'unmeasured' | 'refused' | { readonly readAs: string };
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly note: string;
  readonly source: string;
  /** False when the source could not be checked: shown beside the code, never presented as law. */
  readonly verified: boolean;
}
