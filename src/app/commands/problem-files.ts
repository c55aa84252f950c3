import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProblemFiles } from '#domain/publication/import-model.ts';
import { problemsCsv } from '#foundation/formats/problems-file.ts';
import type { Clock } from '#foundation/kernel/effects.ts';

/** One problems file for each imported file that needs one, in `folder`; the time in its name keeps earlier ones. */
export function problemFilesIn(folder: string, clock: Clock): ProblemFiles {
  const taken = new Set<string>();
  const time = clock.now().toISOString().slice(0, 19).replaceAll(':', '-');
  return {
    write: async (stem, problems) => {
      await mkdir(folder, { recursive: true });
      const safe = stem.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 120);
      const file = freeName(taken, path.join(folder, `${safe}-${time}`));
      await pipeline(Readable.from(problemsCsv(problems)), createWriteStream(file));
      return file;
    },
  };
}

/** All problems in the one file a person named, replacing what was in it. */
export function oneProblemFile(file: string): ProblemFiles {
  let begun = false;
  return {
    write: async (_stem, problems) => {
      await mkdir(path.dirname(file), { recursive: true });
      const text = begun ? withoutHeading(problemsCsv(problems)) : problemsCsv(problems);
      await pipeline(Readable.from(text), createWriteStream(file, { flags: begun ? 'a' : 'w' }));
      begun = true;
      return file;
    },
  };
}

function freeName(taken: Set<string>, stem: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${stem}.csv` : `${stem}-${number}.csv`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

async function* withoutHeading(text: AsyncIterable<string>): AsyncGenerator<string> {
  let heading = '';
  for await (const piece of text) {
    if (heading.includes('\n')) {
      yield piece;
      continue;
    }
    heading += piece;
    const end = heading.indexOf('\n');
    if (end >= 0) yield heading.slice(end + 1);
  }
}
