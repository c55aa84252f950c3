const wholeNumber = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `1,234`. */
export function printedCount(count: number): string {
  return wholeNumber.format(count);
}

/** `1 row`, `1,234 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${printedCount(count)} ${count === 1 ? one : many}`;
}
