/**
 * A parser-light reading of TypeScript: enough to tell code from comments and from text, and no more. It does not know
 * the grammar; it knows where comments, strings, templates and regular expressions begin and end. TypeScript 7 has no
 * compiler API to ask instead (docs/decisions/0008-architecture-test-our-own.md).
 */
export interface SourceText {
  /** The source, character for character as long, with comments blanked and the inside of every text replaced by `_`. */
  readonly code: string;
  /** What stands between quotes or backticks, with its position. Templates give their fixed text, split at each `${`. */
  readonly texts: readonly TextPiece[];
  readonly comments: readonly TextPiece[];
}

export interface TextPiece {
  readonly start: number;
  readonly text: string;
  readonly kind: 'quoted' | 'template' | 'regular-expression' | 'comment';
}

interface Reading {
  readonly source: string;
  readonly code: string[];
  readonly texts: TextPiece[];
  readonly comments: TextPiece[];
  /** For each template that is open, how many braces are open inside its current `${`. */
  readonly templates: number[];
}

const lineEnd = '\n';

/** Reads a whole file. Never fails: what it cannot follow it reads as code. */
export function readSource(source: string): SourceText {
  const reading: Reading = { source, code: [...source.split('')], texts: [], comments: [], templates: [] };
  let position = 0;
  while (position < source.length) position = readNext(reading, position);
  return { code: reading.code.join(''), texts: reading.texts, comments: reading.comments };
}

/** The line, counted from 1, that holds a position. */
export function lineAt(source: string, position: number): number {
  let line = 1;
  for (
    let index = source.indexOf(lineEnd);
    index !== -1 && index < position;
    index = source.indexOf(lineEnd, index + 1)
  ) {
    line += 1;
  }
  return line;
}

function readNext(reading: Reading, position: number): number {
  const { source } = reading;
  const character = source[position];
  if (character === '/') return readSlash(reading, position);
  if (character === "'" || character === '"') return readQuoted(reading, position, character);
  if (character === '`') return readTemplate(reading, position + 1);
  if (character === '{' || character === '}') return readBrace(reading, position, character);
  return position + 1;
}

function readSlash(reading: Reading, position: number): number {
  const { source } = reading;
  if (source.startsWith('//', position)) return blank(reading, position, endOf(source, lineEnd, position));
  if (source.startsWith('/*', position)) return blank(reading, position, endOf(source, '*/', position + 2) + 2);
  return startsRegularExpression(source, position) ? readRegularExpression(reading, position) : position + 1;
}

function blank(reading: Reading, start: number, end: number): number {
  reading.comments.push({ start, text: reading.source.slice(start, end), kind: 'comment' });
  cover(reading, start, end, ' ');
  return end;
}

/** A quote ends with its line at the latest, so that an apostrophe in page text cannot swallow the rest of the file. */
function readQuoted(reading: Reading, position: number, quote: string): number {
  const { source } = reading;
  for (let index = position + 1; index < source.length && source[index] !== lineEnd; index += 1) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === quote) return keep(reading, position + 1, index, 'quoted') + 1;
  }
  return position + 1;
}

function readTemplate(reading: Reading, start: number): number {
  const { source } = reading;
  for (let index = start; index < source.length; index += 1) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === '`') return keep(reading, start, index, 'template') + 1;
    else if (source.startsWith('${', index)) {
      reading.templates.push(0);
      return keep(reading, start, index, 'template') + 2;
    }
  }
  return source.length;
}

function readBrace(reading: Reading, position: number, brace: '{' | '}'): number {
  const open = reading.templates.at(-1);
  if (open === undefined) return position + 1;
  if (brace === '}' && open === 0) {
    reading.templates.pop();
    return readTemplate(reading, position + 1);
  }
  reading.templates[reading.templates.length - 1] = open + (brace === '{' ? 1 : -1);
  return position + 1;
}

const wordBeforeExpression = /\b(?:return|typeof|case|in|of|do|else|throw|void|yield|await)$/;

function startsRegularExpression(source: string, position: number): boolean {
  if (/[/>*]/.test(source[position + 1] ?? '')) return false;
  const before = source.slice(Math.max(0, position - 40), position).trimEnd();
  return (
    before === '' || /[(,=:[!&|?{;+\-*%~^]$/.test(before) || /=>$/.test(before) || wordBeforeExpression.test(before)
  );
}

function readRegularExpression(reading: Reading, position: number): number {
  const { source } = reading;
  let insideClass = false;
  for (let index = position + 1; index < source.length && source[index] !== lineEnd; index += 1) {
    const character = source[index];
    if (character === '\\') index += 1;
    else if (character === '[') insideClass = true;
    else if (character === ']') insideClass = false;
    else if (character === '/' && !insideClass) return keep(reading, position + 1, index, 'regular-expression') + 1;
  }
  return position + 1;
}

function keep(reading: Reading, start: number, end: number, kind: TextPiece['kind']): number {
  reading.texts.push({ start, text: reading.source.slice(start, end), kind });
  cover(reading, start, end, '_');
  return end;
}

function cover(reading: Reading, start: number, end: number, mask: string): void {
  for (let index = start; index < Math.min(end, reading.code.length); index += 1) {
    if (reading.code[index] !== lineEnd) reading.code[index] = mask;
  }
}

function endOf(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found;
}
