import { describe, expect, it } from 'vitest';
import { normalisedHtml } from './normalised-html.ts';

describe('normalisedHtml', () => {
  it('does not mind the order of attributes, white space or the spelling of booleans', () => {
    const left = '<input disabled  id="a" class="b c">\n <p> One\n two </p>';
    const right = '<input class="b c" id="a" disabled="disabled"/><p>One two</p>';
    expect(normalisedHtml(left)).toBe(normalisedHtml(right));
  });

  it.each([
    ['a different attribute', '<p id="a"></p>', '<p id="b"></p>'],
    ['a missing attribute', '<p id="a"></p>', '<p></p>'],
    ['different words', '<p>One</p>', '<p>Two</p>'],
    ['different nesting', '<p><b>One</b></p>', '<p>One</p>'],
    ['escaped markup', '<p><b>One</b></p>', '<p>&lt;b&gt;One&lt;/b&gt;</p>'],
  ])('minds %s', (_, left, right) => {
    expect(normalisedHtml(left)).not.toBe(normalisedHtml(right));
  });

  it('refuses what it cannot read to the end', () => {
    expect(() => normalisedHtml('<p title="a>')).toThrow('Not well-formed');
  });
});
