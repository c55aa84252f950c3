import type { ColumnType, GeneratedAlways } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

type Day = ColumnType<PlainDate, PlainDate, PlainDate>;
type NullableText = ColumnType<string | null, string | null | undefined, string | null>;
type NullableDay = ColumnType<PlainDate | null, PlainDate | null | undefined, PlainDate | null>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Tables of who people are and for whom they act (migration 0011). Read inside `inGate`; organisations by everybody. */
export interface AccessSchema {
  organisation: OrganisationTable;
  person: PersonTable;
  membership: MembershipTable;
  guardian: GuardianTable;
  contact_rule: ContactRuleTable;
  team: TeamTable;
  team_member: TeamMemberTable;
}

export interface OrganisationTable {
  organisation_id: GeneratedAlways<number>;
  kind: string;
  name: string;
  setting_id: number | null;
  la_id: number | null;
  trust_id: number | null;
  nation_id: number | null;
  external_id: string | null;
  demonstration: boolean;
}

export interface PersonTable {
  person_id: GeneratedAlways<number>;
  name: string;
  email: string | null;
  learner_id: number | null;
  demonstration: boolean;
  entered_at: Instant;
  closed_at: NullableInstant;
  ways_removed_at: NullableInstant;
  ways_removed_by: NullableText;
}

export interface MembershipTable {
  membership_id: GeneratedAlways<number>;
  person_id: number;
  organisation_id: number;
  role: string;
  classes: string[];
  year_groups: number[];
  valid_from: Day;
  valid_to: NullableDay;
  entered_at: Instant;
  entered_by: string;
  ended_at: NullableInstant;
  ended_by: string | null;
}

export interface GuardianTable {
  learner_id: number;
  person_id: number;
  relationship: string;
  parental_responsibility: boolean;
  valid_from: Day;
  valid_to: NullableDay;
  entered_at: Instant;
  entered_by: string;
}

export interface ContactRuleTable {
  learner_id: number;
  rule_id: GeneratedAlways<number>;
  person_id: number;
  withholds: 'everything' | 'whereabouts' | 'setting' | 'voice' | 'other-adults';
  source: string;
  valid_from: Day;
  valid_to: NullableDay;
  entered_at: Instant;
  entered_by: string;
  lifted_at: NullableInstant;
  lifted_by: string | null;
}

export interface TeamTable {
  learner_id: number;
  team_id: GeneratedAlways<number>;
  purpose: string;
  opened_on: Day;
  closed_on: NullableDay;
  entered_by: string;
  entered_at: NullableInstant;
  closed_at: NullableInstant;
  closed_by: string | null;
}

export interface TeamMemberTable {
  learner_id: number;
  team_id: number;
  membership_id: number;
  categories: string[];
  valid_from: Day;
  valid_to: NullableDay;
  entered_at: Instant;
  entered_by: string;
  ended_at: NullableInstant;
  ended_by: string | null;
}
