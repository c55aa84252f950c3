/**
 * HTML in one canonical spelling, so that two renderings can be compared: attributes sorted, entities decoded, runs of
 * white space and white space at the edges of elements dropped. For tests; expects well-formed markup.
 */
export function normalisedHtml(html: string): string {
  const tokens: readonly string[] =
    html.match(/<\/?[a-zA-Z][^\s/>]*(?:\s+[^\s=/>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*\s*\/?>|[^<]+/g) ?? [];
  if (tokens.join('') !== html) throw new Error(`Not well-formed enough to compare: ${html}`);
  return tokens
    .map((token) => (token.startsWith('<') ? normalisedTag(token) : decoded(token).replace(/\s+/g, ' ').trim()))
    .filter((token) => token !== '')
    .join('\n');
}

function normalisedTag(tag: string): string {
  const name = /^<\/?([^\s/>]+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (tag.startsWith('</')) return voidElements.has(name) ? '' : `</${name}>`;
  const rest = tag.slice(name.length + 1).replace(/\/?>$/, '');
  const attributes = [...rest.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)].map(
    ([, key = '', double, single, bare]) =>
      `${key.toLowerCase()}="${canonicalValue(key, double ?? single ?? bare ?? '')}"`,
  );
  const open = `<${[name, ...attributes.sort()].join(' ')}>`;
  const isEmptyShape = tag.endsWith('/>') && !voidElements.has(name);
  return isEmptyShape ? `${open}\n</${name}>` : open;
}

/** `disabled`, `disabled=""` and `disabled="disabled"` say the same. */
function canonicalValue(name: string, value: string): string {
  const text = decoded(value).replace(/\s+/g, ' ').trim();
  return text === name ? '' : text;
}

const voidElements = new Set(['br', 'hr', 'img', 'input', 'link', 'meta']);

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
  ctdot: '⋯',
};

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
