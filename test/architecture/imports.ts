import { lineAt, readSource } from './source-text.ts';

/** One place where a file names another module. */
export interface ImportStatement {
  readonly specifier: string;
  readonly line: number;
  readonly kind: 'static' | 'type' | 're-export' | 'side-effect' | 'dynamic' | 'computed';
}

const fromClause = /(?:^|[;\n}])\s*(import|export)\b(\s+type\b)?([^;'"`()=]*?)\bfrom\s*(['"])(_*)\4/g;
const sideEffect = /(?:^|[;\n}])\s*import\s*(['"])(_*)\1/g;
const call = /\b(?:import|require)\s*\(\s*(?:(['"])(_*)\1\s*[,)])?/g;
const computed = '(computed)';

/** Every import, re-export, dynamic import and `import('…')` type in a file, in the order they stand. */
export function importsOf(source: string): readonly ImportStatement[] {
  const { code } = readSource(source);
  return [...fromClauses(source, code), ...sideEffects(source, code), ...calls(source, code)].toSorted(
    (left, right) => left.line - right.line,
  );
}

function fromClauses(source: string, code: string): ImportStatement[] {
  return [...code.matchAll(fromClause)].map((match) => {
    const end = match.index + match[0].length - 1;
    const exported = match[1] === 'export';
    return {
      specifier: source.slice(end - (match[5]?.length ?? 0), end),
      line: lineAt(source, end),
      kind: exported ? 're-export' : match[2] === undefined ? 'static' : 'type',
    };
  });
}

function sideEffects(source: string, code: string): ImportStatement[] {
  return [...code.matchAll(sideEffect)].map((match) => {
    const end = match.index + match[0].length - 1;
    return {
      specifier: source.slice(end - (match[2]?.length ?? 0), end),
      line: lineAt(source, end),
      kind: 'side-effect',
    };
  });
}

function calls(source: string, code: string): ImportStatement[] {
  return [...code.matchAll(call)].map((match) => {
    const line = lineAt(source, match.index + match[0].length);
    if (match[2] === undefined) return { specifier: computed, line, kind: 'computed' };
    const start = match.index + match[0].indexOf(match[1] ?? '') + 1;
    return { specifier: source.slice(start, start + match[2].length), line, kind: 'dynamic' };
  });
}
