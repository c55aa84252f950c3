import type pg from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import { loginName, scopeRoles } from './scope-roles.ts';

/**
 * Every table that holds no child, and that any scope may read. A table of `public` that is not named here is about
 * children: it must be under row-level security, forced, or Headwater does not start.
 */
export const openTables = [
  'area',
  'area_code',
  'area_link',
  'setting',
  'setting_link',
  'vintage',
  'area_figure',
  'setting_figure',
  'trust',
  'register_keeper',
  'term',
  'closure',
  'supplier_mapping',
  'actor',
  'organisation',
  'ledger_day',
] as const;

/** What is amiss with the protection of children's tables, in words; empty when nothing is. */
export async function protectionFaults(client: pg.ClientBase | pg.Pool): Promise<readonly string[]> {
  const roles = scopeRoles.map(loginName);
  const tables = await client.query<{ fault: string }>({ text: tableFaults, values: [openTables, roles] });
  const logins = await client.query<{ fault: string }>({ text: roleFaults, values: [roles] });
  return [...tables.rows, ...logins.rows].map(({ fault }) => fault);
}

const tableFaults = `
  SELECT name || CASE
           WHEN NOT c.relrowsecurity THEN ' is not under row-level security'
           WHEN NOT c.relforcerowsecurity THEN ' is not under row-level security for its owner'
           ELSE ' has no policy and no rights for headwater_steward'
         END AS fault
    FROM pg_class AS c, LATERAL (SELECT c.relname::text AS name) AS named
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND name <> ALL ($1::text[])
     AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
          OR NOT EXISTS (SELECT 1 FROM pg_policies AS p
                          WHERE p.schemaname = 'public' AND p.tablename = name AND 'headwater_steward' = ANY (p.roles))
          OR NOT has_table_privilege('headwater_steward', c.oid, 'SELECT'))
  UNION ALL
  SELECT tablename || ' has two policies for ' || roles[1]
    FROM pg_policies WHERE schemaname = 'public' AND permissive = 'PERMISSIVE' AND roles && $2::name[]
   GROUP BY tablename, roles[1] HAVING count(*) > 1
   ORDER BY 1`;

const roleFaults = `
  SELECT rolname || CASE
           WHEN rolsuper THEN ' is a superuser'
           WHEN rolbypassrls THEN ' may bypass row-level security'
           WHEN NOT rolcanlogin THEN ' may not log in'
           ELSE ' is a member of another role'
         END AS fault
    FROM pg_roles
   WHERE rolname = ANY ($1)
     AND (rolsuper OR rolbypassrls OR NOT rolcanlogin
          OR EXISTS (SELECT 1 FROM pg_auth_members AS m WHERE m.member = pg_roles.oid))
   ORDER BY 1`;

/** Whether row-level security does not bind the owner at all: a superuser, or one that may bypass it. */
export async function ownerIsUnbound(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  const { rows } = await client.query<{ unbound: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS unbound FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.unbound ?? false;
}

/** Why Headwater does not start on such a database. */
export function protectionMissing(faults: readonly string[]): Problem {
  return {
    code: 'protection-missing',
    message: `Tables about children are not protected as they must be: ${faults.join('; ')}.`,
    nextStep:
      'After a restore: make the roles first (headwater doctor prints the statements), then restore into an empty database. See docs/how-to/run-on-your-own-postgresql.md.',
  };
}
