/**
 * How a value is made coarser before it leaves, by name. Each takes the value as stored, written as text, and answers what
 * is told instead; `undefined` where nothing can be told. None of them looks anything up.
 */
export const degradations = {
  year: { words: 'the year alone', of: (value) => /^(\d{4})-\d{2}-\d{2}$/.exec(value)?.[1] },
  month: { words: 'the month alone', of: (value) => /^(\d{4}-\d{2})-\d{2}$/.exec(value)?.[1] },
  initials: { words: 'the initials alone', of: initials },
  district: {
    words: 'the postcode district alone',
    of: (value) => /^([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}$/i.exec(value.trim())?.[1]?.toUpperCase(),
  },
  'key-stage': { words: 'the key stage alone', of: keyStage },
  'main-group': { words: 'the main group alone', of: mainGroup },
  'yes-or-no': { words: 'yes or no alone', of: yesOrNo },
  tens: { words: 'a band of ten per cent alone', of: tens },
  attended: { words: 'attended or absent alone', of: attended },
} as const satisfies Readonly<
  Record<string, { readonly words: string; readonly of: (value: string) => string | undefined }>
>;
export type Degradation = keyof typeof degradations;

export const degradationNames = Object.keys(degradations) as readonly Degradation[];

function initials(value: string): string | undefined {
  const letters = value
    .split(/[\s'’-]+/u)
    .map((word) => /^\p{L}/u.exec(word)?.[0])
    .filter((letter) => letter !== undefined);
  return letters.length === 0 ? undefined : letters.map((letter) => `${letter.toUpperCase()}.`).join(' ');
}

/** Year groups as kept: 0 is reception, 1 to 14 the years; nursery is below. */
function keyStage(value: string): string | undefined {
  if (!/^-?\d{1,2}$/.test(value)) return undefined;
  const year = Number(value);
  if (year <= 0) return 'early years';
  return year <= 2 ? '1' : year <= 6 ? '2' : year <= 9 ? '3' : year <= 11 ? '4' : '5';
}

/** The first letter of the Department’s ethnicity code is its main group; NOBT and REFU have none. */
function mainGroup(value: string): string | undefined {
  return /^(?!NOBT|REFU)([ABCMOW])[A-Z]{3}$/.exec(value)?.[1];
}

function yesOrNo(value: string): string | undefined {
  return value === 'U' ? undefined : value === 'N' ? 'no' : 'yes';
}

function tens(value: string): string | undefined {
  if (!/^\d{1,3}(?:\.\d+)?$/.test(value) || Number(value) > 100) return undefined;
  const from = Math.min(90, Math.floor(Number(value) / 10) * 10);
  return `${from} to ${from === 90 ? 100 : from + 9}`;
}

/** A mark’s category, without the code that says why: the reason may be a matter of health, faith or crime. */
function attended(value: string): string | undefined {
  if (value === '' || value === '-') return undefined;
  return /^[/\\LBPVWKD]$/.test(value) ? 'attended' : /^[#YZX]/.test(value) ? undefined : 'absent';
}
