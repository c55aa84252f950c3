import type { DonePiece } from '#domain/child/retention.ts';
import { runRetention } from '#domain/child/retention.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater retention run`. */
export interface RetentionWords {
  readonly dryRun?: true | undefined;
  readonly asAt?: PlainDate | undefined;
}

/** `headwater retention run`: deletes what its time has come for, and prints the proofs. */
export async function retentionCommand(
  config: Config,
  { dryRun, asAt }: RetentionWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { clock, interrupted } = terminal;
  const today = clock.today();
  if (asAt !== undefined && asAt > today && dryRun === undefined) return reportProblems(terminal, form, [notYet]);
  return await onDatabase(config, form, terminal, async (database) => {
    const mode = dryRun ? 'rehearse' : 'delete';
    const pieces = await runRetention({ database, clock }, { asAt: asAt ?? today, mode, interrupted });
    const names = new Map((await keepers(database)).map(({ settingId, name }) => [settingId, name]));
    if (form === 'json') terminal.out(`${JSON.stringify({ ok: true, mode, pieces })}\n`);
    else terminal.out(asText(pieces, names, mode));
    if (mode === 'rehearse') suggestNext(terminal, 'npx headwater retention run, when that is right');
    return interrupted.aborted ? 130 : 0;
  });
}

const notYet = {
  code: 'bad-as-at',
  message: 'Nothing is deleted before its time.',
  nextStep: 'With a day to come, add --dry-run: it says what will be due, and deletes nothing.',
} as const;

function asText(pieces: readonly DonePiece[], names: ReadonlyMap<number, string>, mode: 'delete' | 'rehearse'): string {
  if (pieces.length === 0) return 'Nothing is due.\n';
  const done = mode === 'delete' ? 'deleted' : 'would be deleted';
  const lines = pieces.flatMap(({ rule, settingId, span, heldBecause, proofs }) => {
    const where = settingId === 0 ? 'everywhere' : (names.get(settingId) ?? `setting ${settingId}`);
    const head = `${rule}, ${where}, ${span}: ${heldBecause === undefined ? done : `held. ${heldBecause}`}`;
    return [head, ...proofs.map(({ table, rows, keysSha256 }) => `  ${table}: ${counted(rows, 'row')}, ${keysSha256}`)];
  });
  return `${lines.join('\n')}\n`;
}
