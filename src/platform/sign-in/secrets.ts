import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** 256 bits of chance, in letters that an address and a cookie may hold. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. Enough, without salt or stretching, because the secret is 256 bits of chance. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What a sealed text is: it opens with the same word alone, so that one kind cannot stand in for another. */
export type SealedKind = 'attempt' | 'held-form' | 'id-token';

/** Seals a text with a secret that the database does not hold (AES-256-GCM; nonce, tag and text in this order). */
export function seal(secret: string, kind: SealedKind, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret, kind), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The text; `undefined` with another secret, of another kind, or when one bit of it was changed. */
export function unseal(secret: string, kind: SealedKind, sealed: Buffer): string | undefined {
  try {
    const opener = createDecipheriv('aes-256-gcm', keyFrom(secret, kind), sealed.subarray(0, 12));
    opener.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([opener.update(sealed.subarray(28)), opener.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keyFrom(secret: string, kind: SealedKind): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'headwater', kind, 32));
}
