import { bookOf } from '#foundation/nations/code-books.ts';

export const morningDay = '2026-11-20';
export const morningPlaces = 30;

const codes = ['/', '/', '/', 'L', 'I', undefined, 'O'] as const;

/** The codes of a setting's register of the morning: the same whenever they are asked for. */
export function codesOfMorning(settingId: number): readonly (string | undefined)[] {
  return Array.from({ length: morningPlaces }, (_, place) => codes[(settingId * 5 + place * 3) % codes.length]);
}

export function marksOfMorning(settingId: number): Uint8Array {
  const { bytes } = bookOf('england');
  return Uint8Array.from(codesOfMorning(settingId), (code) => (code === undefined ? 0 : (bytes.get(code) ?? 0)));
}
