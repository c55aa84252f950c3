import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { LedgerDay } from './ledger-store.ts';
import type { PublishedHead } from './verify.ts';

/** The heads as they are published: a line a day, `2026-01-15 20 4f…`, the newest last. */
export function writtenHeads(days: readonly LedgerDay[]): string {
  return days.map(({ day, count, head }) => `${day} ${count} ${head.toString('hex')}\n`).join('');
}

/** The heads of a file, or of several pasted together; empty lines and lines that begin with # are passed over. */
export function readHeads(text: string): Result<readonly PublishedHead[], Problem> {
  const heads: PublishedHead[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, day, count, head] = /^(\S+)\s+(\d{1,9})\s+([0-9a-f]{64})\s*$/i.exec(line) ?? [];
    const read = PlainDate.safeParse(day);
    if (!read.success || head === undefined) return failure(unreadable(index + 1));
    heads.push({ day: read.data, count: Number(count), head: head.toLowerCase() });
  }
  return success(heads);
}

function unreadable(line: number): Problem {
  return {
    code: 'heads-unreadable',
    message: `Line ${line} of the heads is not a day, a count and 64 hexadecimal digits.`,
    nextStep: 'Give it a file as headwater ledger heads writes it, or as it was kept from /ledger/heads.txt.',
  };
}
