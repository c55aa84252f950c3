#!/usr/bin/env node
import { existsSync } from 'node:fs';
import process from 'node:process';

/*
 * What `npx headwater` runs. It is kept, not built, because npx remembers for good a command that was missing the first
 * time it was asked for: somebody who types it before npm ci is told so, and can go on afterwards.
 */
const program = new URL('../dist/headwater.js', import.meta.url);

if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('Headwater is not built yet.\n  Run npm ci in its folder, then type the same again.\n');
  process.exitCode = 1;
}
