/**
 * Widths without a browser. Advances are hundredths of the type size, measured in Chromium for Atkinson Hyperlegible
 * Next at weight 400 with figures of one width; bold is about a twentieth wider. An unknown character counts as a wide one.
 */
const advances: ReadonlyMap<string, number> = new Map(
  Object.entries({
    24: 'j',
    27: ".,:;’'|",
    28: ' ilI!',
    33: 'ft()[]/r-',
    49: 'csvxyzk–',
    56: 'abdeghnopquTEFJLV',
    62: '0123456789ABKNPRSXYZ−',
    70: 'CDGHOQUw&',
    84: 'mM',
    92: 'W%@',
  }).flatMap(([width, characters]) => [...characters].map((character) => [character, Number(width)] as const)),
);

export type Weight = 'regular' | 'bold';

/** Estimated width of a line of text, in the units of `fontSize`. */
export function textWidth(text: string, fontSize: number, weight: Weight = 'regular'): number {
  const hundredths = [...text].reduce((sum, character) => sum + (advances.get(character) ?? 66), 0);
  return (hundredths / 100) * fontSize * (weight === 'bold' ? 1.06 : 1);
}

/** Breaks text into lines no wider than `width`, at spaces; a word wider than that is cut. Always at least one line. */
export function wrapText(text: string, width: number, fontSize: number, weight: Weight = 'regular'): readonly string[] {
  const fits = (line: string) => textWidth(line, fontSize, weight) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((whole) => cutWord(whole, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cutWord(word: string, fits: (line: string) => boolean): readonly string[] {
  if (fits(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && !fits(piece + character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** The widest of some lines. */
export function widestLine(lines: readonly string[], fontSize: number, weight: Weight = 'regular'): number {
  return Math.max(0, ...lines.map((line) => textWidth(line, fontSize, weight)));
}

/** A label that wants to stand centred on `wanted` and needs `height`. */
export interface Standing {
  readonly wanted: number;
  readonly height: number;
}

interface Stack {
  readonly labels: readonly { readonly index: number; readonly above: number }[];
  readonly height: number;
  /** Where the top of the stack wants to be: the mean of its labels' wishes. */
  readonly top: number;
}

/**
 * Centres for labels that must not overlap: labels that would touch are stacked, and a stack stands where its labels
 * are displaced least in the mean (isotonic regression), inside `top` and `bottom` while there is room. Answers in the
 * order given.
 */
export function spreadLabels(labels: readonly Standing[], top: number, bottom: number): readonly number[] {
  const order = labels.map((label, index) => ({ ...label, index })).sort((a, b) => a.wanted - b.wanted);
  const total = order.reduce((sum, label) => sum + label.height, 0);
  const stacks: Stack[] = [];
  let before = 0;
  for (const { index, wanted, height } of order) {
    // Inside the limits, and far enough from each that the labels before and after this one still fit.
    const start = Math.min(wanted - height / 2, bottom - (total - before));
    let stack: Stack = { labels: [{ index, above: 0 }], height, top: Math.max(start, top + before) };
    for (let last = stacks.at(-1); last && last.top + last.height > stack.top; last = stacks.at(-1)) {
      stack = joinStacks(last, stack);
      stacks.pop();
    }
    stacks.push(stack);
    before += height;
  }
  const centres = labels.map((label) => label.wanted);
  for (const stack of stacks) {
    for (const { index, above } of stack.labels) centres[index] = stack.top + above + (labels[index]?.height ?? 0) / 2;
  }
  return centres;
}

function joinStacks(upper: Stack, lower: Stack): Stack {
  const shifted = lower.labels.map(({ index, above }) => ({ index, above: above + upper.height }));
  const weight = upper.labels.length / (upper.labels.length + lower.labels.length);
  return {
    labels: [...upper.labels, ...shifted],
    height: upper.height + lower.height,
    top: upper.top * weight + (lower.top - upper.height) * (1 - weight),
  };
}
