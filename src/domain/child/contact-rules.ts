import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';

/**
 * A contact rule: what one person may not be told about one child. Usually an adult under an order of a court; a child’s
 * own account can be named too (an adopted child who is not to be given the first family’s address).
 */
export interface ContactRule {
  readonly learnerId: number;
  readonly personId: number;
  /** As `contact_rule.withholds` has it. A word that is not known here withholds everything. */
  readonly withholds: string;
  /** The order or decision it follows, in words. For staff: never shown to the person it names. */
  readonly source: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly liftedAt: Date | null;
  /** When it was entered, where that matters. */
  readonly enteredAt?: Date | undefined;
}

/** What pages, exports and letters are made of, as far as rules can withhold it. */
export const withheldFields = ['record', 'home', 'contacts', 'setting', 'times', 'voice', 'other-adults'] as const;
/**
 * record: that there is anything at all. home: where the child lives. contacts: telephone, e-mail and address of any other
 * adult. setting: which setting the child attends. times: when the child is or was there, day by day. voice: what the child
 * has said. other-adults: who else brings the child up.
 */
export type WithheldField = (typeof withheldFields)[number];

const everything: readonly WithheldField[] = withheldFields;
const withholding: Readonly<Record<string, readonly WithheldField[]>> = {
  everything,
  whereabouts: ['home', 'contacts', 'setting', 'times'],
  setting: ['setting', 'times'],
  voice: ['voice'],
  'other-adults': ['contacts', 'home', 'other-adults'],
};
/** What a rule about one child withholds about every other child too: they may live in the same home. */
const ofEveryChild: readonly WithheldField[] = ['home', 'contacts'];
const reachesSiblings = ['everything', 'whereabouts', 'other-adults'];

/**
 * What may not be told to a person about a child at an instant; nothing that is in the answer may occur in any page, export or
 * letter to them. The strictest rule in force holds; a rule that hides a home hides it on the pages of brothers and sisters
 * too. Give it every rule that names the person, whatever the child. A rule that was
 * lifted withholds nothing from the instant of the lift on, and everything it says before: as a parent’s scope is compiled.
 */
export function withheldFrom(
  person: number,
  child: number,
  rules: readonly ContactRule[],
  at: Date,
): ReadonlySet<WithheldField> {
  const inForce = rules.filter((rule) => rule.personId === person && holds(rule, at));
  return new Set(
    inForce.flatMap(({ learnerId, withholds }) => {
      if (learnerId === child) return withholding[withholds] ?? everything;
      return reachesSiblings.includes(withholds) || !(withholds in withholding) ? ofEveryChild : [];
    }),
  );
}

function holds({ validFrom, validTo, liftedAt }: ContactRule, at: Date): boolean {
  if (liftedAt !== null && liftedAt <= at) return false;
  const day = londonDay(at);
  return validFrom <= day && (validTo === null || day <= validTo);
}

/** How an adult of a child is reached. */
export interface ContactDetail {
  readonly personId: number;
  readonly kind: 'address' | 'telephone' | 'e-mail';
  readonly value: string;
  readonly childLivesHere: boolean;
  readonly sharedWithFamily: boolean;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
}

/** Who looks: `child` is the child’s own account. */
export interface FamilyReader {
  readonly personId: number;
  readonly as: 'child' | 'parent';
}

/**
 * The contact details that a child or parent is shown. Their own, always. Somebody else’s only when its owner shares it
 * and no rule withholds it; a child is shown where they live without anybody’s leave, and no rule forbidding.
 */
export function contactsShown(
  reader: FamilyReader,
  details: readonly ContactDetail[],
  withheld: ReadonlySet<WithheldField>,
  day: PlainDate,
): readonly ContactDetail[] {
  const now = details.filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo));
  return now.filter((one) => {
    if (withheld.has('record')) return false;
    if (one.personId === reader.personId) return true;
    if (withheld.has('contacts') || withheld.has('other-adults')) return false;
    if (one.childLivesHere && withheld.has('home')) return false;
    return one.sharedWithFamily || (reader.as === 'child' && one.childLivesHere);
  });
}
