import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** What the partner had, when it had no positive mark: `dual_gap.found`. */
export const gapFindings = ['unmeasured', 'absent', 'not-required', 'not-on-roll'] as const;
export type GapFinding = (typeof gapFindings)[number];

/** Half a day: 1 the morning, 2 the afternoon. A college's events are of the half in which they start. */
export interface HalfDay {
  readonly day: PlainDate;
  readonly session: number;
}

/** One roll that a child is on that day, and what its register says of them in one half of it. */
export interface RollThen {
  readonly settingId: number;
  readonly slot: number;
  /** Whether the register, or one of the half’s events that expect the child, has been taken. */
  readonly taken: boolean;
  /** The mark; 0 when there is none. Of several events the most that is known: attending, absent, not required. */
  readonly byte: number;
  /** Whether the mark says: expected at the other setting. */
  readonly isDual: boolean;
  /** When the register of the setting’s next open session is due; `undefined` when none is known. */
  readonly nextDue: Date | undefined;
  /** The other setting of the registration, where the enrolment names it. */
  readonly partnerSettingId: number | undefined;
}

/** A task for one side of a gap: a row of `dual_gap` as it should be. */
export interface GapWanted {
  readonly settingId: number;
  readonly slot: number;
  /** `marked`: this setting wrote that the child was expected elsewhere; `partner`: it was named by that. */
  readonly side: 'marked' | 'partner';
  /** 0 when nobody knows which. */
  readonly otherSettingId: number;
  readonly found: GapFinding;
}

/** A task as it is stored. */
export interface GapStored extends GapWanted {
  readonly learnerId: number;
  readonly closedAt: Date | null;
  /** Null when the registers closed it. */
  readonly closedBy: string | null;
  readonly outcome: string | null;
}

/** What is to be written about a task. */
export type GapChange =
  | { readonly kind: 'raise' | 'reopen'; readonly gap: GapWanted }
  | { readonly kind: 'close'; readonly gap: GapWanted; readonly outcome: string };

/** What a finding means, in words for whoever has the task. */
export const findingWords: Readonly<Record<GapFinding, string>> = {
  unmeasured: 'There is no mark for the child at the other setting: nobody knows where the child was.',
  absent: 'The other setting marked the child absent: the absence is known there, and counts there.',
  'not-required':
    'The other setting did not expect the child either: each may believe the child was with the other, and nobody knows where the child was.',
  'not-on-roll': 'The child is on no other roll that day: nobody knows where the child was.',
};

/** The same in a few words, for a table and for a file. */
export const findingLabels: Readonly<Record<GapFinding, string>> = {
  unmeasured: 'No mark at the other setting',
  absent: 'Absent at the other setting',
  'not-required': 'Not expected at the other setting',
  'not-on-roll': 'On no other roll',
};
