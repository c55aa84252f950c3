import { once } from 'node:events';
import http from 'node:http';
import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { syntheticSettings } from '#demo/synthetic-england.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday, londonDay } from '#foundation/kernel/plain-date.ts';
import { identifierOf } from '#foundation/kernel/pupil-identifiers.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { machineLoad, numberOption, spread, timeEach } from './measuring/durations.ts';
import { build, startHeadwater } from './measuring/running-headwater.ts';
import { loadSettings, onScratchFolder, registerKeepers, registersOf } from './measuring/synthetic-database.ts';

/**
 * A national morning over HTTP: the program as a person starts it, and a client on the same machine that sends every
 * setting's register as JSON, a UPN and a code a pupil. `npm run bench -- morning-http [--settings 24500] [--at-once 16]`.
 * Budget: 90 s for all settings on 2 cores (`taskset -c 0,1`); the aim is 60 s.
 */
const wanted = numberOption('settings', syntheticSettings);
const atOnce = numberOption('at-once', 16);
const codes = bookOf('england').codes;
// A register of a day to come is refused, and the program goes by the machine's clock.
const day = lastWeekday(londonDay(new Date()));
const settings = registerKeepers(wanted, day);

interface Sent {
  readonly path: string;
  readonly scope: string;
  readonly body: Buffer;
  readonly marks: number;
}

function lastWeekday(today: PlainDate): PlainDate {
  return addDays(today, -Math.max(0, isoWeekday(today) - 5));
}

function requestsOf(setting: SyntheticSetting): readonly Sent[] {
  const { urn } = setting.keeper;
  const { identifiers } = setting.roll;
  return registersOf(setting, day)
    .slice(0, 1)
    .map(({ session, marks }) => {
      const sent: Record<string, string> = {};
      for (const [place, byte] of marks.entries()) {
        const identifier = identifierOf(identifiers[place] ?? 0);
        if (byte !== 0 && identifier.ok) sent[identifier.value] = codes[byte] ?? '';
      }
      const address = setting.shape.unit === 'event' ? session : 'am';
      return {
        path: `/api/v1/settings/${urn}/registers/${day}/${address}`,
        scope: `setting ${urn}`,
        body: Buffer.from(JSON.stringify({ version: 1, sentBy: 'A supplier', marks: sent })),
        marks: Object.keys(sent).length,
      };
    });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });

async function put(address: string, { path, scope, body }: Sent): Promise<{ status: number; text: string }> {
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'headwater-scope': scope,
  };
  const request = http.request(new URL(path, address), { method: 'PUT', agent, headers });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode ?? 0, text };
}

async function morning(folder: string): Promise<void> {
  const requests = settings.flatMap(requestsOf);
  const marks = requests.reduce((sum, one) => sum + one.marks, 0);
  const megabytes = requests.reduce((sum, one) => sum + one.body.length, 0) / 1e6;
  const headwater = await startHeadwater(folder);
  const problems = new Map<string, number>();
  let refused = 0;
  try {
    console.log(`${requests.length} registers, ${marks} marks, ${megabytes.toFixed(0)} MB; ${machineLoad()}`);
    const { each, seconds } = await timeEach(requests, atOnce, async (sent) => {
      const { status, text } = await put(headwater.address, sent);
      if (status !== 201) problems.set(`${status}`, (problems.get(`${status}`) ?? 0) + 1);
      else refused += (JSON.parse(text) as { refused: readonly unknown[] }).refused.length;
      if (status !== 201 && problems.size === 1 && problems.get(`${status}`) === 1) console.log(text);
    });
    console.log(
      `${seconds.toFixed(1)} s = ${Math.round(requests.length / seconds)} registers/s, ${Math.round(marks / seconds)} marks/s; ${spread(each)}; ${machineLoad()}`,
    );
    console.log(
      `for ${syntheticSettings} settings at this rate ${((seconds * syntheticSettings) / wanted).toFixed(0)} s`,
    );
    const errors = [...problems].map(([status, times]) => `${times} × ${status}`).join(', ');
    console.log(`errors: ${errors || 'none'}; marks refused: ${refused}`);
  } finally {
    agent.destroy();
    await headwater.stop();
  }
}

build();
await onScratchFolder((database) => loadSettings(database, settings, { registers: [], timetable: [day] }), morning);
