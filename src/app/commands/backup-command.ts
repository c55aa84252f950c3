import { readFile, writeFile } from 'node:fs/promises';
import { counted } from '#foundation/kernel/count-words.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { writeBackup } from '#platform/database/backup.ts';
import type { Seal } from '#platform/database/backup-seal.ts';
import { keyIn, newKeyText } from '#platform/database/backup-seal.ts';
import type { Config } from '../config.ts';
import { programVersion } from '../version.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** Which key, or that there is to be none. */
export interface SealWords {
  readonly key?: string | undefined;
  readonly unencrypted?: true | undefined;
}

/** What was typed after `headwater backup`. */
export interface BackupWords extends SealWords {
  readonly to?: string | undefined;
  readonly newKey?: string | undefined;
}

/** `headwater backup`: the whole database in one file, encrypted; or a key to encrypt with. */
export async function backupCommand(
  config: Config,
  words: BackupWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (words.newKey !== undefined) return await makeKey(words.newKey, form, terminal);
  if (words.to === undefined) return reportProblems(terminal, form, [nothingNamed]);
  const file = words.to;
  const seal = await sealTyped(words);
  if (!seal.ok) return reportProblems(terminal, form, [seal.failure]);
  return await onDatabase(config, form, terminal, async (database) => {
    const { clock, interrupted } = terminal;
    const options = { file, seal: seal.value, version: programVersion(), madeAt: clock.now(), interrupted };
    const done = await writeBackup(database, options);
    if (!done.ok) return reportProblems(terminal, form, [done.failure]);
    const { bytes, tables, rows } = done.value;
    const inWords = `${file} holds ${counted(rows, 'row')} of ${counted(tables, 'table')} in ${counted(bytes, 'byte')}, ${words.unencrypted ? 'readable by whoever has it' : 'encrypted'}.`;
    terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, ...done.value })}\n` : `${inWords}\n`);
    suggestNext(terminal, `keep it on another machine${words.unencrypted ? '' : ', and the key in another place'}`);
    return 0;
  });
}

/** How what was typed says a backup is sealed; encrypted unless the opposite is said aloud. */
export async function sealTyped({ key, unencrypted }: SealWords): Promise<Result<Seal, Problem>> {
  if ((key === undefined) === (unencrypted === undefined)) return failure(sealNotSaid);
  if (key === undefined) return success({ kind: 'open' });
  const text = await readFile(key, 'utf8').catch(() => undefined);
  if (text === undefined) return failure(keyNotReadable(key));
  const read = keyIn(text);
  return read.ok ? success({ kind: 'key', key: read.value }) : read;
}

async function makeKey(file: string, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  try {
    await writeFile(file, newKeyText(), { flag: 'wx', mode: 0o600 });
  } catch {
    return reportProblems(terminal, form, [keyNotWritable(file)]);
  }
  const inWords = `${file} holds a new key. Without it no backup made with it can ever be read.`;
  terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, key: file })}\n` : `${inWords}\n`);
  suggestNext(terminal, `keep a copy where the backups are not, then npx headwater backup --to FILE --key ${file}`);
  return 0;
}

const nothingNamed: Problem = {
  code: 'backup-file-not-named',
  message: 'Where the backup goes is not said.',
  nextStep: 'npx headwater backup --to FILE --key KEYFILE, or first npx headwater backup --new-key KEYFILE.',
};

const sealNotSaid: Problem = {
  code: 'backup-key-not-named',
  message: 'A backup holds everything about every child, so it is encrypted unless you say otherwise.',
  nextStep: 'Give --key KEYFILE, or --unencrypted; not both.',
};

function keyNotReadable(file: string): Problem {
  return {
    code: 'backup-key-not-readable',
    message: `The key file ${file} cannot be read.`,
    nextStep: 'Make one with npx headwater backup --new-key KEYFILE, or give the path of yours.',
  };
}

function keyNotWritable(file: string): Problem {
  return {
    code: 'backup-key-not-writable',
    message: `The key file ${file} could not be made.`,
    nextStep: 'Name one that is not there yet, in a folder that is: a key is never written over.',
  };
}
