import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';

/** Whose code book a mark is in. */
export type NationName = 'england' | 'wales' | 'scotland' | 'northern-ireland';

/** What a mark counts as: the top two bits of its byte, in this order, which is kept with every register. */
export const markCategories = ['not-counted', 'attending', 'authorised', 'unauthorised'] as const;
export type MarkCategory = (typeof markCategories)[number];

/** What each class that statistics put codes in counts as. */
const categoryOfClass = {
  attending: 'attending',
  'approved-educational-activity': 'attending',
  'authorised-absence': 'authorised',
  'unauthorised-absence': 'unauthorised',
  'temporary-exclusion': 'authorised',
  'not-a-possible-attendance': 'not-counted',
  'unable-to-attend-administrative': 'not-counted',
  'administrative-not-a-session': 'not-counted',
} as const satisfies Readonly<Record<string, MarkCategory>>;
export type StatisticalClass = keyof typeof categoryOfClass;

/** One meaning of one attendance code, with the days it is in force, both included. */
export interface AttendanceCodeFact {
  /** As a register prints it, `/` or `C2`; where a nation's own code is not established, a name of ours in words. */
  readonly code: string;
  readonly label: string;
  readonly category: MarkCategory;
  /** As the statistics class it. */
  readonly statisticalMeaning: StatisticalClass;
  /** Counted as late: arrived after the register opened, whether or not it had closed. */
  readonly late?: true;
  /** Sourced treatments disagree or none was found, so the category is a choice of ours; the note says which. */
  readonly treatmentUnsettled?: true;
  /** The code is a name of ours, because the nation's own was not established. */
  readonly ownName?: true;
  /** May be used only for this age; without it, for any. */
  readonly onlyFor?: 'not-compulsory-school-age' | 'compulsory-school-age';
  /** In no register: what a supplier's file writes instead of one of the codes above, and how it is read. */
  readonly supplierOnly?: 'unmeasured' | 'refused' | { readonly readAs: string };
  /** Of a supplier's codes: all the texts that are read so, where `code` is only a name for them. */
  readonly matches?: RegExp;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly note: string;
  readonly source: string;
  /** False when the source could not be checked: shown beside the code, never presented as law. */
  readonly verified: boolean;
  /** Where not verified: what of it is not, in words that finish “not verified: …”. */
  readonly doubt?: string;
}

/** What a code adds to, or takes from, the common facts of its list. */
export interface CodeOptions {
  readonly from?: string;
  readonly to?: string;
  readonly note?: string;
  readonly source?: string;
  /** An empty text where the list doubts and this code is certain. */
  readonly doubt?: string;
  readonly late?: true;
  readonly ownName?: true;
  readonly onlyFor?: NonNullable<AttendanceCodeFact['onlyFor']>;
  readonly supplierOnly?: NonNullable<AttendanceCodeFact['supplierOnly']>;
  readonly matches?: RegExp;
  /** The category chosen where the class does not settle it. */
  readonly unsettled?: MarkCategory;
}

/** A code as its list writes it: the code, its label, its class, and what else there is to say. */
export type CodeRow = readonly [code: string, label: string, statisticalMeaning: StatisticalClass, more?: CodeOptions];

/** The facts of a list whose codes share what `common` says, unless their own options say otherwise. */
export function codeFacts(
  common: CodeOptions & { readonly source: string },
  rows: readonly CodeRow[],
): readonly AttendanceCodeFact[] {
  return rows.map(([code, label, statisticalMeaning, own = {}]) => {
    const { from, to, note = '', source = common.source, doubt, unsettled, ...more } = { ...common, ...own };
    return {
      code,
      label,
      category: unsettled ?? categoryOfClass[statisticalMeaning],
      statisticalMeaning,
      note,
      source,
      verified: !doubt,
      ...(doubt && { doubt }),
      ...(unsettled && { treatmentUnsettled: true as const }),
      ...(from !== undefined && { from: plainDate(from) }),
      ...(to !== undefined && { to: plainDate(to) }),
      ...more,
    };
  });
}
