import type pg from 'pg';
import type { Engagement } from '#platform/access/engagement.ts';
import { purposeNames } from '#platform/access/purposes.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { ScopeRole } from '#platform/database/scope-roles.ts';

/**
 * Faults to plant, one at a time: each must be found, or the comparison proves nothing. `sql` changes a scratch database;
 * `statement` changes what the program asks on its way to the database; `believes` what it takes for granted; `answer`
 * changes what a page says.
 */
export interface Planted {
  readonly name: string;
  readonly sql?: readonly string[];
  /** Replaced in every statement that has the first; a fault that changes no statement is not planted, and fails. */
  readonly statement?: readonly [string, string];
  readonly believes?: 'any-purpose' | 'an-old-second-sign-in';
  /** Of a server: pages believe that the scope has every category, or a page is answered with a name too many. */
  readonly answer?: 'every-category' | 'a-name-too-many';
}

const reached = {
  settings: "setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])",
  la: "la_id = nullif(current_setting('headwater.la', true), '')::integer",
  learners: "learner_id = ANY (nullif(current_setting('headwater.learners', true), '')::bigint[])",
};

/** The text of a membership whose fact is another. */
const member = (column: string, instead: string) => [`m.${column} AS`, `${instead} AS`] as const;

export const planted: readonly Planted[] = [
  {
    name: 'a policy without its category',
    sql: [`ALTER POLICY characteristic_area ON characteristic USING (${reached.la})`],
  },
  {
    name: 'a new table’s policy of another category',
    sql: [
      `ALTER POLICY contact_detail_setting ON contact_detail USING (${reached.settings} AND strpos(current_setting('headwater.categories', true), 'totals') > 0)`,
    ],
  },
  {
    name: 'a policy that forgets where a child is',
    sql: [`ALTER POLICY enrolment_children ON enrolment USING (${reached.learners})`],
  },
  {
    name: 'a table with its row-level security off',
    sql: ['ALTER TABLE dual_gap DISABLE ROW LEVEL SECURITY'],
  },
  {
    name: 'a right that nobody decided',
    sql: ['GRANT SELECT ON learner TO headwater_trust'],
  },
  { name: 'an ended membership honoured', statement: member('ended_at', 'NULL::timestamptz') },
  { name: 'a membership honoured a day too long', statement: member('valid_to', 'm.valid_to + 1') },
  { name: 'a membership begun a day too early', statement: member('valid_from', 'm.valid_from - 1') },
  {
    name: 'somebody else’s membership honoured',
    statement: ['m.membership_id = $1 AND m.person_id = $2', 'm.membership_id = $1 AND $2::bigint > 0'],
  },
  { name: 'a closed account honoured', statement: ['p.closed_at AS', 'NULL::timestamptz AS'] },
  {
    name: 'a revoked agreement honoured',
    statement: [
      'from "agreement_event"',
      `from (SELECT * FROM agreement_event WHERE did <> 'revoked') AS "agreement_event"`,
    ],
  },
  {
    name: 'a suspended agreement honoured',
    statement: [
      'from "agreement_event"',
      `from (SELECT * FROM agreement_event WHERE did <> 'suspended') AS "agreement_event"`,
    ],
  },
  {
    name: 'an agreement believed whose subject ended',
    statement: ['"ended_at" from "agreement_subject"', 'NULL::timestamptz AS "ended_at" from "agreement_subject"'],
  },
  { name: 'a setting given by another authority', statement: ['k.la_id = o.la_id', 'k.la_id > 0'] },
  { name: 'a setting given by another trust', statement: ['k.trust_id = o.trust_id', 'k.trust_id >= 0'] },
  {
    name: 'a child named, and reached where the giver does not stand',
    statement: ['AND setting_id = ANY ($2::integer[])) AS placed', 'AND $2::integer[] IS NOT NULL) AS placed'],
  },
  { name: 'a closed team honoured', statement: ['(t.closed_on IS NULL OR t.closed_on >= $3)', 'true'] },
  { name: 'a team of another purpose honoured', statement: ['t.purpose = $2', '$2::text IS NOT NULL'] },
  { name: 'a barred parent let through', statement: ["c.withholds = 'everything'", "c.withholds = 'nothing'"] },
  { name: 'a parent without responsibility let through', statement: ['AND g.parental_responsibility', ''] },
  {
    name: 'the next class with the class',
    statement: ['e.class = ANY ($2)', "(e.class = ANY ($2) OR ($2::text[] <> '{}' AND e.class > ANY ($2)))"],
  },
  { name: 'a year group off by one', statement: ['e.year_group = ANY ($3)', '(e.year_group + 1) = ANY ($3)'] },
  { name: 'who left long ago still in the class', statement: ['e.left_on >= $5', 'e.left_on >= $5::date - 1'] },
  {
    name: 'a record opened a moment too long',
    statement: [
      '"until_at", "ended_at" from "break_glass"',
      `"until_at" + interval '1 ms' AS "until_at", "ended_at" from "break_glass"`,
    ],
  },
  { name: 'the purpose ignored', believes: 'any-purpose' },
  { name: 'a second sign-in that lasts a minute too long', believes: 'an-old-second-sign-in' },
  { name: 'a page without its check of categories', answer: 'every-category' },
  { name: 'a page with a name too many', answer: 'a-name-too-many' },
];

