/** A link or picture in a Markdown file. */
export interface MarkdownLink {
  readonly target: string;
  readonly line: number;
}

const link = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const definition = /^\s*\[[^\]]+\]:\s*(\S+)/g;
const picture = /<img[^>]*\ssrc="([^"]+)"/g;

/** Every link, reference definition and picture outside code. */
export function linksOf(markdown: string): readonly MarkdownLink[] {
  return linesOutsideFences(markdown).flatMap(({ text, line }) => {
    const prose = text.replace(/`[^`]*`/g, '');
    return [link, definition, picture]
      .flatMap((pattern) => [...prose.matchAll(pattern)])
      .map((match) => ({ target: match[1] ?? '', line }));
  });
}

/** Text between single backticks, outside fences. */
export function codeSpansOf(markdown: string): readonly MarkdownLink[] {
  return linesOutsideFences(markdown).flatMap(({ text, line }) =>
    [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ target: match[1] ?? '', line })),
  );
}

/** The anchors that the headings of a file give, as GitHub makes them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = linesOutsideFences(markdown).flatMap(({ text }) => /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1] ?? []);
  return new Set(headings.map(slugOf));
}

/** The cells of every table row, with its line; heading rows and rulers included. */
export function tableRowsOf(markdown: string): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  return linesOutsideFences(markdown)
    .filter(({ text }) => /^\s*\|.*\|\s*$/.test(text))
    .map(({ text, line }) => ({
      line,
      cells: text
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    }));
}

function slugOf(heading: string): string {
  const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
  return plain
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function linesOutsideFences(markdown: string): { readonly text: string; readonly line: number }[] {
  let fenced = false;
  return markdown.split('\n').flatMap((text, index) => {
    if (/^\s*(?:```|~~~)/.test(text)) {
      fenced = !fenced;
      return [];
    }
    return fenced ? [] : [{ text, line: index + 1 }];
  });
}
