import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '#platform/database/project-root.ts';

let version: string | undefined;

/** Headwater's own version, from package.json. */
export function programVersion(): string {
  version ??= z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8'))).version;
  return version;
}
