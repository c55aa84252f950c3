/** Counts from 1 to 4 are not shown to readers who may see no child of them (measures.md §5). */
const smallest = 5;

/**
 * Which counts of a table to hide: rows are places that add up to one, columns are groups that add up to everyone. Every
 * count from 1 to 4; and then, in each row and column with only one hidden, the smallest other one that is not zero, so
 * that what is shown cannot be taken from a total to find it. A row or column with nothing else to hide is left.
 */
export function hiddenCounts(rows: readonly (readonly number[])[]): readonly (readonly boolean[])[] {
  const hidden = rows.map((row) => row.map((count) => count > 0 && count < smallest));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const lines: readonly (readonly (readonly [row: number, column: number])[])[] = [
    ...rows.map((row, index) => row.map((_, column) => [index, column] as const)),
    ...Array.from({ length: rows.length > 1 ? width : 0 }, (_, column) =>
      rows.map((__, index) => [index, column] as const),
    ),
  ];
  let changed = true;
  while (changed) {
    changed = false;
    for (const line of lines) {
      const isHidden = line.filter(([row, column]) => hidden[row]?.[column]);
      if (isHidden.length !== 1) continue;
      const [next] = line
        .filter(([row, column]) => !hidden[row]?.[column] && (rows[row]?.[column] ?? 0) > 0)
        .toSorted((left, right) => (rows[left[0]]?.[left[1]] ?? 0) - (rows[right[0]]?.[right[1]] ?? 0));
      const row = next && hidden[next[0]];
      if (!next || !row) continue;
      row[next[1]] = true;
      changed = true;
    }
  }
  return hidden;
}
