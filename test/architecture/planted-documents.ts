import { recommendations } from './document-rules.ts';
import type { Planted } from './planted-source.ts';

const manifest = '{ "dependencies": { "zod": "1" } }\n';
const decision = 'docs/decisions/0002-dependencies.md';
const answers = 'docs/recommendations.md';

const notYet = recommendations.map((id) => `| ${id} | “the words” | not yet |  |  |  |`);
const withRow = (id: string, row: string): Readonly<Record<string, string>> => ({
  [answers]: notYet.map((line) => (line.startsWith(`| ${id} |`) ? row : line)).join('\n'),
  'src/a.tsx': '',
  'src/a.test.ts': '',
});

export const plantedInDocuments: readonly Planted[] = [
  {
    rule: 'nothing-left-for-later',
    refused: [
      [`TO${'DO'}`, { 'src/app/a.ts': `// TO${'DO'} later\n` }],
      [`FIX${'ME'}`, { 'docs/a.md': `FIX${'ME'}: say more\n` }],
    ],
    allowed: { 'docs/a.md': 'What to do next, and whom to ask.\n' },
  },
  {
    rule: 'speaks-of-the-program',
    refused: [
      ['Clau', { 'src/app/a.ts': `// made with Clau${'de'}\n` }],
      ['this sess', { 'docs/a.md': `Done in this sess${'ion'} of work.\n` }],
      ['/ro', { 'docs/a.md': `Open /ro${'ot'}/file\n` }],
    ],
    allowed: {
      'docs/a.md':
        'A session is half a school day; the artefacts of the register are sessions missed. A mark of this session.\n',
    },
  },
  {
    rule: 'words-that-do-no-harm',
    refused: [['League', { 'src/domain/publication/pages/a.tsx': `<h2>Leag${'ue'} table</h2>\n` }]],
    allowed: { 'docs/a.md': `There is no leag${'ue'} table.\n`, 'src/a.ts': '// The table of local authorities\n' },
  },
  {
    rule: 'plain-lines',
    refused: [
      ['no line end', { 'src/a.ts': 'a;' }],
      ['\t', { 'src/a.ts': '\ta;\n' }],
      ['\r', { 'src/a.ts': 'a;\r\n' }],
    ],
    allowed: { 'src/a.ts': '  a;\n', 'src/a.test.ts': '\t\n', 'src/golden/a.txt': 'a' },
  },
  {
    rule: 'every-column-explained',
    refused: [
      [
        'a.c',
        {
          'migrations/1.sql':
            "CREATE TABLE a (\n  c text\n);\nCOMMENT ON TABLE a IS 'A.';\nCOMMENT ON COLUMN a.d IS 'D.';\n",
        },
      ],
      ['a', { 'migrations/1.sql': 'CREATE TABLE a (\n);\n' }],
      ['a.b', { 'migrations/1.sql': "ALTER TABLE a ADD COLUMN b text;\nCOMMENT ON COLUMN a.b IS '';\n" }],
    ],
    allowed: {
      'migrations/1.sql':
        "CREATE TABLE a (\n  b text,\n  CONSTRAINT a_pkey PRIMARY KEY (b)\n);\nCOMMENT ON TABLE a IS 'A.';\nCOMMENT ON COLUMN a.b IS 'B.';\n",
    },
  },
  {
    rule: 'migrations-fit-the-cluster',
    refused: [
      ['CREATE TRIGGER', { 'migrations/1.sql': 'CREATE TRIGGER a AFTER INSERT ON b;\n' }],
      ['serial', { 'migrations/1.sql': 'CREATE TABLE a (\n  b serial\n);\n' }],
      ['without a name', { 'migrations/1.sql': 'CREATE TABLE a (\n  b integer PRIMARY KEY\n);\n' }],
    ],
    allowed: {
      'migrations/1.sql': "  CONSTRAINT a_pkey PRIMARY KEY (b)\nCOMMENT ON TABLE a IS 'No trigger, no ROLLUP';\n",
    },
  },
  {
    rule: 'links-resolve',
    refused: [
      ['there is no docs/gone.md', { 'docs/a.md': '[gone](gone.md)\n' }],
      ['no heading #nowhere', { 'docs/a.md': '[b](b.md#nowhere)\n', 'docs/b.md': '# Somewhere\n' }],
      ['there is no docs/pictures/a.png', { 'README.md': '![a](docs/pictures/a.png)\n' }],
    ],
    allowed: {
      'docs/a.md': '[b](b.md#two-words-and-code) [c](https://example.org) `[d](d.md)`\n\n```\n[e](e.md)\n```\n',
      'docs/b.md': '## Two words, and `code`\n',
    },
  },
  {
    rule: 'every-recommendation-answered',
    refused: [
      ['is not there', { 'README.md': '' }],
      ['R2.6 is listed 0 times', withRow('R2.6', '')],
      ['is no recommendation', withRow('R2.6', '| R9.9 | “the words” | not yet |  |  |  |')],
      ['is none of', withRow('R2.6', '| R2.6 | “the words” | nearly |  |  |  |')],
      ['name the page', withRow('R2.6', '| R2.6 | “the words” | served | `src/gone.tsx` | `src/a.test.ts` |  |')],
      ['name the test', withRow('R2.6', '| R2.6 | “the words” | served | `src/a.tsx` |  |  |')],
      ['say what is missing', withRow('R2.6', '| R2.6 | “the words” | partly | `src/a.tsx` |  |  |')],
      ['own words', withRow('R2.6', '| R2.6 | the words | not yet |  |  |  |')],
    ],
    allowed: withRow('R2.6', '| R2.6 | “the words” | served | `src/a.tsx` | `src/a.test.ts` |  |'),
  },
  {
    rule: 'named-paths-exist',
    refused: [['there is no src/gone.ts', { 'docs/a.md': 'See `src/gone.ts`.\n' }]],
    allowed: { 'docs/a.md': 'See `src/here.ts` in `src/` and `npm test`.\n', 'src/here.ts': '' },
  },
  {
    rule: 'every-dependency-explained',
    refused: [
      ['no reason is given for zod', { 'package.json': manifest, [decision]: '| `zod` | short |\n' }],
      [
        'gone is in no package.json',
        {
          'package.json': manifest,
          [decision]: '| `zod` | checks what comes from outside |\n| `gone` | was needed for something once |\n',
        },
      ],
    ],
    allowed: { 'package.json': manifest, [decision]: '| `zod` | checks what comes from outside |\n' },
  },
];
