import { describe, expect, it } from 'vitest';
import { GssCode, LaCode, LaEstab, Urn } from './identifiers.ts';

describe('identifiers', () => {
  it.each(['E08000038', 'W92000004', 'S92000003', 'N92000002', 'K02000001'])('%s is a GSS code', (code) => {
    expect(GssCode.parse(code)).toBe(code);
  });

  it.each(['e08000038', 'E0800003', 'E080000381', 'X08000038', ' E08000038', 'E08000038\n', '370', 'z', ''])(
    '%j is no GSS code',
    (code) => expect(GssCode.safeParse(code).success).toBe(false),
  );

  it('keep the noughts at the front of a local authority code', () => {
    expect(LaCode.parse('001')).toBe('001');
    expect(['37', '3700', '37O', '٣٧٠', 'z'].filter((code) => LaCode.safeParse(code).success)).toEqual([]);
  });

  it('are numbers of a fixed length for settings', () => {
    expect([100_000, 999_999].every((urn) => Urn.safeParse(urn).success)).toBe(true);
    expect([99_999, 1_000_000, 100_000.5, Number.NaN, '100000'].filter((urn) => Urn.safeParse(urn).success)).toEqual(
      [],
    );
    expect([2_010_001, 9_999_999].every((number) => LaEstab.safeParse(number).success)).toBe(true);
    expect([1_999_999, 10_000_000].filter((number) => LaEstab.safeParse(number).success)).toEqual([]);
  });
});
