import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';

/** Headings ready for use. */
export interface TableHeader {
  readonly header: readonly string[];
  readonly unnamedColumns: readonly number[];
}

/**
 * Trims headings and names the nameless (`column 7`). Fails when one heading stands over two columns, since nobody can
 * say which is meant, and when there is no heading at all.
 */
export function tableHeader(headings: readonly string[], name: string): Result<TableHeader, Problem> {
  const printed = headings.map((heading) => heading.trim());
  if (printed.every((heading) => heading === '')) return failure(noHeadings(name));
  const positions = Map.groupBy(
    printed.keys().filter((at) => printed[at] !== ''),
    (at) => printed[at] ?? '',
  );
  const repeated = positions.entries().find(([, places]) => places.length > 1);
  if (repeated) return failure(repeatedHeading(name, ...repeated));
  const standIn = (at: number) =>
    positions.has(`column ${at + 1}`) ? `column ${at + 1} (no heading)` : `column ${at + 1}`;
  return success({
    header: printed.map((heading, at) => heading || standIn(at)),
    unnamedColumns: printed.flatMap((heading, at) => (heading === '' ? [at + 1] : [])),
  });
}

function noHeadings(name: string): Problem {
  return {
    code: 'no-headings',
    message: `${name} has no headings in its first line.`,
    nextStep: 'Put the column headings in the first line, as in the published file.',
  };
}

function repeatedHeading(name: string, heading: string, places: readonly number[]): Problem {
  const columns = new Intl.ListFormat('en-GB').format(places.map((at) => String(at + 1)));
  return {
    code: 'repeated-heading',
    message: `${name} has the heading “${heading.slice(0, 80).toWellFormed()}” over columns ${columns}.`,
    nextStep: 'Rename or remove one of them, or ask its publisher which is meant.',
  };
}
