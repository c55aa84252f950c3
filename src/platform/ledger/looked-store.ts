import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { LedgerAction } from './model.ts';

/** Where a child is or was enrolled: who read about everybody there read about the child. */
export interface ChildPlace {
  readonly settingId: number;
  readonly laId: number;
  readonly trustId: number;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

/** A child as the pages of the ledger name them. */
export interface LookedChild {
  readonly learnerId: number;
  readonly name: string;
  readonly places: readonly ChildPlace[];
}

/** A child within the scope, with their places that it reaches; `undefined` when it reaches no such child. */
export async function childInScope(scoped: Scoped, learnerId: number): Promise<LookedChild | undefined> {
  const places = await scoped
    .selectFrom('learner_enrolment')
    .select(['setting_id as settingId', 'la_id as laId', 'trust_id as trustId', 'entered_on as from', 'left_on as to'])
    .where('learner_id', '=', learnerId)
    .execute();
  if (places.length === 0) return undefined;
  const named = await scoped
    .selectFrom('enrolment')
    .select(['given_name', 'surname'])
    .where('learner_id', '=', learnerId)
    .where(
      'setting_id',
      'in',
      places.map(({ settingId }) => settingId),
    )
    .orderBy('entered_on', 'desc')
    .limit(1)
    .execute();
  const [name] = named;
  return name && { learnerId, name: `${name.given_name} ${name.surname}`, places };
}

/** One entry of the ledger, as a person is told of it. */
export interface LookedEntry {
  readonly day: PlainDate;
  readonly seq: number;
  readonly at: Date;
  readonly personId: number | null;
  /** The person’s name today, or, for a system or a demonstration’s role, who it was in words. */
  readonly person: string | null;
  readonly organisation: string | null;
  readonly role: string | null;
  readonly actor: string;
  readonly purpose: string;
  readonly agreementId: number | null;
  readonly agreement: string | null;
  readonly breakGlassId: number | null;
  readonly action: LedgerAction;
  readonly status: number;
  readonly reads: readonly Category[];
  readonly changes: readonly Category[];
  readonly subjects: 'learners' | 'settings' | 'area' | 'trust' | 'nation';
  readonly learners: readonly number[];
  readonly settings: readonly number[];
}

export interface LookedWanted {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly most: number;
}

const columns = `e.day, e.seq, e.at, e.person_id AS "personId", p.name AS person, o.name AS organisation, m.role, e.actor,
  e.purpose, e.agreement_id AS "agreementId", a.reference AS agreement, e.break_glass_id AS "breakGlassId", e.action, e.status,
  e.reads, e.changes, e.subjects, e.learners, e.settings`;
const joined = `LEFT JOIN person AS p ON p.person_id = e.person_id
  LEFT JOIN organisation AS o ON o.organisation_id = e.organisation_id
  LEFT JOIN membership AS m ON m.membership_id = e.membership_id
  LEFT JOIN agreement AS a ON a.agreement_id = e.agreement_id`;

/** Totals are counts without a child: who read nothing else has not looked at anybody. */
const ofChildren = `NOT (e.reads || e.changes) <@ ARRAY['totals']`;

/**
 * Who has looked at a child’s record, the newest first: entries that name the child, and those about everybody of a
 * setting, an authority or a trust, from the days on which the child was there. Each kind has an index of its own. Where
 * there are more than are wanted, each reader’s newest come first: nobody is pushed off by another who asks all day.
 */
export async function lookedAt(gate: Gated, child: LookedChild, wanted: LookedWanted): Promise<readonly LookedEntry[]> {
  const { rows } = await gate.client.query<LookedEntry>({
    text: `WITH found AS (
             SELECT e.day, e.seq, row_number() OVER (PARTITION BY e.person_id, e.actor, e.subjects = 'learners'
                                                         ORDER BY e.day DESC, e.seq DESC) AS nth
               FROM ledger_entry AS e
              WHERE e.day BETWEEN $1 AND $2 AND ${ofChildren}
                AND (e.learners @> ARRAY[$3::bigint]
                   OR e.settings && $4::integer[] AND EXISTS (
                        SELECT 1 FROM unnest($4::integer[], $7::date[], $8::date[]) AS at (setting_id, since, until)
                         WHERE at.setting_id = ANY (e.settings) AND e.day >= at.since AND e.day <= coalesce(at.until, e.day))
                   OR e.la_id = ANY ($5::integer[]) AND e.subjects = 'area'
                   OR e.trust_id = ANY ($6::integer[]) AND e.subjects = 'trust')
              ORDER BY nth, e.day DESC, e.seq DESC LIMIT $9)
           SELECT ${columns} FROM found JOIN ledger_entry AS e USING (day, seq) ${joined}
            ORDER BY e.day DESC, e.seq DESC`,
    values: [
      wanted.from,
      wanted.to,
      child.learnerId,
      child.places.map(({ settingId }) => settingId),
      child.places.map(({ laId }) => laId),
      child.places.map(({ trustId }) => trustId).filter((trustId) => trustId > 0),
      child.places.map(({ from }) => from),
      child.places.map(({ to }) => to),
      wanted.most,
    ],
  });
  return rows;
}

/** What one person has looked at, the newest first. */
export async function lookedBy(gate: Gated, personId: number, wanted: LookedWanted): Promise<readonly LookedEntry[]> {
  const { rows } = await gate.client.query<LookedEntry>({
    text: `SELECT ${columns} FROM ledger_entry AS e ${joined}
            WHERE e.person_id = $1 AND e.day BETWEEN $2 AND $3 ORDER BY e.day DESC, e.seq DESC LIMIT $4`,
    values: [personId, wanted.from, wanted.to, wanted.most],
  });
  return rows;
}

/** What an adult may not be told about a child at an instant (contact_rule.withholds): a rule is lifted from its lift on. */
export async function withheldRules(
  gate: Gated,
  { personId, learnerId }: { readonly personId: number; readonly learnerId: number },
  now: Date,
): Promise<ReadonlySet<string>> {
  const today = londonDay(now);
  const rows = await gate
    .selectFrom('contact_rule')
    .select('withholds')
    .where('learner_id', '=', learnerId)
    .where('person_id', '=', personId)
    .where((one) => one.or([one('lifted_at', 'is', null), one('lifted_at', '>', now)]))
    .where('valid_from', '<=', today)
    .where((one) => one.or([one('valid_to', 'is', null), one('valid_to', '>=', today)]))
    .execute();
  return new Set(rows.map(({ withholds }) => withholds));
}
