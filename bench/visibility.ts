import { availableParallelism } from 'node:os';
import { syntheticSettings } from '#demo/synthetic-england.ts';
import { recordRegister } from '#domain/register/actions.ts';
import { dayOfYear, spellCounts, spellHolds } from '#domain/roll/packed-roll.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { machineLoad, numberOption, spread, timeEach } from './measuring/durations.ts';
import { build, startHeadwater } from './measuring/running-headwater.ts';
import type { SyntheticRegister } from './measuring/synthetic-database.ts';
import {
  loadSettings,
  onScratchFolder,
  registerKeepers,
  registersOf,
  systemScope,
} from './measuring/synthetic-database.ts';

/**
 * How long after the start of its commit a mark is in the nation's live figure while a morning comes in: in the answer
 * of the API, asked again and again, and in the events an open page is told. Another process serves; this one records.
 * Some registers carry one mark with a code that no other has, so that it is that mark which is seen.
 * `npm run bench -- visibility [--settings 24500] [--probes 400] [--at-once 6]`. Budget: p99 ≤ 1 s.
 */
const wanted = numberOption('settings', syntheticSettings);
const wantedProbes = numberOption('probes', 400);
const atOnce = numberOption('at-once', 3 * availableParallelism());
const today = systemClock.today();
const betweenProbes = 60;
/** Milliseconds after which a mark that was not seen is given up, and missing from the numbers printed. */
const longestWait = 10_000;
const probeCode = 'Q';
const probeByte = bookOf('england').bytes.get(probeCode) ?? 0;
const headers = { 'headwater-scope': 'nation E92000001' };
const settings = registerKeepers(wanted, today).filter(({ shape }) => shape.unit === 'session');

/** Resolves waits when the figure has reached a count, however it was learnt. */
function awaitedCounts() {
  const waiting = new Map<number, () => void>();
  let highest = 0;
  return {
    reached(count: number): void {
      highest = Math.max(highest, count);
      for (const [wantedCount, resolve] of waiting) {
        if (highest < wantedCount) continue;
        waiting.delete(wantedCount);
        resolve();
      }
    },
    until: (count: number) =>
      new Promise<void>((resolve) => {
        if (highest >= count) resolve();
        else waiting.set(count, resolve);
      }),
  };
}

type Awaited = ReturnType<typeof awaitedCounts>;

interface Answer {
  readonly complete: { readonly settings: number; readonly of: number };
  readonly tables: { readonly reasons: readonly { readonly id: string; readonly sessions: number }[] };
}

async function ask(address: string): Promise<Answer | undefined> {
  const answer = await fetch(`${address}/api/v1/attendance/areas/E92000001?period=today`, { headers });
  return answer.status === 200 ? ((await answer.json()) as Answer) : undefined;
}

async function poll(address: string, seen: Awaited, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const answer = await ask(address);
    seen.reached(answer?.tables.reasons.find(({ id }) => id === probeCode)?.sessions ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function stream(address: string, seen: Awaited, ended: AbortSignal): Promise<void> {
  const answer = await fetch(`${address}/api/v1/attendance/areas/E92000001/events?period=today`, {
    headers,
    signal: ended,
  });
  let text = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text = (text + chunk).slice(-400_000);
    for (const [, count = '0'] of text.matchAll(new RegExp(`"reasons\\.${probeCode}\\.sessions":"([\\d,]+)"`, 'g'))) {
      seen.reached(Number(count.replaceAll(',', '')));
    }
  }
}

async function record(database: Database, { setting, day, session, marks }: SyntheticRegister): Promise<void> {
  const sent = { settingId: setting.keeper.settingId, day, session, version: 1, marks };
  const outcome = await recordRegister(database, systemScope(setting), sent, new Date());
  if (outcome.kind !== 'recorded') throw new Error(`A register was not recorded: ${outcome.kind}`);
}

async function morning(database: Database, address: string): Promise<void> {
  while (((await ask(address))?.complete.settings ?? -1) < settings.length)
    await new Promise((go) => setTimeout(go, 100));
  const registers = settings.flatMap((setting) => registersOf(setting, today).slice(0, 1));
  // Of primary schools: elsewhere the first mark may be a guest's, who is counted at another setting.
  const each = Math.max(2, Math.floor(registers.length / wantedProbes));
  const isProbe = ({ setting }: SyntheticRegister, index: number): boolean =>
    index % each === 0 && setting.shape.kind === 'primary';
  const probes = registers.filter(isProbe).map(withProbe);
  const others = registers.filter((one, index) => !isProbe(one, index));
  const ended = new AbortController();
  const [api, events] = [awaitedCounts(), awaitedCounts()];
  const watching = [poll(address, api, ended.signal), stream(address, events, ended.signal).catch(() => undefined)];
  let busy = true;
  const work = timeEach(others, atOnce, (one) => record(database, one)).finally(() => {
    busy = false;
  });
  const [byApi, byEvents]: [number[], number[]] = [[], []];
  const seen: Promise<void>[] = [];
  for (const [index, probe] of probes.entries()) {
    if (!busy) break;
    const started = performance.now();
    await record(database, probe);
    seen.push(
      api.until(index + 1).then(() => void byApi.push(performance.now() - started)),
      events.until(index + 1).then(() => void byEvents.push(performance.now() - started)),
    );
    await new Promise((go) => setTimeout(go, betweenProbes));
  }
  await Promise.race([Promise.all(seen), new Promise((go) => setTimeout(go, longestWait))]);
  const { seconds, each: recorded } = await work;
  ended.abort();
  await Promise.all(watching);
  console.log(
    `${others.length} registers in ${seconds.toFixed(1)} s = ${Math.round(others.length / seconds)}/s, ${spread(recorded)}; ${seen.length / 2} probes, seen ${byApi.length} times in the API and ${byEvents.length} in events`,
  );
  console.log(`from before the commit to the nation’s figure in the API: ${spread(byApi)}`);
  console.log(`from before the commit to the event of an open page:      ${spread(byEvents)}; ${machineLoad()}`);
}

function withProbe(register: SyntheticRegister): SyntheticRegister {
  const marks = Uint8Array.from(register.marks);
  const { roll } = register.setting;
  const day = dayOfYear(roll.year, today);
  // A spell a place, in order: a mark of somebody who has left, or is a guest, would not be counted here.
  const isCounted = (byte: number, place: number): boolean =>
    byte !== 0 && spellHolds(roll.spells, place, day) && spellCounts(roll.spells, place);
  marks[marks.findIndex(isCounted)] = probeByte;
  return { ...register, marks };
}

build();
process.env['HEADWATER_DEMONSTRATION'] = 'nothing';
await onScratchFolder(
  (database) => loadSettings(database, settings, { registers: [], timetable: [] }),
  async (folder) => {
    const headwater = await startHeadwater(folder);
    const opened = await openDatabase({ dataFolder: folder, notify: () => undefined });
    if (!opened.ok) throw new ProblemError(opened.failure);
    try {
      await morning(opened.value, headwater.address);
    } finally {
      await opened.value.close();
      await headwater.stop();
    }
  },
);
