import { describe, expect, it } from 'vitest';
import { askedText } from './asked-text.ts';

describe('text that is asked for', () => {
  it.each(['', 'Côte d’Ivoire', '😀', '__proto__', "' OR 1=1"])('can be %j', (text) => {
    expect(askedText(20).parse(text)).toBe(text);
  });

  it.each(['\0', 'a\nb', '\u001B[2K', '\u0085', 'x'.repeat(21)])('cannot be %j', (text) => {
    expect(askedText(20).safeParse(text).success).toBe(false);
  });
});
