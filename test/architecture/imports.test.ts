import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';

describe('importsOf', () => {
  it('finds each form an import can take, with its line', () => {
    const source = [
      "import { z } from 'zod';",
      "import type { Cell } from '#foundation/kernel/cell.ts';",
      'import {',
      '  a,',
      '  type B,',
      '} from "./a.ts";',
      "import './side-effect.ts';",
      "export { c } from './c.ts';",
      "export * from './d.ts';",
      "const later = await import('./later.ts');",
      "type Later = import('./types.ts').Later;",
      "const old = require('old');",
      'const unknown = await import(name);',
      "import data from './data.json' with { type: 'json' };",
    ].join('\n');
    expect(importsOf(source).map(({ specifier, line, kind }) => `${line} ${kind} ${specifier}`)).toEqual([
      '1 static zod',
      '2 type #foundation/kernel/cell.ts',
      '6 static ./a.ts',
      '7 side-effect ./side-effect.ts',
      '8 re-export ./c.ts',
      '9 re-export ./d.ts',
      '10 dynamic ./later.ts',
      '11 dynamic ./types.ts',
      '12 dynamic old',
      '13 computed (computed)',
      '14 static ./data.json',
    ]);
  });

  it('is not deceived by comments, texts, templates or regular expressions', () => {
    const source = [
      "// import a from './comment.ts';",
      "/* import b from './block.ts'; */",
      'const text = "import c from \'./text.ts\'";',
      "const template = `import d from './template.ts' ${inner(`import('./nested.ts')`)} import e from './rest.ts'`;",
      "const pattern = /import f from '.\\/pattern.ts'/;",
      'const ratio = a / b; const other = c / d;',
      "import g from './real.ts';",
    ].join('\n');
    expect(importsOf(source).map(({ specifier }) => specifier)).toEqual(['./real.ts']);
  });

  it('reads on past an apostrophe in page text', () => {
    const source = [
      "const page = <p>The child's own words</p>;",
      'const end = <br />;',
      "import h from './h.ts';",
    ].join('\n');
    expect(importsOf(source).map(({ specifier }) => specifier)).toEqual(['./h.ts']);
  });
});
