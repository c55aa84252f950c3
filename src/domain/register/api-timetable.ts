import type { Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import { ensureRoll } from '#domain/roll/roll-years.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import { needSettingScope } from '#platform/access/ask-scope.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { RegisterContext } from './api-keepers.ts';
import { keeperByUrn, needReadingScope, readUrn } from './api-keepers.ts';
import { DayParams, TimetableBody, TimetableDocument } from './api-register-model.ts';
import { rebuildSettingYear } from './rebuild.ts';
import { lockYear } from './rebuild-store.ts';
import { registerDay } from './register-day.ts';
import { registersOn } from './register-store.ts';
import { plainText } from './sent-marks.ts';
import { sentIdentifier } from './sent-marks-identifiers.ts';
import type { RollOnDay } from './sent-marks-roll.ts';
import { rollOnDay } from './sent-marks-roll.ts';
import type { TimetableEvent } from './timetable-store.ts';
import { eventsOn, replaceEvents } from './timetable-store.ts';

const address = '/api/v1/settings/:urn/timetable/:date';
/** A large college's day: some hundreds of events of some twenty learners. */
const longestBody = 4 * 1024 * 1024;

interface RefusedLearner {
  readonly event: number;
  readonly pupil: string;
  readonly reason: string;
}

/** A college's timetabled events of a day, whose registers are taken by their number. */
export function timetableApi(app: RouteServer, context: RegisterContext): void {
  const described = { tags: ['registers'], params: DayParams, response: { 200: TimetableDocument } };
  app.get(address, { schema: { ...described, summary: 'A college’s events of a day' } }, async (request) => {
    const { date: day, urn } = request.params;
    const keeper = await keeperByUrn(context, readUrn(urn));
    const scope = await needReadingScope(context.askScope, request, keeper, ['attendance']);
    return inScope(context.database, scope, (scoped) => timetableOf(scoped, keeper, day));
  });
  const schema = {
    ...described,
    summary: 'Send a college’s events of a day',
    description:
      'All events of the day, in place of what was there. Whoever cannot be put on a roster is answered with the reason; an event whose register was taken cannot be left out.',
    body: TimetableBody,
  };
  app.put(address, { schema, bodyLimit: longestBody }, async (request) => {
    const { date: day, urn } = request.params;
    const keeper = await keeperByUrn(context, readUrn(urn));
    const scope = await needSettingScope(context.askScope, request, keeper.settingId, ['attendance']);
    if (keeper.unit !== 'event') throw noEventsHere(keeper);
    checkNumbers(request.body);
    return inScope(context.database, scope, async (scoped) => {
      const refused = await keepTimetable(scoped, { keeper, day, today: context.clock.today() }, request.body);
      return { ...(await timetableOf(scoped, keeper, day)), refused: [...refused] };
    });
  });
}

async function timetableOf(scoped: Scoped, { settingId, urn }: Keeper, day: PlainDate) {
  const events = await eventsOn(scoped, settingId, day);
  const taken = new Set((await registersOn(scoped, settingId, day)).map(({ session }) => session));
  return {
    urn,
    date: day,
    events: events.map(({ session, startsAt, minutes, title, roster }) => ({
      number: session,
      startsAt,
      minutes,
      title,
      expected: countBits(roster),
      taken: taken.has(session),
    })),
  };
}

/** Of which college and day, and the day it is now. */
interface TimetableDay {
  readonly keeper: Keeper;
  readonly day: PlainDate;
  readonly today: PlainDate;
}

async function keepTimetable(
  scoped: Scoped<SettingScope>,
  { keeper, day, today }: TimetableDay,
  { events }: TimetableBody,
): Promise<readonly RefusedLearner[]> {
  const { year } = registerDay(day);
  const roll = await ensureRoll(scoped, keeper.settingId, { year, today });
  if (!roll) {
    throw new ProblemError({
      code: 'roll-not-found',
      message: `Nobody is on the roll of ${keeper.name} in the academic year of ${day}.`,
      nextStep: 'Enter its roll first; the next year’s timetable can be sent from June.',
    });
  }
  // Or a register taken meanwhile would be counted by an event that is no more, or is another.
  await lockYear(scoped, keeper.settingId, year);
  const taken = (await registersOn(scoped, keeper.settingId, day)).map(({ session }) => session);
  const lost = taken.find((session) => events.every(({ number }) => number !== session));
  if (lost !== undefined && lost >= sessions.firstEvent) throw registerTaken(lost);
  const onDay = rollOnDay(roll, day);
  const refused: RefusedLearner[] = [];
  const kept = events.map(({ number, startsAt, minutes, title, roster }): TimetableEvent => {
    const read = readRoster(roster, onDay);
    refused.push(...read.refused.map((one) => ({ event: number, ...one })));
    return { session: number, startsAt, minutes, title, roster: read.roster };
  });
  await replaceEvents(scoped, keeper, day, kept);
  // Who was expected, and for how long, may be other than when those registers were counted.
  if (taken.length > 0) await rebuildSettingYear(scoped, keeper.settingId, year);
  return refused;
}

function readRoster(roster: readonly string[], { places, roll, day }: RollOnDay) {
  const bits = new Uint8Array(Math.ceil(roll.size / 8));
  const refused: { pupil: string; reason: string }[] = [];
  for (const pupil of roster) {
    const place = places.get(sentIdentifier(pupil));
    if (place === undefined) {
      refused.push({ pupil: plainText(pupil), reason: `Nobody on the roll of ${day} has this UPN or ULN` });
    } else {
      bits[place >> 3] = (bits[place >> 3] as number) | (1 << (place & 7));
    }
  }
  return { roster: bits, refused };
}

function countBits(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function checkNumbers({ events }: TimetableBody): void {
  const numbers = events.map(({ number }) => number);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice === undefined) return;
  throw new ParameterError('events', {
    code: 'event-twice',
    message: `Event ${twice} is there twice.`,
    nextStep: 'Give each event of the day a number of its own, from 3.',
  });
}

function noEventsHere({ name }: Keeper): ProblemError {
  return new ProblemError({
    code: 'timetable-cannot-be',
    message: `${name} takes registers of half days, and has no timetable here.`,
    nextStep: 'Send its registers as am and pm.',
  });
}

function registerTaken(session: number): ProblemError {
  return new ProblemError({
    code: 'timetable-conflict',
    message: `The register of event ${session} has been taken, so the event cannot be left out.`,
    nextStep: 'Send it along; its time, title and roster may be other than they were.',
  });
}
