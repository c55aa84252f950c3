import { describe, expect, it } from 'vitest';
import { preferredFormat } from './answers.ts';

describe('the form a program prefers', () => {
  it.each([
    ['', 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['text/csv', 'csv'],
    ['TEXT/CSV; header=present', 'csv'],
    ['text/csv, application/json', 'json'],
    ['text/csv;q=0.9, application/json;q=0.8', 'csv'],
    ['application/json;q=0.1, text/csv', 'csv'],
    ['text/csv;q=0', 'json'],
    ['text/csvx', 'json'],
    [`text/csv;${' '.repeat(5000)}q=.`, 'json'],
  ])('for “%s” is %s', (accept, format) => {
    expect(preferredFormat(accept)).toBe(format);
  });
});
