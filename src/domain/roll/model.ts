import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import type { EnrolmentStatus, KeeperKind } from '#platform/database/register-schema.ts';

/** A setting whose registers Headwater keeps, and where it stands. */
export interface Keeper {
  readonly settingId: number;
  readonly urn: number;
  readonly name: string;
  readonly kind: KeeperKind;
  /** What a register is of: half a day, a timetabled event, or nothing where only the roll is kept. */
  readonly unit: 'session' | 'event' | 'none';
  readonly nation: NationName;
  readonly nationId: number;
  readonly laId: number;
  /** 0 for none. */
  readonly trustId: number;
  /** Local time by which a register should be in, `09:45`. */
  readonly amDue: string;
  readonly pmDue: string;
  readonly demonstration: boolean;
}

/** One person on one setting's roll, as that setting writes them. */
export interface Enrolment {
  readonly settingId: number;
  readonly slot: number;
  readonly learnerId: number;
  readonly upn?: string | undefined;
  readonly uln?: string | undefined;
  readonly surname: string;
  readonly givenName: string;
  readonly bornOn: PlainDate;
  /** -2 and -1 nursery, 0 reception, 1 to 14; 99 not known. */
  readonly yearGroup: number;
  readonly class: string;
  readonly status: EnrolmentStatus;
  readonly enteredOn: PlainDate;
  readonly leftOn?: PlainDate | undefined;
  readonly partnerSettingId?: number | undefined;
}

/** What is known of an enrolled person from a day on; codes as in groups.ts. */
export interface Characteristic {
  readonly slot: number;
  readonly validFrom: PlainDate;
  readonly sex: string;
  readonly sen: string;
  readonly fsm: string;
  readonly ethnicity: string;
  readonly lookedAfter: string;
  readonly socialWorker: string;
}

/** The half days of a day, and the key of the first timetabled event. */
export const session = { morning: 1, afternoon: 2, firstEvent: 3 } as const;

/** A setting's open days. */
export interface Calendar {
  readonly terms: readonly { readonly startsOn: PlainDate; readonly endsOn: PlainDate; readonly name: string }[];
  readonly closures: readonly {
    readonly day: PlainDate;
    /** 0 the whole day, 1 the morning, 2 the afternoon. */
    readonly session: number;
    readonly kind: 'holiday' | 'inset' | 'unplanned';
    readonly reason: string;
  }[];
}