/** Compiles as the program does, but takes something for granted. */
export async function believing(
  believes: NonNullable<Planted['believes']>,
  compile: (engagement: Engagement) => Promise<RequestScope | undefined>,
  engagement: Engagement,
): Promise<RequestScope | undefined> {
  if (believes === 'an-old-second-sign-in') {
    const at = engagement.steppedUpAt;
    return await compile(at ? { ...engagement, steppedUpAt: new Date(at.getTime() + 60_000) } : engagement);
  }
  const scope = await compile(engagement);
  if (scope || engagement.as !== 'member') return scope;
  for (const purpose of purposeNames) {
    const another = await compile({ ...engagement, purpose });
    if (another) return another;
  }
  return undefined;
}

/** Prepared statements are told apart by name on a connection that several faults use. */
let faults = 0;

/** A database on which one statement is another on its way; `planted()` says how often. */
export function rewriting(database: Database, [from, to]: readonly [string, string]) {
  let times = 0;
  faults += 1;
  const serial = faults;
  const rewrite = (sent: unknown): unknown => {
    if (typeof sent === 'string') {
      if (sent.includes(from)) times += 1;
      return sent.replaceAll(from, to);
    }
    const { text, name } = (sent ?? {}) as { readonly text?: unknown; readonly name?: unknown };
    if (typeof text !== 'string' || !text.includes(from)) return sent;
    times += 1;
    return {
      ...(sent as object),
      text: text.replaceAll(from, to),
      ...(name !== undefined && { name: `${String(name)} ${serial}` }),
    };
  };
  const pools = new Map<ScopeRole, pg.Pool>();
  const poolOf = (role: ScopeRole): pg.Pool => {
    const known = pools.get(role) ?? rewritingPool(database.poolOf(role), rewrite);
    pools.set(role, known);
    return known;
  };
  const changed = new Proxy(database, {
    get: (target, key) => (key === 'poolOf' ? poolOf : Reflect.get(target, key, target)),
  });
  return { database: changed, planted: () => times };
}

type Sends = (...parameters: unknown[]) => unknown;

function rewritingPool(pool: pg.Pool, rewrite: (sent: unknown) => unknown): pg.Pool {
  const sending = (target: { readonly query: unknown }) => {
    const send = (target.query as Sends).bind(target);
    return (first: unknown, ...rest: unknown[]) => send(rewrite(first), ...rest);
  };
  const connect = async () => {
    const client = await pool.connect();
    return new Proxy(client, {
      get: (target, key) => {
        if (key === 'query' && !Object.hasOwn(target, 'query')) return sending(target);
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  return new Proxy(pool, {
    get: (target, key) => {
      if (key === 'connect') return connect;
      if (key === 'query') return sending(target);
      return Reflect.get(target, key, target);
    },
  });
}
