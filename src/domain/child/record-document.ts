import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { ChildRecord, RecordSection } from './record.ts';

/** A copy of a record to be given away: a zip of one readable page, one JSON document, and a CSV for each section. */
export interface RecordCopy {
  readonly zip: Buffer;
  /** Of the zip, in hexadecimal digits. */
  readonly sha256: string;
}

/** Packs a record that was reviewed. */
export function packRecord(record: ChildRecord): RecordCopy {
  const madeAt = new Date(record.madeAt);
  const files = {
    'record.html': strToU8(htmlOf(record)),
    'record.css': strToU8(styles),
    'record.json': strToU8(JSON.stringify(record, undefined, 1)),
    ...Object.fromEntries(record.sections.map((one) => [`csv/${one.table}.csv`, strToU8(csvOf(one))])),
  };
  const zip = Buffer.from(zipSync(files, { mtime: madeAt, level: 6 }));
  return { zip, sha256: createHash('sha256').update(zip).digest('hex') };
}

function columnsOf({ rows }: RecordSection): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function csvOf(section: RecordSection): string {
  const header = columnsOf(section);
  return csvDocument({ header, rows: section.rows.map((row) => header.map((column) => textOf(row[column]))) });
}

/** A page that opens from a folder, without a network: no script, and a stylesheet of its own. */
function htmlOf(record: ChildRecord): string {
  const made = dayInWords(londonDay(new Date(record.madeAt)));
  const contents = record.sections.map(
    ({ table, title, rows }) => `<li><a href="#${table}">${escaped(title)}</a> (${rows.length})</li>`,
  );
  const left = record.leftOut.map(
    ({ table, why }) => `<li>${escaped(table.replaceAll('_', ' '))}: ${escaped(why)}</li>`,
  );
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A copy of your record</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="record.css"></head>
<body><main><h1>A copy of your record</h1>
<p>This is everything that is kept about you, as it was on ${made}. A person has looked at it before you got it. Where you see
█████, there was the name or the words of somebody else.</p>
<p>If something is wrong, you can ask to have it put right. If you are not happy with this copy, you can tell the
Information Commissioner: ico.org.uk.</p>
<h2>What is in it</h2><ul>${contents.join('')}</ul>
${record.sections.map(sectionHtml).join('\n')}
<h2>What is not in it</h2><ul>${left.join('')}</ul></main></body></html>
`;
}

function sectionHtml(section: RecordSection): string {
  const columns = columnsOf(section);
  const heads = columns.map((column) => `<th scope="col">${escaped(column.replaceAll('_', ' '))}</th>`);
  const rows = section.rows.map(
    (row) => `<tr>${columns.map((column) => `<td>${escaped(textOf(row[column]))}</td>`).join('')}</tr>`,
  );
  return `<section id="${section.table}"><h2>${escaped(section.title)}</h2>
<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></section>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const styles = `body { font: 1.1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; margin: 0 }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #bbb; vertical-align: top }
`;
