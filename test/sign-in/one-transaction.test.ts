import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { signedInServer } from './signed-in-server.ts';

let server: SignedInServer;
beforeAll(async () => {
  server = await signedInServer();
}, 120_000);

/** How often the gate is asked while something is done: once for each transaction. */
async function asked(work: () => Promise<unknown>): Promise<number> {
  const gate = server.database.poolOf('gate');
  let times = 0;
  const count = (): void => {
    times += 1;
  };
  gate.on('acquire', count);
  await work();
  gate.off('acquire', count);
  return times;
}

const lastSeen = () =>
  inGate(server.database, 'administer', (gate) =>
    gate
      .selectFrom('sign_in_session')
      .select('last_seen_at')
      .orderBy('session_id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow(),
  );

describe('a request of somebody signed in', () => {
  it.each(['Owen Castell', 'Priya Nair', 'Helen Marsh', 'Margaret Dunne'])(
    'asks the gate once, whoever it is: %s',
    async (name) => {
      const browser = injectBrowser(server.app);
      await signInAs(browser, name);
      expect(await asked(() => browser.get('/accessibility'))).toBe(1);
    },
  );

  it('is noted in the same transaction, once a minute', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    const before = await lastSeen();
    server.clock.forward(30_000);
    await browser.get('/accessibility');
    expect(await lastSeen()).toEqual(before);
    server.clock.forward(31_000);
    expect(await asked(() => browser.get('/accessibility'))).toBe(1);
    expect(await lastSeen()).toEqual({ last_seen_at: server.clock.now() });
  });

  it('sees nothing of its role from the next request on, when the session, the role or the person has ended', async () => {
    const set = (text: string) =>
      inGate(server.database, 'administer', (gate) => gate.client.query(text, [server.clock.now()]));
    for (const ending of [
      `UPDATE sign_in_session SET ended_at = $1, ended_because = 'revoked' WHERE ended_at IS NULL`,
      `UPDATE membership SET ended_at = $1 WHERE role = 'inclusion-officer'`,
      `UPDATE person SET closed_at = $1 WHERE name = 'Farida Rahman'`,
    ]) {
      const browser = injectBrowser(server.app);
      await signInAs(browser, 'Farida Rahman');
      expect((await browser.get('/attendance/E06999999')).status).toBe(200);
      await set(ending);
      expect([ending, (await browser.get('/attendance/E06999999')).status]).toEqual([ending, 403]);
      await inGate(server.database, 'administer', (gate) => gate.client.query('UPDATE membership SET ended_at = NULL'));
    }
  });
});
