import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Project, ProjectFile } from './rule.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const notOurs = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', 'package-lock.json']);
const textEndings = /\.(?:tsx?|mjs|json|md|sql|scss|css|csv|html|svg|txt|yml|yaml)$|(?:^|\/)(?:run|LICENSE|\.[a-z]+)$/;

/** The project as it lies on the disk: read without git, so that it works from an unpacked archive too. */
export function readProject(): Project {
  return { files: filesUnder(''), exists: (path) => existsSync(join(root, path)) };
}

function filesUnder(folder: string): ProjectFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !(folder === '' && notOurs.has(entry.name)) && entry.name !== 'node_modules')
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() && textEndings.test(path) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
    });
}
