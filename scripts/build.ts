import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { compileAsync, Logger } from 'sass';

const root = fileURLToPath(new URL('../', import.meta.url));
const fontDirectory = join(root, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files');
const fontFile = 'atkinson-hyperlegible-next-latin-wght-normal.woff2';
const styles = join(root, 'src/foundation/ui/styles/headwater.scss');
const enhancements = join(root, 'src/foundation/ui/browser/headwater.ts');

/**
 * Bundles the program into `outdir`, with the thread that verifies as a file of its own. What they import from packages
 * stays outside; the first file checks Node's version.
 */
async function buildProgram(outdir: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { headwater: 'src/app/headwater.ts', 'verify-worker': 'src/domain/register/verify-worker.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    legalComments: 'none',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  });
  await chmod(join(outdir, 'headwater.js'), 0o755);
}

/**
 * Writes the stylesheet, the font and the enhancements into `outdir`, each named after its content, and `manifest.json`
 * saying which is which.
 */
export async function buildAssets(outdir: string): Promise<void> {
  await mkdir(outdir, { recursive: true });
  const [stylesheet, script] = await Promise.all([bundleStyles(outdir), bundleEnhancements(outdir)]);
  const font = (await readdir(outdir)).find((file) => file.startsWith(basename(fontFile, '.woff2')));
  if (font === undefined) throw new Error(`The stylesheet does not use ${fontFile}`);
  const manifest = { stylesheet, font, ...(script !== undefined && { script }) };
  await writeFile(join(outdir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function bundleStyles(outdir: string): Promise<string> {
  const { css } = await compileAsync(styles, {
    loadPaths: [join(root, 'node_modules')],
    quietDeps: true,
    logger: Logger.silent,
    style: 'compressed',
  });
  const bundled = await build({
    stdin: { contents: css, loader: 'css', sourcefile: 'headwater.css', resolveDir: join(root, 'node_modules') },
    outdir,
    bundle: true,
    minify: true,
    write: false,
    publicPath: '/assets/',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'file' },
    plugins: [fontsByName],
    logLevel: 'warning',
  });
  return await writeOutputs(outdir, bundled.outputFiles, 'css');
}

async function bundleEnhancements(outdir: string): Promise<string | undefined> {
  if (!existsSync(enhancements)) return undefined;
  const bundled = await build({
    entryPoints: [enhancements],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  return await writeOutputs(outdir, bundled.outputFiles, 'js');
}

/** Writes every output; the one with `extension` is renamed after its content, and its name returned. */
async function writeOutputs(
  outdir: string,
  files: readonly { readonly path: string; readonly contents: Uint8Array }[],
  extension: 'css' | 'js',
): Promise<string> {
  let main = '';
  for (const { path, contents } of files) {
    const isMain = path.endsWith(`.${extension}`);
    const name = isMain ? `headwater-${fingerprint(contents)}.${extension}` : basename(path);
    if (isMain) main = name;
    await writeFile(join(outdir, name), contents);
  }
  return main;
}

function fingerprint(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('base64url').slice(0, 10).replaceAll(/[-_]/g, '0');
}

/** Whatever folder the stylesheet names, a woff2 file is the one of that name in the font's package. */
const fontsByName: Plugin = {
  name: 'fonts-by-name',
  setup(plugin) {
    plugin.onResolve({ filter: /\.woff2$/ }, ({ path }) => ({ path: join(fontDirectory, basename(path)) }));
  },
};

/** The program and its assets, in a folder whose parent holds package.json, migrations/ and node_modules/. */
export async function buildInto(outdir: string): Promise<void> {
  await Promise.all([buildProgram(outdir), buildAssets(join(outdir, 'assets'))]);
}

/** Builds aside and puts the result in place in one step: a Headwater that is being started never finds half a build. */
async function main(): Promise<void> {
  const outdir = join(root, 'dist');
  const aside = await mkdtemp(join(root, '.dist-'));
  const former = `${aside}-former`;
  try {
    await buildInto(aside);
    await chmod(aside, 0o755);
    await rename(outdir, former).catch(() => undefined);
    await rename(aside, outdir);
  } finally {
    await Promise.all([aside, former].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) await main();
