import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder that holds `migrations/`, found upwards from this file: it runs both from src/ and, bundled, from dist/.
 * Throws when there is none, which means an incomplete installation.
 */
export function projectRoot(start: string = import.meta.dirname): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'migrations')) && existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) throw new Error(`No migrations folder above ${start}`);
  }
}
