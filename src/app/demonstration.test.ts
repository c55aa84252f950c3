import { describe, expect, it } from 'vitest';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { seedAreas } from '#domain/area/store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { smallAssets } from '../../test/app-parts.ts';
import { freshDatabase } from '../../test/database/fresh-database.ts';
import { prepareDemonstration } from './demonstration.ts';
import { createShell } from './shell.tsx';

describe('the demonstration at a start', () => {
  it('brings Exampleshire up to date, and leaves a Headwater with registers of its own alone', async () => {
    const database = await freshDatabase();
    await seedAreas(database);
    const settings = exampleSettings.filter(({ keeper }) => [990_001, 990_054].includes(keeper.urn));
    await loadExampleshire(database, stoppedClock(new Date('2026-01-15T10:00:00Z')), { settings, years: 1 });
    const steps: string[] = [];
    const start = (instant: string): Promise<void> =>
      prepareDemonstration(database, {
        config: { demonstration: 'everything' },
        clock: stoppedClock(new Date(instant)),
        begin: (step) => void steps.push(step),
      });
    const count = async (): Promise<number> => {
      const { rows } = await inScope(database, steward('verify'), ({ client }) =>
        client.query<{ registers: number }>('SELECT count(*)::int AS registers FROM register'),
      );
      return rows[0]?.registers ?? 0;
    };
    const before = await count();
    await start('2026-01-16T10:00:00Z');
    expect(steps).toEqual(['Making up demonstration figures', 'Bringing the registers of Exampleshire up to now']);
    const after = await count();
    expect(after).toBeGreaterThan(before);
    await start('2026-01-16T10:00:00Z');
    expect(await count()).toBe(after);
    await database
      .updateTable('register_keeper')
      .set({ demonstration: false })
      .where('setting_id', '=', 990_001)
      .execute();
    await start('2026-01-20T10:00:00Z');
    expect(await count()).toBe(after);
  }, 60_000);

  it('makes nothing up where it is told not to, and figures only where it is told that', async () => {
    const database = await freshDatabase();
    await seedAreas(database);
    const steps: string[] = [];
    for (const demonstration of ['nothing', 'figures'] as const) {
      const clock = stoppedClock(new Date('2026-01-15T10:00:00Z'));
      await prepareDemonstration(database, {
        config: { demonstration },
        clock,
        begin: (step) => void steps.push(step),
      });
    }
    expect(steps).toEqual(['Making up demonstration figures']);
  });
});

describe('the banner', () => {
  it('says that registers are made up where published figures are real, and that everything is where nothing is', async () => {
    const said = (madeUp: readonly ('registers' | 'figures')[]) => {
      const shell = createShell({
        assets: smallAssets.urls,
        showsDemonstration: () => Promise.resolve(madeUp.includes('figures')),
        keepsMadeUpRegisters: () => Promise.resolve(madeUp.includes('registers')),
      });
      return shell({ title: 'Any page', path: '/', children: '' });
    };
    expect(await said(['registers'])).toContain('Made-up registers.');
    expect(await said(['registers'])).not.toContain('Every figure on this page');
    expect(await said(['registers', 'figures'])).toContain('Every figure on this page is made up.');
    expect(await said([])).not.toContain('made up');
  });
});
