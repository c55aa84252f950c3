import { parse } from 'csv-parse/sync';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import { roleNames, roles } from '#platform/access/roles.ts';
import type { Entry } from './people.ts';
import { whyNotEntry } from './people.ts';

/** What is wrong in a list of staff, and where: line 1 is the headings. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** A person of a list, and on which line they stand. */
export interface StaffLine extends Entry {
  readonly line: number;
}

/** The headings of a list of staff. `name` and `role` are needed, the others may be left out or empty. */
export const staffHeadings = ['name', 'email', 'role', 'classes', 'year groups', 'from', 'to'] as const;
type Heading = (typeof staffHeadings)[number];

/** More than the largest setting has. */
const mostRows = 1_000;

/** Reads a list of staff (CSV). Everything that is wrong is told at once, and then nothing is entered. */
export function readStaff(
  text: string,
  where: { readonly kind: Role['at'][number]; readonly today: PlainDate },
): Result<readonly StaffLine[], readonly RowFault[]> {
  const rows = rowsOf(text);
  if (!rows.ok) return rows;
  const [headings, ...lines] = rows.value;
  if (!headings || lines.length === 0) {
    return failure([{ line: 1, column: '', message: 'There are no rows below the headings.' }]);
  }
  if (lines.length > mostRows) {
    return failure([{ line: mostRows + 2, column: '', message: `A list has ${mostRows} rows at most.` }]);
  }
  const faults: RowFault[] = headingFaults(headings);
  if (faults.length > 0) return failure(faults);
  const entries: StaffLine[] = [];
  for (const { line, cells } of lines) {
    const entry = entryOf(line, (heading) => cells[headings.cells.indexOf(heading)]?.trim() ?? '', faults);
    if (!entry) continue;
    const wrong = whyNotEntry(entry, roles[entry.role], where);
    if (wrong === undefined) entries.push({ ...entry, line });
    else faults.push({ line, column: '', message: wrong });
  }
  faults.push(...twice(lines, headings.cells));
  return faults.length > 0 ? failure(faults.toSorted((one, other) => one.line - other.line)) : success(entries);
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

interface InformedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function rowsOf(text: string): Result<readonly Line[], readonly RowFault[]> {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    // With `info` the parser answers more than its types say.
    const records = parse(text, options) as unknown as readonly InformedRecord[];
    return success(
      records.map(({ record, info }, index) => ({
        line: info.lines,
        cells: index === 0 ? record.map((cell) => cell.toLowerCase()) : record,
      })),
    );
  } catch (reason) {
    const line = typeof reason === 'object' && reason !== null && 'lines' in reason ? Number(reason.lines) : 1;
    return failure([{ line, column: '', message: 'A quotation mark is misplaced or never closed.' }]);
  }
}

function headingFaults({ line, cells }: Line): RowFault[] {
  const missing = (['name', 'role'] as const).filter((heading) => !cells.includes(heading));
  const strange = cells.filter((cell) => !(staffHeadings as readonly string[]).includes(cell));
  return [
    ...missing.map((column) => ({ line, column, message: `The heading “${column}” is missing.` })),
    ...strange.map((column) => ({
      line,
      column,
      message: `“${column}” is no heading of this list. There are: ${staffHeadings.join(', ')}.`,
    })),
  ];
}

function entryOf(line: number, cell: (heading: Heading) => string, faults: RowFault[]): Entry | undefined {
  const before = faults.length;
  const role = roleOf(cell('role'));
  if (!role)
    faults.push({ line, column: 'role', message: `“${cell('role')}” is no role. There are: ${roleNames.join(', ')}.` });
  const day = (heading: 'from' | 'to') => {
    if (cell(heading) === '') return undefined;
    const parsed = PlainDate.safeParse(cell(heading));
    if (parsed.success) return parsed.data;
    const message = `“${cell(heading)}” is no day such as 2026-09-01.`;
    faults.push({ line, column: heading, message });
    return undefined;
  };
  const yearGroups = parts(cell('year groups')).map(Number);
  if (yearGroups.some((year) => !Number.isInteger(year) || year < -2 || year > 14)) {
    const message = `“${cell('year groups')}” are no year groups such as 7; 8.`;
    faults.push({ line, column: 'year groups', message });
  }
  const from = day('from');
  const to = day('to');
  if (!role || faults.length > before) return undefined;
  return { name: cell('name'), email: cell('email'), role, classes: parts(cell('classes')), yearGroups, from, to };
}

/** A role by its name here or its title. */
export function roleOf(text: string): RoleName | undefined {
  const named = text.trim().toLowerCase();
  return roleNames.find((name) => name === named || roles[name].title.toLowerCase() === named);
}

/** What stands between semicolons or commas. */
export function parts(text: string): readonly string[] {
  return text
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The same address with the same role on two lines. */
function twice(lines: readonly Line[], headings: readonly string[]): RowFault[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ line, cells }) => {
    const email = cells[headings.indexOf('email')]?.toLowerCase() ?? '';
    const key = `${email}/${cells[headings.indexOf('role')]?.toLowerCase() ?? ''}`;
    const first = seen.get(key);
    seen.set(key, first ?? line);
    if (email === '' || first === undefined) return [];
    return [{ line, column: 'email', message: `${email} has this role on line ${first} already.` }];
  });
}
