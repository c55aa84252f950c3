import type { Database } from '#platform/database/pool.ts';
import { ownerIsUnbound, protectionFaults, protectionMissing } from '#platform/database/protection.ts';
import { lookAtScopeRoles } from '#platform/database/scope-role-making.ts';
import type { Finding } from './doctor-checks.ts';

/** Whether the scopes' roles are there and can log in, or can be made; and whether the owner is bound by the policies. */
export async function checkRoles(database: Database): Promise<readonly Finding[]> {
  const problem = await lookAtScopeRoles(database);
  const check = 'roles';
  const roles: Finding = problem
    ? { check, verdict: 'fail', message: problem.message, nextStep: problem.nextStep }
    : { check, verdict: 'ok', message: 'The roles of the scopes can log in, or are made at the next start.' };
  if (!(await ownerIsUnbound(database.pool))) return [roles];
  const unbound: Finding = {
    check: 'owner',
    verdict: 'warn',
    message:
      'The database’s user is a superuser or may bypass row-level security: nothing keeps rows about children from it.',
    nextStep: 'Give Headwater a user of its own that is neither; see docs/how-to/run-on-your-own-postgresql.md.',
  };
  return [roles, unbound];
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
