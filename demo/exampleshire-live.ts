import { setImmediate } from 'node:timers/promises';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { registersOf } from './exampleshire.ts';
import type { Stay } from './exampleshire-lives.ts';
import { exampleLives, isSchoolDay } from './exampleshire-lives.ts';
import { staysIn } from './exampleshire-rolls.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { exampleSettings } from './exampleshire-settings.ts';
import type { ToppedUp } from './exampleshire-top-up.ts';
import { topUpExampleshire, topUpSetting } from './exampleshire-top-up.ts';
import { londonInstant } from './london-time.ts';

/** Something due at a setting today. */
interface Waiting {
  readonly setting: ExampleSetting;
  readonly stays: readonly Stay[];
  /** When registers come in and are put right, in order; those past are taken out. */
  readonly instants: Date[];
}

interface DayAhead {
  readonly day: PlainDate;
  readonly waiting: Map<number, Waiting>;
}

/** Exampleshire while a server runs. */
export interface LiveExampleshire {
  /**
   * Adds what has come in since the last time, as a start would: registers, and what was put right of them. On another
   * day than the last time it brings everything up to now first, so that whoever came or left is on the roll or off it.
   * Asks the database nothing when nothing is due. Does nothing where there is no Exampleshire, or a real setting keeps
   * its registers. What fails is tried again the next time.
   */
  readonly step: () => Promise<ToppedUp>;
}

const nothing: ToppedUp = { registers: 0, corrected: 0 };

/** Begins knowing nothing of the day: the first step brings everything up to now. `interrupted` stops between settings. */
export function liveExampleshire(database: Database, clock: Clock, interrupted: AbortSignal): LiveExampleshire {
  let ahead: DayAhead | undefined;
  const step = async (): Promise<ToppedUp> => {
    const [now, today] = [clock.now(), clock.today()];
    const isNewDay = ahead?.day !== today;
    const due = [...(ahead?.waiting.values() ?? [])].filter(({ instants }) => (instants[0] ?? now) <= now);
    if (!isNewDay && due.length === 0) return nothing;
    const settings = await settingsToKeep(database);
    if (settings.length === 0) {
      ahead = undefined;
      return nothing;
    }
    if (ahead && !isNewDay) return addDue(ahead, due, now);
    ahead = undefined;
    const done = await topUpExampleshire(database, clock, { interrupted });
    ahead = await dayAhead(settings, today, now, interrupted);
    return done ?? nothing;
  };
  const addDue = async ({ waiting }: DayAhead, due: readonly Waiting[], now: Date): Promise<ToppedUp> => {
    const done = { registers: 0, corrected: 0 };
    const failures: unknown[] = [];
    for (const one of due) {
      if (interrupted.aborted) break;
      const added = await topUpSetting(database, stoppedClock(now), one).catch((reason) => void failures.push(reason));
      if (!added) continue;
      done.registers += added.registers;
      done.corrected += added.corrected;
      const later = one.instants.filter((instant) => instant > now);
      // Who has nothing more today is let go of, with everybody on its roll.
      if (later.length === 0) waiting.delete(one.setting.keeper.settingId);
      else waiting.set(one.setting.keeper.settingId, { ...one, instants: later });
    }
    if (failures.length > 0) throw failures[0];
    return done;
  };
  return { step };
}

/** Exampleshire's settings that are there; none when a real setting keeps its registers here too. */
async function settingsToKeep(database: Database): Promise<readonly ExampleSetting[]> {
  const there = await keepers(database);
  if (there.some(({ demonstration }) => !demonstration)) return [];
  const ids = new Set(there.map(({ settingId }) => settingId));
  return exampleSettings.filter(({ keeper }) => ids.has(keeper.settingId));
}

/** What will happen in the rest of a day. Requests are answered between one setting and the next. */
async function dayAhead(
  settings: readonly ExampleSetting[],
  day: PlainDate,
  now: Date,
  interrupted: AbortSignal,
): Promise<DayAhead> {
  const waiting = new Map<number, Waiting>();
  if (!isSchoolDay(day)) return { day, waiting };
  const year = academicYearOf(day);
  const bySetting = Map.groupBy(exampleLives((year + 1) as AcademicYear), ({ setting }) => setting);
  const midnight = londonInstant(day, 24 * 60 - 1);
  for (const setting of settings) {
    if (interrupted.aborted) break;
    await setImmediate();
    const stays = bySetting.get(setting) ?? [];
    const { registers } = registersOf(setting, staysIn(stays, year), year, midnight);
    const instants = registers
      .flatMap(({ takenAt, changes = [] }) => [takenAt, ...changes.map(({ at }) => at)])
      .filter((instant) => instant > now)
      .sort((left, right) => left.getTime() - right.getTime());
    if (instants.length > 0) waiting.set(setting.keeper.settingId, { setting, stays, instants });
  }
  return { day, waiting };
}

export interface LiveOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Told what went wrong; the next minute tries again. No name is in it. */
  readonly onFailure: (reason: unknown) => void;
}

const minute = 60_000;

/** Steps about once a minute until it is closed; closing resolves when what is under way is written. */
export function keepExampleshireLive({ database, clock, onFailure }: LiveOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const { step } = liveExampleshire(database, clock, closing.signal);
  let work: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    work ??= step()
      .catch(onFailure)
      .finally(() => {
        work = undefined;
      });
  }, minute);
  timer.unref();
  return {
    close: async () => {
      closing.abort();
      clearInterval(timer);
      await work;
    },
  };
}
