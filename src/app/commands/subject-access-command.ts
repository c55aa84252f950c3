import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ReviewItem } from '#domain/child/record-review.ts';
import { answerByCommand, childNamed, requestByCommand } from '#domain/child/subject-access-by-command.ts';
import type { ItemDecision } from '#domain/child/subject-access-store.ts';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { categories } from '#platform/access/categories.ts';
import type { Database } from '#platform/database/pool.ts';
import { commandRecord } from '#platform/ledger/command-record.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater subject-access`. */
export interface AccessWords {
  /** A UPN, or a learner’s number. */
  readonly child: string;
  readonly out: string;
}

const reviewFile = 'review.csv';
const copyFile = 'record.zip';
const header = ['item', 'whose', 'found in', 'times', 'words', 'decision', 'reason'] as const;

/**
 * `headwater subject-access`: the first time it gathers everything kept about a child, and writes the texts that a person
 * must decide; once each is decided, it writes the copy. Nothing leaves that nobody has looked at.
 */
export async function subjectAccessCommand(
  config: Config,
  words: AccessWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, async (database) => {
    const done = await accessIn(database, words, terminal);
    if (!done.ok) return reportProblems(terminal, form, [done.failure]);
    const { said, ...data } = done.value;
    terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, ...data })}\n` : `${said}\n`);
    if (data.file.endsWith(reviewFile)) {
      suggestNext(terminal, `fill in ${data.file}, and type npx headwater subject-access again`);
    }
    return 0;
  });
}

interface AccessDone {
  readonly said: string;
  readonly file: string;
  readonly items: number;
  readonly sha256?: string;
}

async function accessIn(
  database: Database,
  { child, out }: AccessWords,
  { clock }: Terminal,
): Promise<Result<AccessDone, Problem>> {
  const context = { database, clock };
  const learnerId = await childNamed(database, child);
  if (learnerId === undefined) return failure(nobody(child));
  await saidToLedger(context, learnerId);
  await mkdir(out, { recursive: true, mode: 0o700 });
  const review = await readFile(path.join(out, reviewFile), 'utf8').catch(() => undefined);
  const decisions = review === undefined ? undefined : decisionsIn(review);
  if (decisions === undefined) return success(await gathered(context, { learnerId, out }));
  if (!decisions.ok) return decisions;
  const given = await answerByCommand(context, { learnerId, decisions: decisions.value });
  if (!given.ok) return given;
  const file = path.join(out, copyFile);
  await writeFile(file, given.value.zip, { mode: 0o600 });
  const said = `The reviewed copy is ${file} (SHA-256 ${given.value.sha256}). Give it to whoever asked, and delete the folder.`;
  return success({ said, file, items: decisions.value.length, sha256: given.value.sha256 });
}

/** Whoever runs this reads the whole record of a child: the family sees it among who has looked. Before anything is read. */
async function saidToLedger({ database, clock }: Parameters<typeof requestByCommand>[0], learnerId: number) {
  const record = commandRecord(database, clock, 'headwater subject-access');
  record.handedOver({
    actor: 'Whoever runs this Headwater',
    purpose: 'to give a copy of the record to whom it is about',
    reads: categories.filter((one) => one !== 'totals'),
    learners: [learnerId],
  });
  await record.close();
}

async function gathered(
  context: Parameters<typeof requestByCommand>[0],
  { learnerId, out }: { readonly learnerId: number; readonly out: string },
): Promise<AccessDone> {
  const items = await requestByCommand(context, learnerId);
  const file = path.join(out, reviewFile);
  await writeFile(file, csvDocument({ header, rows: items.map(reviewRow) }), { mode: 0o600 });
  const said = `Everything is gathered. ${counted(items.length, 'text')} may be somebody else’s: decide each in ${file} (keep or black-out, with a reason).`;
  return { said, file, items: items.length };
}

function reviewRow({ itemId, whose, foundIn, times, words }: ReviewItem) {
  return [itemId, whose, foundIn, times, words, '', ''];
}

/** The decisions of a reviewed file; it must be filled in whole. */
function decisionsIn(text: string): Result<readonly ItemDecision[], Problem> {
  const rows: readonly Readonly<Record<string, string>>[] = parse(text, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
  });
  const decisions = rows.map(({ item, decision, reason }) => ({
    itemId: Number(item),
    decision: decision?.trim().toLowerCase(),
    reason: reason?.trim() ?? '',
  }));
  const open = decisions.filter(({ decision, reason }) => !isDecision(decision) || reason === '');
  if (open.length > 0) return failure(notDecided(open.map(({ itemId }) => itemId)));
  return success(decisions.flatMap((one) => (isDecision(one.decision) ? [{ ...one, decision: one.decision }] : [])));
}

function isDecision(text: string | undefined): text is ItemDecision['decision'] {
  return text === 'keep' || text === 'black-out';
}

function notDecided(items: readonly number[]): Problem {
  const which = items.length > 10 ? `${items.slice(0, 10).join(', ')} and more` : items.join(', ');
  return {
    code: 'review-open',
    message: `Not decided yet, or without a reason: item ${which}.`,
    nextStep: `Write keep or black-out, and why, in ${reviewFile}; or delete that file to gather anew.`,
  };
}

function nobody(child: string): Problem {
  return {
    code: 'learner-not-found',
    message: `Headwater knows no child as “${child}”.`,
    nextStep: 'Give the child’s UPN, or the number that Headwater gave them.',
  };
}
