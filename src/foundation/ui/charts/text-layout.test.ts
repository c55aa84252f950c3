import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels, textWidth, wrapText } from './text-layout.ts';

describe('wrapText', () => {
  it('keeps every character that is not space, and every line within the width', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const lines = wrapText(text, width, 14);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(textWidth(line, 14)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('spreadLabels', () => {
  const labels = fc.array(
    fc.record({ wanted: fc.double({ min: 0, max: 200, noNaN: true }), height: fc.integer({ min: 1, max: 20 }) }),
    {
      maxLength: 10,
    },
  );

  it('lets none overlap, and keeps all inside while there is room', () => {
    fc.assert(
      fc.property(labels, (wishes) => {
        const placed = spreadLabels(wishes, 0, 200).map((centre, index) => ({
          centre,
          height: wishes[index]?.height ?? 0,
        }));
        placed.sort((a, b) => a.centre - b.centre);
        for (const [index, label] of placed.entries()) {
          const above = placed[index - 1];
          const edge = above ? above.centre + above.height / 2 : 0;
          expect(label.centre - label.height / 2).toBeGreaterThanOrEqual(edge - 1e-6);
          expect(label.centre + label.height / 2).toBeLessThanOrEqual(200 + 1e-6);
        }
      }),
    );
  });

  it('leaves labels that do not touch where they want to be', () => {
    expect(
      spreadLabels(
        [
          { wanted: 150, height: 20 },
          { wanted: 40, height: 20 },
        ],
        0,
        200,
      ),
    ).toEqual([150, 40]);
  });

  it('shares a collision between both', () => {
    expect(
      spreadLabels(
        [
          { wanted: 100, height: 20 },
          { wanted: 100, height: 20 },
        ],
        0,
        200,
      ),
    ).toEqual([90, 110]);
  });
});
