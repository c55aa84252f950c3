import { setTimeout as wait } from 'node:timers/promises';
import { keepers as readKeepers } from '#domain/roll/keeper-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { ChangeListener, ChangeNotice } from '#platform/database/changes.ts';
import { calendarChanged, listenForChanges } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { createCube } from './cube.ts';
import type { PictureState } from './feed-batches.ts';
import { readBatch } from './feed-batches.ts';
import { readVersions } from './feed-store.ts';
import { placeOfDay } from './weeks.ts';

/** The live picture as the rest of the program has it. */
export interface LivePicture {
  /** Begins to put the picture together, unless it has begun. Everything below begins it too. */
  begin(): void;
  /** The picture of the day; `undefined` until it has been put together for the first time. */
  state(): PictureState | undefined;
  /** Called after changes were taken in, once a batch, with the settings they touched; until the answer is called. */
  subscribe(onChange: OnChange): () => void;
  /** Aborted when the picture is closed: whoever streams it ends then. */
  readonly closing: AbortSignal;
  /** Takes in everything that is committed now, by comparing versions: what a sweep does every few seconds by itself. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Which settings changed; `everything` when another day's picture has taken the place of the one before. */
export type OnChange = (touched: readonly number[] | 'everything') => void;

export interface LiveOptions {
  /** Milliseconds between comparisons of versions, which mend what a lost notice left. */
  readonly sweepEvery?: number;
  /** Whether notices are listened for; without them only sweeps find changes. */
  readonly listen?: 'notices' | 'nothing';
  /** Told why something could not be read; it is tried again. */
  readonly onFailure?: (reason: unknown) => void;
}

/** Small pieces, so that no announced change waits long behind another piece of work. */
const settingsAtOnce = { start: 1_000, changes: 250, all: 250, versions: 1_000, round: 100, calendars: 50 } as const;
const milliseconds = { sweep: 5_000, afterFailure: 1_000, keepers: 60_000 } as const;

interface Feed {
  readonly database: Database;
  readonly clock: Clock;
  readonly listeners: Set<OnChange>;
  /** Settings that are said to have changed. */
  readonly dirty: Set<number>;
  /** Settings that are said to be open, or closed, otherwise than they were. */
  readonly calendars: Set<number>;
  state: PictureState | undefined;
  sweepAt: number;
  keepersAt: number;
  /** Settings whose versions the sweep under way has still to compare. */
  toCompare: readonly number[];
  /** Where the slow round through all settings, for rolls, calendars and weeks, has come to, and whether to go on. */
  round: number;
  roundIsDue: boolean;
  /** Something has happened since the last step began; `resume` ends a pause. */
  woken: boolean;
  resume: () => void;
  settled: (() => void)[];
  /** How many of those the sweep under way is for. */
  asked: number;
}

/**
 * Keeps the live picture: puts it together from the totals, then reads again each setting whose register was announced,
 * and every few seconds each whose version is not the one held. Because a setting's contribution is replaced and never
 * added to, a notice that comes twice, late, out of order or not at all makes no difference once it has been read.
 */
export function openLivePicture(database: Database, clock: Clock, options: LiveOptions = {}): LivePicture {
  const closing = new AbortController();
  const feed = newFeed(database, clock);
  let begun: { readonly listener: ChangeListener | undefined; readonly done: Promise<void> } | undefined;
  const begin = (): void => {
    if (begun || closing.signal.aborted) return;
    const listens = options.listen !== 'nothing';
    const listener = listens ? listenForChanges(database, (notice) => takeNotice(feed, notice)) : undefined;
    begun = { listener, done: work(feed, options, closing.signal) };
  };
  return {
    begin,
    closing: closing.signal,
    state() {
      begin();
      return feed.state;
    },
    subscribe(onChange) {
      begin();
      feed.listeners.add(onChange);
      return () => void feed.listeners.delete(onChange);
    },
    settle() {
      begin();
      return settle(feed);
    },
    async close() {
      closing.abort();
      wake(feed);
      await begun?.listener?.close();
      await begun?.done;
    },
  };
}

function newFeed(database: Database, clock: Clock): Feed {
  return {
    database,
    clock,
    listeners: new Set(),
    dirty: new Set(),
    calendars: new Set(),
    state: undefined,
    sweepAt: 0,
    keepersAt: 0,
    toCompare: [],
    round: 0,
    roundIsDue: false,
    woken: false,
    resume: () => undefined,
    settled: [],
    asked: 0,
  };
}

function settle(feed: Feed): Promise<void> {
  return new Promise((resolve) => {
    feed.settled.push(resolve);
    feed.sweepAt = 0;
    wake(feed);
  });
}

function takeNotice(feed: Feed, notice: ChangeNotice): void {
  if (notice.kind === 'anything') feed.sweepAt = 0;
  else {
    for (const { settingId, session } of notice.changes) {
      (session === calendarChanged ? feed.calendars : feed.dirty).add(settingId);
    }
  }
  wake(feed);
}

async function work(feed: Feed, options: LiveOptions, closing: AbortSignal): Promise<void> {
  const { sweepEvery = milliseconds.sweep, onFailure } = options;
  while (!closing.aborted) {
    feed.woken = false;
    try {
      const more = await step(feed, sweepEvery);
      if (more === 'nothing') await pause(feed, Math.max(0, feed.sweepAt - performance.now()));
    } catch (reason) {
      onFailure?.(reason);
      // The database may be away: what is held stays, and says up to when it is known.
      await wait(milliseconds.afterFailure, undefined, { signal: closing, ref: false }).catch(() => undefined);
    }
  }
  for (const resolve of feed.settled) resolve();
}

function wake(feed: Feed): void {
  feed.woken = true;
  feed.resume();
}

/** Until something happens, or for so many milliseconds. */
function pause(feed: Feed, forMilliseconds: number): Promise<void> {
  if (feed.woken) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, forMilliseconds);
    timer.unref();
    feed.resume = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/**
 * One small piece of work, the most pressing first: a new day, announced changes with a piece of the sweep beside them
 * (or a busy morning would put it off for ever), what has not been read yet, the slow round.
 */
async function step(feed: Feed, sweepEvery: number): Promise<'more' | 'nothing'> {
  const { state } = feed;
  if (!state || state.place.day !== feed.clock.today()) {
    await start(feed);
    return 'more';
  }
  const busy = feed.dirty.size > 0;
  if (busy) await takeChanges(feed, state);
  if (feed.calendars.size > 0) await takeCalendars(feed, state);
  if (performance.now() >= feed.sweepAt) await beginSweep(feed, state, sweepEvery);
  if (feed.toCompare.length > 0) await compare(feed, state);
  if (busy || feed.dirty.size + feed.calendars.size + feed.toCompare.length > 0) return 'more';
  return (await readMore(feed, state)) ?? settleAll(feed);
}

/** What is read when nothing is pressing; `undefined` when everything has been. */
async function readMore(feed: Feed, state: PictureState): Promise<'more' | undefined> {
  const waiting = [...state.keepers.keys()].filter((settingId) => !state.complete.has(settingId));
  if (waiting.length > 0) {
    const next = waiting.slice(0, settingsAtOnce.all);
    await readBatch(feed.database, state, next, 'all');
    tell(feed, next);
    return 'more';
  }
  if (!feed.roundIsDue) return undefined;
  feed.roundIsDue = false;
  await goRound(feed, state);
  return 'more';
}

function settleAll(feed: Feed): 'more' | 'nothing' {
  for (const resolve of feed.settled.splice(0, feed.asked)) resolve();
  feed.asked = 0;
  return feed.settled.length > 0 ? 'more' : 'nothing';
}

/** Puts a day's picture together, and only then shows it in place of the one before. */
async function start(feed: Feed): Promise<void> {
  const state = await emptyState(feed);
  const ids = [...state.keepers.keys()];
  for (let from = 0; from < ids.length; from += settingsAtOnce.start) {
    await readBatch(feed.database, state, ids.slice(from, from + settingsAtOnce.start), 'start');
  }
  feed.state = state;
  tell(feed, 'everything');
}

async function emptyState(feed: Feed): Promise<PictureState> {
  const found = await readKeepers(feed.database);
  feed.keepersAt = performance.now() + milliseconds.keepers;
  return {
    place: placeOfDay(feed.clock.today()),
    cube: createCube(),
    keepers: new Map(found.map((keeper) => [keeper.settingId, keeper])),
    details: new Map(),
    complete: new Set(),
  };
}

async function takeChanges(feed: Feed, state: PictureState): Promise<void> {
  const ids = [...feed.dirty].slice(0, settingsAtOnce.changes);
  for (const settingId of ids) feed.dirty.delete(settingId);
  try {
    if (ids.some((settingId) => !state.keepers.has(settingId))) await refreshKeepers(feed, state);
    await readBatch(feed.database, state, ids, 'changes');
  } catch (reason) {
    for (const settingId of ids) feed.dirty.add(settingId);
    throw reason;
  }
  tell(feed, ids);
}

/** Reads settings whose calendar changed again, weeks and all: a closure takes whom it would have expected out of them. */
async function takeCalendars(feed: Feed, state: PictureState): Promise<void> {
  const ids = [...feed.calendars].slice(0, settingsAtOnce.calendars);
  for (const settingId of ids) feed.calendars.delete(settingId);
  try {
    await readBatch(feed.database, state, ids, 'all');
  } catch (reason) {
    for (const settingId of ids) feed.calendars.add(settingId);
    throw reason;
  }
  tell(feed, ids);
}

/** Begins to compare the version of every setting with the one held. */
async function beginSweep(feed: Feed, state: PictureState, sweepEvery: number): Promise<void> {
  feed.sweepAt = performance.now() + sweepEvery;
  feed.asked = feed.settled.length;
  if (performance.now() >= feed.keepersAt || feed.asked > 0) await refreshKeepers(feed, state);
  feed.toCompare = [...state.keepers.keys()];
  feed.roundIsDue = true;
}

/** Compares the next settings: those that have moved on are read again. */
async function compare(feed: Feed, state: PictureState): Promise<void> {
  const batch = feed.toCompare.slice(0, settingsAtOnce.versions);
  feed.toCompare = feed.toCompare.slice(settingsAtOnce.versions);
  const versions = await inScope(feed.database, steward('feed'), (scoped) =>
    readVersions(scoped, batch, state.place.year),
  );
  for (const { settingId, version } of versions) {
    if (version > (state.details.get(settingId)?.version ?? -1)) feed.dirty.add(settingId);
  }
}

/** Rolls, calendars and weeks of the next settings again: for what was not announced, or whose notice was lost. */
async function goRound(feed: Feed, state: PictureState): Promise<void> {
  const ids = [...state.keepers.keys()];
  const next = ids.slice(feed.round, feed.round + settingsAtOnce.round);
  feed.round = feed.round + settingsAtOnce.round >= ids.length ? 0 : feed.round + settingsAtOnce.round;
  const before = state.cube.revision();
  await readBatch(feed.database, state, next, 'all');
  if (state.cube.revision() !== before) tell(feed, next);
}

/** Settings that were taken in, have moved or are called otherwise since. */
async function refreshKeepers(feed: Feed, state: PictureState): Promise<void> {
  const found = await readKeepers(feed.database);
  feed.keepersAt = performance.now() + milliseconds.keepers;
  const present = new Set(found.map(({ settingId }) => settingId));
  const gone = [...state.keepers.keys()].filter((settingId) => !present.has(settingId));
  const changed = found.filter((keeper) => !isSame(keeper, state.keepers.get(keeper.settingId)));
  if (gone.length + changed.length === 0) return;
  for (const settingId of gone) {
    state.details.delete(settingId);
    state.complete.delete(settingId);
    state.cube.remove(settingId);
  }
  const known = state.keepers;
  const isChanged = new Set(changed);
  state.keepers = new Map(
    found.map((one) => [one.settingId, isChanged.has(one) ? one : (known.get(one.settingId) ?? one)]),
  );
  for (const { settingId } of changed) if (known.has(settingId)) feed.dirty.add(settingId);
}

function isSame(keeper: Keeper, known: Keeper | undefined): boolean {
  return known !== undefined && (Object.keys(keeper) as (keyof Keeper)[]).every((name) => keeper[name] === known[name]);
}

function tell(feed: Feed, touched: readonly number[] | 'everything'): void {
  for (const listener of feed.listeners) listener(touched);
}
