import { describe, expect, it } from 'vitest';
import { classOrder } from './class-order.ts';

const members = (...yearGroups: readonly number[]) => yearGroups.map((yearGroup) => ({ yearGroup }));
const ordered = (classes: Readonly<Record<string, readonly number[]>>) =>
  classOrder(Object.entries(classes).map(([name, years]) => [name, members(...years)] as const)).map(([name]) => name);

describe('the order of classes', () => {
  it('begins with nursery and reception, whatever they are called', () => {
    expect(ordered({ '1A': [1], '6A': [6], RA: [0, 0], N2: [-1], N1: [-2], '2A': [2] })).toEqual([
      'N1',
      'N2',
      'RA',
      '1A',
      '2A',
      '6A',
    ]);
    expect(ordered({ Ash: [6], Oak: [0], Elm: [3, 4], Birch: [3] })).toEqual(['Oak', 'Birch', 'Elm', 'Ash']);
  });

  it('counts as people do within a year', () => {
    expect(ordered({ '10C': [10], '9B': [9], '10A': [10], '9A2': [9], '9A10': [9] })).toEqual([
      '9A2',
      '9A10',
      '9B',
      '10A',
      '10C',
    ]);
  });

  it('puts houses of all ages and unknown years after, by name, and those without a class last', () => {
    expect(ordered({ '': [99], Webb: [7, 11], Austen: [8, 9, 10], '7A': [7], Late: [99, 99] })).toEqual([
      '7A',
      'Austen',
      'Late',
      'Webb',
      '',
    ]);
    expect(ordered({ '8A': [8, 99], '7A': [7] })).toEqual(['7A', '8A']);
  });
});
