import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '#platform/database/pool.ts';
import { LedgerNote } from './model.ts';

/**
 * Notes on their way into the chain, as lines of files in a folder: what was written here is in the operating system’s
 * hands, so a process that is killed loses none. Not forced to the disk with each: a power cut can lose those of the last
 * quarter of a second, which is as long as a note waits for its batch.
 */
export interface Spool {
  /** Writes a note to the current file, at once. */
  keep(note: LedgerNote): void;
  /** Begins another file, and answers what forgets those before it, once their notes are in the database. */
  turn(): () => void;
  /** Takes the folder away when nothing is left in it. */
  close(): void;
  /** Notes that processes which are no more have left, and what forgets them. */
  leftBehind(): { readonly notes: readonly LedgerNote[]; forget(): void };
}

const ending = '.spool';

/** Where the notes of a database wait, in a data folder: apart from those of any other that the folder was used for. */
export function spoolFolderOf(dataFolder: string, database: Pick<Database, 'description'>): string {
  const name = createHash('sha256').update(database.description).digest('hex').slice(0, 16);
  return path.resolve(dataFolder, 'ledger', name);
}

/**
 * A spool in a folder, which is made when it is needed. Each database has its own: what one process left behind must not
 * be taken up by a process of another.
 */
export function openSpool(folder: string): Spool {
  const own = `${process.pid}-${randomBytes(6).toString('hex')}`;
  let files: string[] = [];
  let current: number | undefined;
  return {
    keep: (note) => {
      if (current === undefined) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const file = path.join(folder, `${own}-${randomBytes(6).toString('hex')}${ending}`);
        current = openSync(file, 'a', 0o600);
        files.push(file);
      }
      writeSync(current, `${JSON.stringify(note)}\n`);
    },
    turn: () => {
      if (current !== undefined) closeSync(current);
      current = undefined;
      const done = files;
      files = [];
      return () => removeAll(done);
    },
    close: () => {
      try {
        rmdirSync(folder);
      } catch {
        // Never made, or another process is at work in it, or it could not be emptied.
      }
    },
    leftBehind: () => {
      const left = filesIn(folder)
        .filter((name) => name.endsWith(ending) && !name.startsWith(`${own}-`) && isGone(name))
        .map((name) => path.join(folder, name));
      return { notes: left.flatMap(notesIn), forget: () => removeAll(left) };
    },
  };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether the process that wrote a file is no more. In a container its number may be ours now: then it is gone too. */
function isGone(name: string): boolean {
  const pid = Number.parseInt(name, 10);
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** A line that was cut off when its writer was killed is no note: its answer was never sent. */
function notesIn(file: string): readonly LedgerNote[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const read = readNote(line);
      return read ? [read] : [];
    });
}

function readNote(line: string): LedgerNote | undefined {
  try {
    return LedgerNote.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function removeAll(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}
