import type { Problem } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { madeUpPeople } from '#platform/sign-in/people-store.ts';
import type { Config } from './config.ts';

/** One reason why this configuration is not for real children, and what to do. */
export interface ProductionFault {
  readonly reason: string;
  readonly nextStep: string;
}

/**
 * Every reason why production mode refuses to start with this configuration; none in a demonstration, unless variables of
 * a provider are missing, which nobody means.
 */
export function configurationFaults(config: Config): readonly ProductionFault[] {
  const { mode, providers, passkeys, missing } = config.signIn;
  const incomplete = missing.map((name) => ({
    reason: `${name} is not set, and others of the same sign-in provider are.`,
    nextStep: `Set ${name}, or none of that provider’s.`,
  }));
  if (mode !== 'production') return incomplete;
  const faults: readonly (ProductionFault | false)[] = [
    providers.length === 0 &&
      passkeys === 'off' && {
        reason: 'Nobody could sign in: neither a provider nor passkeys are set up.',
        nextStep: 'Set HEADWATER_PASSKEYS=on, or the variables of DfE Sign-in, Entra or another provider.',
      },
    !config.publicUrl?.startsWith('https://') && {
      reason: 'The public address is not https: what is signed in with could be read on the way.',
      nextStep: 'Set HEADWATER_PUBLIC_URL=https://… to the address that people type.',
    },
    config.demonstration !== 'nothing' && {
      reason: 'A demonstration would be made up beside real children.',
      nextStep: 'Set HEADWATER_DEMONSTRATION=nothing',
    },
    config.demonstrationScopes !== 'none' && {
      reason: 'Roles could be chosen without signing in.',
      nextStep: 'Set HEADWATER_DEMONSTRATION_SCOPES=none',
    },
    // A passkey belongs to a name; browsers refuse to make one for a number.
    passkeys === 'on' &&
      /^https:\/\/(?:[\d.]+|\[[^\]]*\])(?::\d+)?(?:\/|$)/.test(config.publicUrl ?? '') && {
        reason: 'Passkeys need a name in the public address, and it has a number.',
        nextStep: 'Set HEADWATER_PUBLIC_URL to a name.',
      },
  ];
  return [...incomplete, ...faults.filter((fault) => fault !== false)];
}

/** The same of what a database holds: somebody made up who could sign in. */
export async function madeUpFaults(config: Config, database: Database): Promise<readonly ProductionFault[]> {
  if (config.signIn.mode !== 'production') return [];
  const people = await inGate(database, 'sign-in', (gate) => madeUpPeople(gate));
  if (people.length === 0) return [];
  return [
    {
      reason: `${people.length} made-up people have accounts in this database.`,
      nextStep: 'Run: HEADWATER_MODE=demonstration npx headwater demo remove. Better: use an empty database.',
    },
  ];
}

/** All of them in one problem, for whoever starts it. */
export function productionRefused(faults: readonly ProductionFault[]): Problem {
  return {
    code: 'not-for-production',
    message: `Headwater does not start: ${faults.map(({ reason }, index) => `(${index + 1}) ${reason}`).join(' ')}`,
    nextStep: faults.map(({ nextStep }, index) => `(${index + 1}) ${nextStep}`).join(' '),
  };
}
