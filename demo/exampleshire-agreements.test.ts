import { describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { checkAgreement } from '#platform/agreement/file.ts';
import { inForceAt } from '#platform/agreement/history.ts';
import { knownTo } from '#platform/agreement/known.ts';
import { agreementReach } from '#platform/agreement/reach.ts';
import { agreementIdsOf, organisationNamed, readHistories } from '#platform/agreement/store.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire } from './exampleshire.ts';
import { exampleAgreements, loadExampleAgreements } from './exampleshire-agreements.ts';
import { examplePartners, loadExamplePeople } from './exampleshire-people.ts';
import { exampleSettings } from './exampleshire-settings.ts';

describe('the agreements of Exampleshire', () => {
  it.each(['2025-09-01', '2026-02-28', '2028-08-31'])('stand as they are written on %s', (day) => {
    for (const document of exampleAgreements(plainDate(day)))
      expect(checkAgreement(document)).toMatchObject({ ok: true });
  });

  it('are entered once, signed, and let out what they say', async () => {
    const database = await freshDatabase();
    const clock = stoppedClock(new Date('2026-01-15T10:00:00Z'));
    await seedAreas(database);
    expect(await loadExampleAgreements(database, clock)).toBe(0);
    const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
    await loadExampleshire(database, clock, { settings, years: 1 });
    const people = await loadExamplePeople(database, clock);
    expect(await loadExampleAgreements(database, clock)).toBe(3);
    expect(await loadExampleAgreements(database, clock)).toBe(0);
    await inGate(database, 'compile', async (gate) => {
      const ids = await agreementIdsOf(gate);
      const histories = await readHistories(gate, ids);
      expect(histories.map((one) => inForceAt(one, clock.now())?.version)).toEqual([1, 1, 1]);
      const organisation = async (externalId: string) =>
        (await organisationNamed(gate, { externalId, kind: '', name: '' })) ?? 0;
      const [youth = 0, mental = 0, totals = 0] = ids;
      const young = await agreementReach(gate, youth, await organisation(examplePartners.youthJustice), clock.now());
      expect(young).toMatchObject({
        ok: true,
        value: { categories: [], inPart: ['identity', 'attendance'], grade: 'content', reach: { kind: 'learners' } },
      });
      const vru = await agreementReach(
        gate,
        totals,
        await organisation(examplePartners.violenceReduction),
        clock.now(),
      );
      expect(vru).toMatchObject({ ok: true, value: { categories: ['totals'], inPart: [], reach: { kind: 'area' } } });
      const authority = await organisation(examplePartners.authority);
      const told = await knownTo(gate, { learnerId: people?.learnerId ?? 0, settings: [] }, authority, clock.now());
      expect(told).toMatchObject([{ agreementId: mental, category: 'wellbeing' }]);
      expect(
        await knownTo(gate, { learnerId: (people?.learnerId ?? 0) + 1, settings: [] }, authority, clock.now()),
      ).toEqual([]);
    });
  }, 60_000);
});
