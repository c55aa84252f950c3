/**
 * Widths without a browser. Advances are hundredths of the type size, measured in Chromium for Atkinson Hyperlegible
 * Next at weight 400; bold is about a twentieth wider. An unknown character counts as a wide one.
 */
const advances: ReadonlyMap<string, number> = new Map(
  Object.entries({
    24: 'j',
    27: ".,:;’'|",
    28: ' ilI!',
    33: 'ft()[]/r-',
    41: '1',
    49: 'csvxyzk–',
    56: 'abdeghnopqu2357TEFJLV',
    62: '04689ABKNPRSXYZ−',
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

/**
 * Centres for labels that must not overlap: each as near its wish as its neighbours allow, none above `top`, and none
 * below `bottom` while there is room. Answers in the order given.
 */
export function spreadLabels(labels: readonly Standing[], top: number, bottom: number): readonly number[] {
  const order = labels.map((label, index) => ({ label, index })).sort((a, b) => a.label.wanted - b.label.wanted);
  const centres = labels.map((label) => label.wanted);
  let edge = bottom;
  for (const { label, index } of order.toReversed()) {
    const centre = Math.min(label.wanted, edge - label.height / 2);
    centres[index] = centre;
    edge = centre - label.height / 2;
  }
  edge = top;
  for (const { label, index } of order) {
    const centre = Math.max(centres[index] ?? label.wanted, edge + label.height / 2);
    centres[index] = centre;
    edge = centre + label.height / 2;
  }
  return centres;
}
