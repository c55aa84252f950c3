import { loadExampleshire } from '#demo/exampleshire.ts';
import { loadExampleAgreements } from '#demo/exampleshire-agreements.ts';
import { loadExampleFamilies } from '#demo/exampleshire-families.ts';
import type { LiveOptions } from '#demo/exampleshire-live.ts';
import { keepExampleshireLive } from '#demo/exampleshire-live.ts';
import { loadExamplePeople } from '#demo/exampleshire-people.ts';
import { topUpExampleshire } from '#demo/exampleshire-top-up.ts';
import { loadDemonstration } from '#demo/load-demonstration.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Config } from './config.ts';
import { readHoldings } from './store.ts';

/** What decides what is made up, and who is told. */
export interface DemonstrationStart {
  readonly config: Pick<Config, 'demonstration'>;
  readonly clock: Clock;
  /** Told before each step, in words a person can read. */
  readonly begin: (step: string) => void;
}

/**
 * Gives a database without anything of its own something to show: a made-up release, and Exampleshire with three years
 * of registers; a demonstration that is there already is brought up to now. Where a release was imported, or a real
 * setting keeps its register here, nothing is made up of Headwater’s own accord.
 */
export async function prepareDemonstration(
  database: Database,
  { config, clock, begin }: DemonstrationStart,
): Promise<void> {
  if (config.demonstration === 'nothing') return;
  const { vintages, demonstrationVintages } = await readHoldings(database);
  if (vintages === 0) {
    begin('Making up demonstration figures');
    await loadDemonstration(database, clock);
  }
  if (config.demonstration === 'figures') return;
  const keeping = await keepers(database);
  if (keeping.some(({ demonstration }) => !demonstration)) return;
  if (keeping.length > 0) {
    begin('Bringing the registers of Exampleshire up to now');
    await topUpExampleshire(database, clock);
  } else if (vintages === demonstrationVintages) {
    begin('Making up the registers of Exampleshire');
    await loadExampleshire(database, clock);
  }
  const people = await loadExamplePeople(database, clock);
  if (people) await loadExampleFamilies(database, people, clock);
  await loadExampleAgreements(database, clock);
}

/**
 * Lets the registers of Exampleshire come in by themselves while a server runs, where they are wanted. Closing resolves
 * when what is under way is written.
 */
export function keepDemonstrationLive(
  database: Database,
  { config, clock, onFailure }: Pick<DemonstrationStart, 'config' | 'clock'> & Pick<LiveOptions, 'onFailure'>,
): { close(): Promise<void> } {
  if (config.demonstration !== 'everything') return { close: () => Promise.resolve() };
  return keepExampleshireLive({ database, clock, onFailure });
}
