import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import type { FileAccess } from './file-access.ts';

/** The machine's own files. */
export const nodeFiles: FileAccess = {
  async status(path) {
    const [found, identity] = await Promise.all([stat(path), realpath(path)]);
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    return { kind, sizeBytes: found.size, identity };
  },
  list: (folder) => readdir(folder),
  async *read(path, { start = 0, end } = {}) {
    if (end !== undefined && end <= start) return;
    // A stream's own `end` is the last byte, not the one after it.
    yield* createReadStream(path, { start, ...(end === undefined ? {} : { end: end - 1 }) });
  },
};
