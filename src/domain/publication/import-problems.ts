import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { problemsCsv } from '#foundation/formats/problems-file.ts';
import type { ProblemFiles } from './import-model.ts';

/** Problems files in a folder, which is made when the first is written. A name that is taken gets a number. */
export function problemFilesIn(folder: string): ProblemFiles {
  return {
    write: async (stem, problems) => {
      await mkdir(folder, { recursive: true });
      const { file, name } = await newFile(folder, stem);
      try {
        for await (const text of problemsCsv(problems)) await file.write(text);
      } finally {
        await file.close();
      }
      return name;
    },
  };
}

async function newFile(folder: string, stem: string) {
  for (let number = 1; ; number += 1) {
    const name = path.join(folder, `${stem}${number === 1 ? '' : `-${number}`}.csv`);
    try {
      return { name, file: await open(name, 'wx') };
    } catch (reason) {
      if (!(reason instanceof Error) || !('code' in reason) || reason.code !== 'EEXIST') throw reason;
    }
  }
}
