/** `a`, `a and b`, `a, b and c`. Names that hold commas are parted by semicolons. */
export function listInWords(names: readonly string[]): string {
  const last = names.at(-1);
  if (names.length < 2 || last === undefined) return last ?? '';
  const mark = names.some((name) => name.includes(',')) ? '; ' : ', ';
  const before = names.slice(0, -1).join(mark);
  return mark === '; ' ? `${before}; and ${last}` : `${before} and ${last}`;
}
