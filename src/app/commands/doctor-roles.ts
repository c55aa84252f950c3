import type { Database } from '#platform/database/pool.ts';
import { ownerIsUnbound, protectionFaults, protectionMissing } from '#platform/database/protection.ts';
import { lookAtScopeRoles, roomOfScopeRoles } from '#platform/database/scope-role-making.ts';
import type { Finding } from './doctor-checks.ts';

/** Whether the scopes' roles are there and can log in, or can be made; and whether the owner is bound by the policies. */
export async function checkRoles(database: Database): Promise<readonly Finding[]> {
  const problem = await lookAtScopeRoles(database);
  const check = 'roles';
  const roles: Finding = problem
    ? { check, verdict: 'fail', message: problem.message, nextStep: problem.nextStep }
    : { check, verdict: 'ok', message: 'The roles of the scopes can log in, or are made at the next start.' };
  const room = problem ? [] : await roomFinding(database);
  if (!(await ownerIsUnbound(database.pool))) return [roles, ...room];
  const unbound: Finding = {
    check: 'owner',
    verdict: 'warn',
    message:
      'The database’s user is a superuser or may bypass row-level security: nothing keeps rows about children from it.',
    nextStep: 'Give Headwater a user of its own that is neither; see docs/how-to/run-on-your-own-postgresql.md.',
  };
  return [roles, ...room, unbound];
}

/** Whether the roles may make temporary tables, which the owner of a database cannot always forbid. */
async function roomFinding(database: Database): Promise<readonly Finding[]> {
  const room = await roomOfScopeRoles(database.pool);
  if (room.length === 0) return [];
  const statements = room.map((what) => `REVOKE ${what} FROM PUBLIC;`).join(' ');
  return [
    {
      check: 'room',
      verdict: 'warn',
      message: 'The roles of the scopes may make temporary tables, which they never need.',
      nextStep: `It is taken away at the next start where the user may. Else ask an administrator of the server to run: ${statements}`,
    },
  ];
}

/** Whether every table about children is under row-level security, forced, and no role may get round it. */
export async function checkProtection(database: Database): Promise<Finding> {
  const faults = await protectionFaults(database.pool);
  const check = 'protection';
  if (faults.length === 0) {
    return {
      check,
      verdict: 'ok',
      message: 'Every table about children is protected: without a scope it shows no row.',
    };
  }
  const { message, nextStep } = protectionMissing(faults);
  return { check, verdict: 'fail', message, nextStep };
}
