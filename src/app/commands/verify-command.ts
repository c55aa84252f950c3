import { repairTotals, verifyRegisters } from '#domain/register/verify.ts';
import type { Difference, Verified } from '#domain/register/verify-model.ts';
import { differenceWords } from '#domain/register/verify-model.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater verify`. */
export interface VerifyWords {
  readonly year?: AcademicYear | undefined;
  /** URN of the one setting to look at. */
  readonly setting?: number | undefined;
  readonly repair?: true | undefined;
}

/** Threads, each with a connection of its own; the database needs as many cores again. */
const threads = 2;
const mostPrinted = 200;

/** `headwater verify`: rebuilds every total from the registers and says what is stored otherwise. */
export async function verifyCommand(
  config: Config,
  words: VerifyWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, (database) => verifyIn(database, words, form, terminal));
}

async function verifyIn(
  database: Database,
  words: VerifyWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  const urns = new Map((await keepers(database)).map(({ settingId, urn }) => [settingId, urn]));
  const settingId = [...urns].find(([, urn]) => urn === words.setting)?.[0];
  if (words.setting !== undefined && settingId === undefined) {
    return reportProblems(terminal, form, [notKept(words.setting)]);
  }
  const interrupted = terminal.interrupted;
  const verify = () => verifyRegisters(database, { year: words.year, settingId, threads, interrupted });
  const found = await verify();
  const repaired = words.repair && found.found > 0 ? await repairTotals(database, found.differences) : undefined;
  const left = repaired === undefined ? found : await verify();
  if (interrupted.aborted) {
    terminal.narrate('Stopped. What was looked at until then was not changed.\n');
    return 130;
  }
  if (form === 'json') terminal.out(asJson({ found, repaired, left, urns }));
  else terminal.out(asText({ found, repaired, left, urns }));
  if (left.found > 0)
    suggestNext(terminal, repaired === undefined ? 'npx headwater verify --repair' : 'npx headwater doctor');
  return left.found > 0 ? 1 : 0;
}

interface Answer {
  readonly found: Verified;
  /** Settings' years whose totals were rewritten; `undefined` when nothing was to be. */
  readonly repaired: number | undefined;
  /** What differs after that. */
  readonly left: Verified;
  readonly urns: ReadonlyMap<number, number>;
}

function asText({ found, repaired, left, urns }: Answer): string {
  const { years, registers, marks, amendments } = found;
  const looked = `Rebuilt ${counted(years, 'year')} of settings from ${counted(registers, 'register')}: ${printedCount(marks)} marks, ${counted(amendments, 'correction')}.`;
  if (years === 0) return 'There are no registers yet.\n';
  const lines = [looked, ...differenceLines(found, urns)];
  if (repaired !== undefined) {
    lines.push(`The totals of ${counted(repaired, 'year')} of settings were written again.`);
    lines.push(...(left.found > 0 ? ['What no rewriting of totals can mend:', ...differenceLines(left, urns)] : []));
  }
  if (left.found === 0) lines.push('Every total is what its registers say, to the last mark.');
  return `${lines.join('\n')}\n`;
}

function differenceLines({ found, differences }: Verified, urns: ReadonlyMap<number, number>): readonly string[] {
  if (found === 0) return [];
  const printed = differences.slice(0, mostPrinted).map((one) => `  ${inWords(one, urns)}`);
  const more = found - printed.length;
  const rest = more > 0 ? [`  and ${counted(more, 'more difference')}, of which these are the first`] : [];
  return [`${counted(found, 'difference')}:`, ...printed, ...rest];
}

/** Where, what, which count, and both numbers. A pupil is a slot of the setting, never a name. */
function inWords(one: Difference, urns: ReadonlyMap<number, number>): string {
  const urn = urns.get(one.settingId);
  const where = [
    urn === undefined ? `setting ${one.settingId}` : `URN ${urn}`,
    formatAcademicYear(one.year),
    ...(one.day === undefined ? [] : [`${one.day} session ${one.session}`]),
    ...(one.week === undefined || one.week === 0 ? [] : [`week ${one.week}`]),
    ...(one.slot === undefined ? [] : [`slot ${one.slot}`]),
  ];
  const which = one.count === undefined ? '' : `, ${one.count}`;
  const numbers = [
    ...(one.stored === undefined ? [] : [`stored ${one.stored}`]),
    ...(one.rebuilt === undefined ? [] : [`rebuilt ${one.rebuilt}`]),
  ];
  return `${where.join(', ')}: ${differenceWords[one.kind]}${which}${numbers.length > 0 ? ` (${numbers.join(', ')})` : ''}`;
}

function asJson({ found, repaired, left, urns }: Answer): string {
  const { years, registers, marks, amendments } = found;
  const named = (verified: Verified) => ({
    found: verified.found,
    differences: verified.differences.map(({ settingId, ...one }) => ({ settingId, urn: urns.get(settingId), ...one })),
  });
  const after = repaired === undefined ? {} : { repaired, left: named(left) };
  return `${JSON.stringify({ ok: left.found === 0, years, registers, marks, amendments, ...named(found), ...after })}\n`;
}

function notKept(urn: number): Problem {
  return {
    code: 'setting-not-found',
    message: `Headwater keeps no registers of a setting with the URN ${urn}.`,
    nextStep: 'Type npx headwater verify for all of them.',
  };
}
