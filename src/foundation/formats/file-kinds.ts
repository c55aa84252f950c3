/** What a name promises. `data` is what the readers read; everything else has a noun to tell people about. */
export type NamedKind =
  | { readonly kind: 'csv' | 'parquet' | 'zip' | 'meta' }
  | { readonly kind: 'system' }
  | { readonly kind: 'other'; readonly one: string; readonly many: string };

const systemName = /^(?:\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

const otherKinds: readonly (readonly [pattern: RegExp, one: string, many: string])[] = [
  [/\.(?:png|jpe?g|gif|webp|bmp|tiff?|heic|svg|ico)$/i, 'a picture', 'pictures'],
  [/\.pdf$/i, 'a PDF document', 'PDF documents'],
  [/\.(?:xlsx?|xlsm|xlsb|ods|numbers)$/i, 'a spreadsheet', 'spreadsheets'],
  [/\.(?:docx?|odt|rtf|pptx?|odp)$/i, 'a written document', 'written documents'],
  [/\.(?:geojson|topojson|topo\.json|shp|dbf|shx|prj|gpkg|kml)$/i, 'a map file', 'map files'],
  [/\.(?:json|jsonl|ndjson)$/i, 'a JSON file', 'JSON files'],
  [/\.xsd$/i, 'an XML schema', 'XML schemas'],
  [/\.xml$/i, 'an XML file', 'XML files'],
  [/\.ya?ml$/i, 'a YAML file', 'YAML files'],
  [/\.html?$/i, 'a web page', 'web pages'],
  [/\.(?:txt|md|markdown|log)$/i, 'a text file', 'text files'],
  [/\.(?:tar|tgz|7z|rar|bz2|xz|zst)$/i, 'an archive of another kind', 'archives of other kinds'],
  [/\.(?:mp4|mov|avi|mp3|wav|m4a)$/i, 'a recording', 'recordings'],
];

/** Sorts a file by its name, seeing through a final `.gz`. */
export function kindOfName(fileName: string): NamedKind {
  if (systemName.test(fileName)) return { kind: 'system' };
  const compressed = /\.gz$/i.test(fileName);
  const name = compressed ? fileName.slice(0, -3) : fileName;
  if (/(?:^|\.)meta\.csv$/i.test(name)) return { kind: 'meta' };
  if (/\.(?:csv|tsv)$/i.test(name)) return { kind: 'csv' };
  if (/\.(?:parquet|pq)$/i.test(name)) return { kind: 'parquet' };
  if (/\.zip$/i.test(name) && !compressed) return { kind: 'zip' };
  const other = otherKinds.find(([pattern]) => pattern.test(name));
  if (other) return { kind: 'other', one: other[1], many: other[2] };
  // A bare `.gz` says nothing of what is inside: the reader will find out.
  if (compressed && !name.includes('.')) return { kind: 'csv' };
  return {
    kind: 'other',
    one: 'a file of a kind Headwater does not know',
    many: 'files of kinds Headwater does not know',
  };
}

const signatures: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], 'a picture (PNG)'],
  [[0xff, 0xd8, 0xff], 'a picture (JPEG)'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture (GIF)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive or a spreadsheet workbook'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an older Office file, such as an .xls workbook'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x1f, 0x8b], 'gzip compressed data'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'an SQLite database'],
];

/** What the first bytes show, for content that turns out to be no table; `undefined` when they show nothing. */
export function kindOfContent(start: Uint8Array): string | undefined {
  const signature = signatures.find(([bytes]) => bytes.every((byte, at) => start[at] === byte));
  if (signature) return signature[1];
  const text = Buffer.from(start)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (/^<(?:!doctype\s+html|html)/i.test(text)) return 'a web page';
  if (/^<[?!a-z]/i.test(text)) return 'an XML file';
  if (/^[{[]\s*(?:["{[\]}]|$)/.test(text)) return 'a JSON file';
  return undefined;
}
