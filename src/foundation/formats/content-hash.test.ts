import { expect, it } from 'vitest';
import { contentHash, hashedContent } from './content-hash.ts';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

it('is the SHA-256 of FIPS 180-4, however the content is cut', async () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await contentHash(pieces('a', 'bc'))).toBe(abc);
  const tapped = hashedContent(pieces('ab', 'c'));
  let text = '';
  for await (const chunk of tapped.chunks) text += Buffer.from(chunk).toString();
  expect(text).toBe('abc');
  expect(tapped.digest()).toBe(abc);
});
