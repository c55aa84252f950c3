type Files = Readonly<Record<string, string>>;

/** Files one rule must refuse (with words its finding holds) and files it must let pass. */
export interface Planted {
  readonly rule: string;
  readonly refused: readonly (readonly [expected: string, files: Files])[];
  readonly allowed: Files;
}

const cell = { 'src/foundation/kernel/cell.ts': 'export const a = 1;\n' };

export const plantedInSource: readonly Planted[] = [
  {
    rule: 'floors-and-rooms',
    refused: [
      [
        'foundation stands below domain',
        { ...cell, 'src/foundation/ui/a.ts': "import { b } from '#domain/area/b.ts';\n", 'src/domain/area/b.ts': '' },
      ],
      ['there is no src/foundation/kernel/gone.ts', { 'src/app/a.ts': "import '#foundation/kernel/gone.ts';\n" }],
      ['is not a room', { 'src/domain/pupils/a.ts': 'export const a = 1;\n' }],
      [
        'kernel comes before ui',
        { 'src/foundation/kernel/a.ts': "type B = import('#foundation/ui/b.ts').B;\n", 'src/foundation/ui/b.ts': '' },
      ],
    ],
    allowed: { ...cell, 'src/domain/area/a.ts': "import { a } from '#foundation/kernel/cell.ts';\n" },
  },
  {
    rule: 'relative-within-a-room',
    refused: [
      ['leaves the room', { 'src/domain/area/a.ts': "import { a } from '../../foundation/kernel/cell.ts';\n" }],
      ['is in the same room', { 'src/domain/area/a.ts': "import { b } from '#domain/area/b.ts';\n" }],
    ],
    allowed: {
      'src/domain/area/a.ts': "import { b } from './pages/b.tsx';\nimport { a } from '#foundation/kernel/cell.ts';\n",
      'src/domain/area/a.test.ts': "import { c } from '../../../test/c.ts';\n",
    },
  },
  {
    rule: 'pure-foundation',
    refused: [
      ['node:fs', { 'src/foundation/nations/a.ts': "import { readFileSync } from 'node:fs';\n" }],
      ['node:net', { 'src/foundation/formats/a.ts': "import { connect } from 'node:net';\n" }],
      ['pg', { 'src/foundation/ui/a.ts': "import pg from 'pg';\n" }],
    ],
    allowed: {
      'src/foundation/formats/a.ts': "import { createGunzip } from 'node:zlib';\nimport { parse } from 'csv-parse';\n",
      'src/foundation/ui/a.test.ts': "import { readFileSync } from 'node:fs';\n",
      'src/platform/database/a.ts': "import { readFileSync } from 'node:fs';\n",
    },
  },
  {
    rule: 'database-behind-stores',
    refused: [
      ['kysely', { 'src/domain/area/routes.ts': "import { sql } from 'kysely';\n" }],
      ['pg', { 'src/app/server.ts': "import pg from 'pg';\n" }],
    ],
    allowed: {
      'src/domain/area/store.ts': "import { sql } from 'kysely';\n",
      'src/domain/publication/import-store.ts': "import { from } from 'pg-copy-streams';\n",
      'src/domain/area/actions.ts': "import type { Pool } from 'pg';\n",
    },
  },
  {
    rule: 'imports-can-be-read',
    refused: [
      ['computed', { 'src/app/a.ts': 'const b = await import(name);\n' }],
      ['./b', { 'src/app/a.ts': "import { b } from './b';\n" }],
    ],
    allowed: { 'src/app/a.ts': "const b = await import('./b.ts');\nimport { z } from 'zod';\n" },
  },
  {
    rule: 'no-barrels',
    refused: [
      ['called index', { 'src/domain/area/index.ts': 'export const a = 1;\n' }],
      ['re-exports ./b.ts', { 'src/domain/area/a.ts': "export { b } from './b.ts';\n" }],
      ['re-exports ./b.ts', { 'src/domain/area/a.ts': "export type * from './b.ts';\n" }],
    ],
    allowed: { 'src/domain/area/a.ts': "export const from = 'b';\nexport type B = 'c';\n" },
  },
  {
    rule: 'named-after-the-field',
    refused: [
      ['a shelf', { 'src/domain/utils/a.ts': '' }],
      ['a shelf', { 'src/domain/area/helpers.ts': '' }],
      ['a shelf', { 'test/common/a.ts': '' }],
    ],
    allowed: { 'src/domain/area/commons-library.ts': '' },
  },
  {
    rule: 'short-files',
    refused: [['401 lines', { 'src/domain/area/a.ts': 'a;\n'.repeat(401) }]],
    allowed: { 'src/domain/area/a.ts': 'a;\n'.repeat(400), 'src/domain/area/golden/a.csv': 'a\n'.repeat(900) },
  },
  {
    rule: 'no-default-exports',
    refused: [
      ['export default', { 'src/app/a.ts': 'export default 1;\n' }],
      ['as default', { 'src/app/a.ts': 'const a = 1;\nexport { a as default };\n' }],
    ],
    allowed: {
      'vitest.config.ts': 'export default {};\n',
      'src/app/a.ts': "// export default\nexport const a = 'export default';\n",
    },
  },
  {
    rule: 'sql-in-stores',
    refused: [
      ['SELECT name FROM area', { 'src/domain/area/routes.ts': "const q = 'SELECT name FROM area';\n" }],
      ['DELETE FROM area', { 'src/app/a.ts': 'const q = `\n  DELETE FROM area WHERE area_id = $1`;\n' }],
      ['sql', { 'src/domain/area/actions.ts': 'const q = sql<{ a: number }>`whatever`;\n' }],
    ],
    allowed: {
      'src/domain/area/store.ts': "const q = 'SELECT name FROM area';\n",
      'src/platform/database/migrate.ts': "const q = 'CREATE TABLE a (b integer)';\n",
      'src/domain/area/store.test.ts': "const q = 'DELETE FROM area';\n",
      'src/domain/area/pages/find.tsx': "const label = 'Select an area';\n// SELECT a FROM b\n",
    },
  },
  {
    rule: 'days-are-plain-dates',
    refused: [
      ['publishedOn: Date', { 'src/domain/publication/model.ts': 'interface A { readonly publishedOn: Date }\n' }],
      ['getFullYear', { 'src/domain/area/rules.ts': 'const year = day.getFullYear();\n' }],
    ],
    allowed: {
      'src/domain/publication/model.ts': 'interface A { readonly importedAt: Date; readonly on: PlainDate }\n',
    },
  },
  {
    rule: 'clock-and-chance-as-arguments',
    refused: [
      ['new Date()', { 'src/domain/area/rules.ts': 'const now = new Date();\n' }],
      ['Math.random(', { 'demo/a.ts': 'const chance = Math.random();\n' }],
    ],
    allowed: {
      'src/domain/area/rules.ts': "const then = new Date('2024-08-19T00:00:00Z');\n",
      'src/foundation/kernel/effects.ts': 'const now = new Date();\n',
    },
  },
  {
    rule: 'environment-read-once',
    refused: [['process.env', { 'src/domain/area/a.ts': "const port = process.env['PORT'];\n" }]],
    allowed: { 'src/app/process.ts': 'run(process.env);\n', 'scripts/build.ts': 'run(process.env);\n' },
  },
  {
    rule: 'no-inline-style-or-script',
    refused: [
      ['style=', { 'src/foundation/ui/a.tsx': 'const a = <p style="color: teal">a</p>;\n' }],
      ['onclick=', { 'src/foundation/ui/a.tsx': 'const a = <button onclick="go()">a</button>;\n' }],
    ],
    allowed: { 'src/foundation/ui/a.tsx': 'const a = <rect class="bar" fill="currentColor" x={1} />;\n' },
  },
  {
    rule: 'suppressions-say-why',
    refused: [
      ['biome-ignore', { 'src/app/a.ts': '// biome-ignore lint/style/noEnum: why\nconst a = 1;\n' }],
      ['@ts-', { 'src/app/a.ts': '// @ts-ignore\nconst a = 1;\n' }],
    ],
    allowed: { 'src/app/a.ts': '// biome-ignore lint/suspicious/noConsole: the launcher has no log yet\nlog();\n' },
  },
];
