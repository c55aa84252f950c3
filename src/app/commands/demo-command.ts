import { setTimeout } from 'node:timers/promises';
import { removeExampleshire } from '#demo/exampleshire.ts';
import { isSchoolDay, lastSchoolDay } from '#demo/exampleshire-lives.ts';
import { topUpExampleshire } from '#demo/exampleshire-top-up.ts';
import type { MorningPlayed } from '#demo/morning.ts';
import { playMorning } from '#demo/morning.ts';
import { removeExamplePeople } from '#demo/remove-people.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater demo morning`. */
export interface MorningWords {
  readonly speed: number;
  readonly asAt?: PlainDate | undefined;
  readonly again?: true | undefined;
}

/** `headwater demo morning`: registers of Exampleshire come in, one after another, as on a school morning. */
export function morningCommand(
  config: Config,
  words: MorningWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  return onDatabase(config, form, terminal, async (database) => {
    const day = words.asAt ?? lastSchoolDay(terminal.clock.today());
    const problem = await whyNot(database, day);
    if (problem) return reportProblems(terminal, form, [problem]);
    await topUpExampleshire(database, terminal.clock);
    introduce(terminal, day, words);
    const played = await playMorning(database, {
      day,
      speed: words.speed,
      registersThere: words.again ? 'again' : 'leave',
      interrupted: terminal.interrupted,
      tell: (line) => terminal.narrate(`${line}\n`),
      wait: (milliseconds) =>
        setTimeout(milliseconds, undefined, { signal: terminal.interrupted }).catch(() => undefined),
    });
    conclude(played, form, terminal);
    return terminal.interrupted.aborted ? 130 : 0;
  });
}

/** `headwater demo remove`: takes Exampleshire out again. */
export function removeCommand(config: Config, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  return onDatabase(config, form, terminal, async (database) => {
    const removed = await removeExampleshire(database);
    const people = await removeExamplePeople(database);
    if (form === 'json') terminal.out(`${JSON.stringify({ ok: true, removed, people })}\n`);
    else if (removed + people === 0) terminal.out('There was no Exampleshire.\n');
    else {
      const settings = counted(removed, 'made-up setting');
      const able = counted(people, 'person', 'people');
      terminal.out(`Removed ${settings} with everybody on their rolls, and ${able} who could sign in.\n`);
      terminal.narrate('The ledger of who has looked stays, with every record opened out of reach and every delay.\n');
    }
    terminal.narrate('Set HEADWATER_DEMONSTRATION to figures or nothing, or the next start makes it up again.\n');
    return 0;
  });
}

async function whyNot(database: Database, day: PlainDate): Promise<Problem | undefined> {
  if (!(await keepers(database)).some(({ demonstration }) => demonstration)) {
    return {
      code: 'no-demonstration',
      message: 'This database does not hold Exampleshire, so there is no morning to play.',
      nextStep: 'Start Headwater on an empty database: npx headwater serve',
    };
  }
  if (isSchoolDay(day)) return undefined;
  return {
    code: 'no-school',
    message: `There is no school in Exampleshire on ${dayInWords(day)}.`,
    nextStep: `Play the school day before: npx headwater demo morning --as-at ${lastSchoolDay(day)}`,
  };
}

function introduce(terminal: Terminal, day: PlainDate, { speed, asAt }: MorningWords): void {
  if (asAt === undefined && day !== terminal.clock.today()) {
    terminal.narrate(`There is no school today. This is the last school day, ${dayInWords(day)}.\n`);
  }
  terminal.narrate(
    `Playing the morning of ${dayInWords(day)} in Exampleshire, from 08:40 to 09:50, ${speed} times as fast.\n`,
  );
}

function conclude(played: MorningPlayed, form: AnswerForm, terminal: Terminal): void {
  if (form === 'json') terminal.out(`${JSON.stringify({ ok: true, ...played })}\n`);
  else {
    const { recorded, corrected, there, missing } = played;
    terminal.out(`${counted(recorded, 'register')} recorded, ${corrected} corrected, ${there} in already.\n`);
    if (missing.length > 0) terminal.out(`Not in by 09:50: ${missing.join(', ')}.\n`);
  }
  if (played.recorded === 0 && played.there > 0) {
    terminal.narrate('This morning is in already. To take its registers out and play it from the beginning:\n');
    suggestNext(terminal, `npx headwater demo morning --as-at ${played.day} --again`);
  }
}
