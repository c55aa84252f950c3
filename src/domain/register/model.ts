import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** Which register: a setting's, of a day, of a session (1 morning, 2 afternoon, from 3 a timetabled event). */
export interface RegisterKey {
  readonly settingId: number;
  readonly day: PlainDate;
  readonly session: number;
}

/** A register as it stands, or as it stood. `marks` is one byte a place of the roll of its year; 0 is unmeasured. */
export interface StoredRegister extends RegisterKey {
  readonly version: number;
  readonly takenAt: Date;
  readonly actor: string;
  readonly bookId: number;
  readonly marks: Uint8Array;
}

/**
 * A whole register as its sender has it. `version` is the sender's own count of what they have sent for this register,
 * from 1: the highest wins, whatever the order of arrival, and the same one twice changes nothing.
 */
export interface RegisterSent extends RegisterKey {
  readonly version: number;
  /** By place. What is left out, or 0, is unmeasured. */
  readonly marks: Uint8Array;
  /** Why marks that were there already are changed; “Sent again” unless given. */
  readonly reason?: string | undefined;
}

/** A batch of changes to marks of one register. `version` is the one this makes: the current one and one more. */
export interface MarksSent extends RegisterKey {
  readonly version: number;
  readonly changes: readonly MarkChange[];
}

export interface MarkChange {
  readonly place: number;
  /** The byte after; 0 withdraws the mark. */
  readonly byte: number;
  readonly reason: string;
}

/** What became of a register or of changes to one that were sent. */
export type RecordOutcome =
  /** Recorded durably, with every total; `first` when there was no such register, `amended` marks had been there before. */
  | { readonly kind: 'recorded'; readonly version: number; readonly first: boolean; readonly amended: number }
  /** It is so already: nothing was written. */
  | { readonly kind: 'unchanged'; readonly version: number }
  /** Somebody has recorded a later version with other content, which is `current`; nothing was written. */
  | { readonly kind: 'stale'; readonly current: StoredRegister }
  /** The roll of that year is not there, or the register to change is not: nothing was written. */
  | { readonly kind: 'no-roll' }
  | { readonly kind: 'no-register' };

/** A mark that was changed: original, new, who, when, why. */
export interface Amendment {
  readonly place: number;
  readonly version: number;
  readonly original: number;
  readonly amended: number;
  readonly amendedAt: Date;
  readonly actor: string;
  readonly reason: string;
}
