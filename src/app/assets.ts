import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';

/** The built stylesheet, font and enhancements, held in memory: a few hundred kilobytes, read once. */
export interface Assets {
  /** Complete paths, for a page's head. */
  readonly urls: { readonly stylesheet: string; readonly font: string; readonly script?: string };
  /** By file name. Names hold a hash of the content, so a browser may keep each for ever. */
  readonly files: ReadonlyMap<string, AssetFile>;
}

export interface AssetFile {
  readonly contentType: string;
  readonly content: Buffer;
}

const Manifest = z.object({ stylesheet: z.string(), font: z.string(), script: z.string().optional() });

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Reads what `npm run build` wrote into `directory`. */
export function loadAssets(directory: string): Result<Assets, Problem> {
  try {
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')));
    const names = readdirSync(directory).filter((name) => extname(name) in contentTypes);
    return success({
      urls: {
        stylesheet: assetPath(manifest.stylesheet),
        font: assetPath(manifest.font),
        ...(manifest.script !== undefined && { script: assetPath(manifest.script) }),
      },
      files: new Map(names.map((name) => [name, readAsset(directory, name)])),
    });
  } catch {
    return failure({
      code: 'assets-not-built',
      message: 'The stylesheet and font have not been built.',
      nextStep: 'Run: npm run build',
    });
  }
}

function readAsset(directory: string, name: string): AssetFile {
  return {
    contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
    content: readFileSync(join(directory, name)),
  };
}

function assetPath(name: string): string {
  return `/assets/${name}`;
}
