import { readFile } from 'node:fs/promises';
import { counted } from '#foundation/kernel/count-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { readHeads, writtenHeads } from '#platform/ledger/heads.ts';
import type { LedgerFinding, LedgerVerified, PublishedHead } from '#platform/ledger/verify.ts';
import { verifyLedger } from '#platform/ledger/verify.ts';
import { readDays } from '#platform/ledger/verify-store.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems } from './terminal.ts';

/** What was typed after `headwater ledger verify`. */
export interface LedgerVerifyWords {
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  /** A file of heads, as they were published. */
  readonly heads?: string | undefined;
}

const mostPrinted = 100;

/** `headwater ledger verify`: computes the chain again, and says what was altered, deleted, inserted or put elsewhere. */
export async function ledgerVerifyCommand(
  config: Config,
  words: LedgerVerifyWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  const heads = words.heads === undefined ? undefined : await headsIn(words.heads);
  if (heads && !heads.ok) return reportProblems(terminal, form, [heads.failure]);
  return await onDatabase(config, form, terminal, async (database) => {
    const verified = await verifyLedger(database, { ...words, heads: heads?.value });
    terminal.out(form === 'json' ? asJson(verified) : asText(verified));
    return verified.found === 0 ? 0 : 1;
  });
}

/** `headwater ledger heads`: each day's count and last hash, to be kept somewhere else. */
export async function ledgerHeadsCommand(config: Config, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, async (database) => {
    const days = await readDays(database);
    const heads = days.map(({ day, count, head }) => ({ day, count, head: head.toString('hex') }));
    terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, heads })}\n` : writtenHeads(days));
    return 0;
  });
}

async function headsIn(file: string): Promise<Result<readonly PublishedHead[], Problem>> {
  try {
    return readHeads(await readFile(file, 'utf8'));
  } catch {
    return failure({
      code: 'heads-unreadable',
      message: `The file ${file} cannot be read.`,
      nextStep: 'Give it the path of a file of heads, as it was kept from /ledger/heads.txt.',
    });
  }
}

function asText(verified: LedgerVerified): string {
  const { days, entries, found, findings, heads } = verified;
  const looked = `Computed ${counted(entries, 'entry', 'entries')} of ${counted(days, 'day')} again${heads > 0 ? `, and compared ${counted(heads, 'published head')}` : ''}.`;
  if (found === 0)
    return `${looked}\nNothing was altered, deleted, inserted or put elsewhere.\n${heads > 0 ? '' : unpublished}`;
  const printed = findings.slice(0, mostPrinted).map((one) => `  ${findingWords(one)}`);
  const more = found - printed.length;
  return `${[looked, `${counted(found, 'thing')} not as written:`, ...printed, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')}\n`;
}

const unpublished =
  'Whoever can write the whole chain anew, or take out its last days, is found by heads kept elsewhere: --heads FILE\n';

function findingWords(finding: LedgerFinding): string {
  switch (finding.kind) {
    case 'altered':
      return `${finding.day}, entry ${finding.seq}: altered, or put where another stood`;
    case 'deleted':
      return `${finding.day}, ${finding.from === finding.to ? `entry ${finding.from}` : `entries ${finding.from} to ${finding.to}`}: deleted`;
    case 'inserted':
      return `${finding.day}, entry ${finding.seq}: inserted`;
    case 'day-altered':
      return `${finding.day}: its count, its head or what it stands on was altered`;
    case 'day-deleted':
      return `between ${finding.after ?? 'the beginning'} and ${finding.before ?? 'the end'}: days were deleted`;
    case 'head-differs':
      return `${finding.day}: the head that was published after entry ${finding.count} is not in the chain`;
  }
}

function asJson({ found, ...verified }: LedgerVerified): string {
  return `${JSON.stringify({ ok: found === 0, found, ...verified })}\n`;
}
