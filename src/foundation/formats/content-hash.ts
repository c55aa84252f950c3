import { createHash } from 'node:crypto';

/** SHA-256 of a whole content, as 64 lower-case hexadecimal digits. */
export async function contentHash(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** A content that is hashed while it passes by. */
export interface HashedContent {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** SHA-256 in hexadecimal. Call once, when the chunks have been read to the end. */
  digest(): string;
}

/** Hashes a content as it is read, so that it need not be read twice. */
export function hashedContent(chunks: AsyncIterable<Uint8Array>): HashedContent {
  const hash = createHash('sha256');
  async function* tapped() {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  }
  return { chunks: tapped(), digest: () => hash.digest('hex') };
}
