const wholeNumber = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A count inside a sentence: `1,234`. A mean over days is rounded to the nearest whole. */
export function printedCount(count: number): string {
  return wholeNumber.format(count);
}

/** `1 row`, `1,234 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${printedCount(count)} ${count === 1 ? one : many}`;
}
