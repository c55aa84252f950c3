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
  unmeasured: 'No mark: neither setting has said whether the child came.',
  absent: 'Absent: the absence is known at the setting where the child was expected, and counts there.',
  'not-required': 'Not expected at either: each may believe the child was with the other.',
  'not-on-roll': 'On no other roll: the child is not registered anywhere else that day.',
};

/** Whether it is known that the child was absent: quieter than a child of whom nobody knows. */
export function isKnownAbsence({ found }: Pick<GapWanted, 'found'>): boolean {
  return found === 'absent';
}

/** What the register of the setting where the child was expected says, in a table. */
export const registerSays: Readonly<Record<GapFinding, string>> = {
  unmeasured: 'No mark',
  absent: 'Absent',
  'not-required': 'Not expected there either',
  'not-on-roll': 'On no other roll',
};

const foundThere: Readonly<Record<GapFinding, string>> = {
  unmeasured: 'No mark there.',
  absent: 'Marked absent there.',
  'not-required': 'Not expected there either.',
  'not-on-roll': 'On no other roll that day.',
};

const foundHere: Readonly<Record<GapFinding, string>> = {
  unmeasured: 'No mark here.',
  absent: 'Marked absent here.',
  'not-required': 'Not expected here either.',
  'not-on-roll': 'Not on roll here.',
};

/** What both registers say, as one side sees it, for a narrow table. */
export function registersInShort({ side, found }: Pick<GapWanted, 'side' | 'found'>): string {
  return side === 'marked' ? `D here. ${foundThere[found]}` : `D there. ${foundHere[found]}`;
}

/** The same in a sentence. */
export function registersSay({ side, found }: Pick<GapWanted, 'side' | 'found'>): string {
  return side === 'marked'
    ? `Marked D here, so expected at the other setting. ${foundThere[found]}`
    : `Marked D at the other setting, so expected here. ${foundHere[found]}`;
}
