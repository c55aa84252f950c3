/**
 * How hard a text is to read: the school grade of Flesch and Kincaid (Kincaid and others 1975), 0.39 words a sentence + 11.8
 * syllables a word - 15.59. A grade has about the age of the grade and five: grade 4 is read at nine.
 */
export function gradeOf(sentences: readonly string[]): number {
  const all = sentences.flatMap(wordsOf);
  if (all.length === 0) return 0;
  const syllables = all.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (all.length / sentences.length) + 11.8 * (syllables / all.length) - 15.59;
}

/** The words of a sentence; numbers are read aloud and counted as one. */
export function wordsOf(sentence: string): readonly string[] {
  return sentence.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];
}

/** How many syllables a word has, by its vowels: right for nine words in ten, which is enough for a page. */
export function syllablesOf(word: string): number {
  const bare = word.toLowerCase().replace(/[’']s?$|[^a-z]/g, '');
  if (bare.length <= 3) return 1;
  const spoken = bare
    .replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, '')
    .replace(/([^aeiouy]l)e[sd]?$/, '$1e')
    .replace(/^y/, '');
  const groups = spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0;
  const apart = spoken.match(/i[ao](?!u)|eo|[^q]ua|uou|ying|eing|ea$/g)?.length ?? 0;
  const together = spoken.match(/[ctl]i[ao]|sio|gio|geo|peo|[aeo]y[aeiou]/g)?.length ?? 0;
  return Math.max(1, groups + apart - together);
}

/** The sentences of a page’s own words: prose, headings, labels and hints; not what was entered, names and marks. */
export function sentencesOf(html: string): readonly string[] {
  const main = /<main[\s\S]*?<\/main>/.exec(html)?.[0] ?? html;
  const said = main.replace(/<(script|style|table|select|textarea|time|code)[\s\S]*?<\/\1>/g, ' ');
  const blocks = said.matchAll(
    /<(p|li|h[1-4]|label|legend|summary|button|div class="govuk-hint"|dd)\b[^>]*>([\s\S]*?)<\/(?:p|li|h[1-4]|label|legend|summary|button|div|dd)>/g,
  );
  return [...blocks].flatMap(([, tag, inner = '']) => {
    const text = inner
      .replace(/<[^>]+>/g, '')
      .replace(/&[#\w]+;/g, "'")
      .replace(/\s+/g, ' ')
      .trim();
    // What stands in a summary list is data, unless it is a sentence.
    if (tag === 'dd' && !/\.$/.test(text)) return [];
    return text.split(/(?<=[.!?:])\s+/).filter((one) => wordsOf(one).length > 0);
  });
}
