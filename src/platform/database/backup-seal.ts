import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { ByteReader } from './byte-reader.ts';

/** Thirty-two random bytes. A backup is sealed under a key made from them for it alone. */
export interface BackupKey {
  readonly bytes: Buffer;
}

/** How a backup is sealed: with a key, or open to whoever has the file. */
export type Seal = { readonly kind: 'key'; readonly key: BackupKey } | { readonly kind: 'open' };

const magic = 'HEADWATER BACKUP 1\n';
const keyMagic = 'headwater-backup-key-1 ';
const chunkBytes = 64 * 1024;
const tagBytes = 16;
const lastFlag = 0x8000_0000;
const mostHeader = 4096;

/** A new key, as the text of its file. */
export function newKeyText(): string {
  return `${keyMagic}${randomBytes(32).toString('base64url')}\n`;
}

/** The key in the text of a key file. */
export function keyIn(text: string): Result<BackupKey, Problem> {
  const match = /^headwater-backup-key-1 ([\w-]{43})\s*$/.exec(text);
  const bytes = Buffer.from(match?.[1] ?? '', 'base64url');
  return bytes.length === 32 ? success({ bytes }) : failure(notAKey);
}

interface Header {
  readonly sealed: 'aes-256-gcm' | 'not';
  /** Says which key, and nothing about it. */
  readonly keyId: string;
  readonly salt: string;
}

interface Sealing {
  readonly key: Buffer | undefined;
  /** Of the header: bound into every chunk, so that none fits another file. */
  readonly bound: Buffer;
}

/**
 * Seals bytes in chunks, each numbered and the last one marked (AES-256-GCM; without a key a digest in the tag's place):
 * a chunk altered, left out, put elsewhere or taken from another file is found, and so is an end that is missing.
 */
export async function* sealed(source: AsyncIterable<Buffer>, seal: Seal): AsyncGenerator<Buffer> {
  const salt = randomBytes(32);
  const header = Buffer.from(JSON.stringify(headerFor(seal, salt)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  yield Buffer.concat([Buffer.from(magic), length, header]);
  const sealing = sealingFor(seal, salt, header);
  let waiting: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of source) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length > chunkBytes) {
      yield sealChunk(sealing, waiting.subarray(0, chunkBytes), number, 0);
      waiting = waiting.subarray(chunkBytes);
      number += 1;
    }
  }
  yield sealChunk(sealing, waiting, number, lastFlag);
}

/** The bytes that were sealed. Throws a `ProblemError`: another key, altered, or not whole. Nothing unchecked is answered. */
export async function* unsealed(source: AsyncIterable<Buffer>, seal: Seal): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source, () => new ProblemError(notWhole));
  const opening = await reader.upTo(magic.length);
  if (opening.toString('latin1') !== magic) throw new ProblemError(notABackup);
  const length = (await reader.exactly(4)).readUInt32BE();
  if (length > mostHeader) throw new ProblemError(altered);
  const header = Buffer.from(await reader.exactly(length));
  const known = headerIn(header);
  refuseOtherKey(known, seal);
  const sealing = sealingFor(seal, Buffer.from(known.salt, 'base64url'), header);
  for (let number = 0; ; number += 1) {
    const size = (await reader.exactly(4)).readUInt32BE();
    const bytes = size % lastFlag;
    if (bytes > chunkBytes) throw new ProblemError(altered);
    const body = await reader.exactly(bytes + tagBytes);
    yield openChunk(sealing, body, number, size - bytes);
    if (size >= lastFlag) break;
  }
  if ((await reader.upTo(1)).length > 0) throw new ProblemError(altered);
}

function headerFor(seal: Seal, salt: Buffer): Header {
  return seal.kind === 'key'
    ? { sealed: 'aes-256-gcm', keyId: keyIdOf(seal.key), salt: salt.toString('base64url') }
    : { sealed: 'not', keyId: '', salt: salt.toString('base64url') };
}

function headerIn(bytes: Buffer): Header {
  try {
    const { sealed: how, keyId, salt }: Partial<Header> = JSON.parse(bytes.toString());
    if ((how === 'aes-256-gcm' || how === 'not') && typeof keyId === 'string' && typeof salt === 'string')
      return { sealed: how, keyId, salt };
  } catch {
    // Told of below: it makes no difference in which way it is broken.
  }
  throw new ProblemError(altered);
}

function refuseOtherKey({ sealed: how, keyId }: Header, seal: Seal): void {
  if (how === 'not' && seal.kind === 'key') throw new ProblemError(isOpen);
  if (how === 'aes-256-gcm' && seal.kind === 'open') throw new ProblemError(keyNeeded);
  if (seal.kind === 'key' && keyIdOf(seal.key) !== keyId) throw new ProblemError(otherKey);
}

function keyIdOf({ bytes }: BackupKey): string {
  return createHmac('sha256', bytes).update('headwater backup key id').digest('hex').slice(0, 16);
}

function sealingFor(seal: Seal, salt: Buffer, header: Buffer): Sealing {
  const bound = createHash('sha256').update(header).digest();
  if (seal.kind === 'open') return { key: undefined, bound };
  return { key: Buffer.from(hkdfSync('sha256', seal.key.bytes, salt, 'headwater backup', 32)), bound };
}

function sealChunk(sealing: Sealing, plain: Buffer, number: number, flag: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(plain.length + flag);
  if (!sealing.key) return Buffer.concat([length, plain, digestOf(sealing, plain, number, flag)]);
  // The key is this file's alone, so a number used once in it is a nonce used once.
  const cipher = createCipheriv('aes-256-gcm', sealing.key, nonceOf(number));
  cipher.setAAD(aadOf(sealing, flag));
  const body = cipher.update(plain);
  return Buffer.concat([length, body, cipher.final(), cipher.getAuthTag()]);
}

function openChunk(sealing: Sealing, body: Buffer, number: number, flag: number): Buffer {
  const inside = body.subarray(0, body.length - tagBytes);
  const tag = body.subarray(body.length - tagBytes);
  if (!sealing.key) {
    if (!timingSafeEqual(digestOf(sealing, inside, number, flag), tag)) throw new ProblemError(altered);
    return inside;
  }
  const decipher = createDecipheriv('aes-256-gcm', sealing.key, nonceOf(number), { authTagLength: tagBytes });
  decipher.setAAD(aadOf(sealing, flag));
  decipher.setAuthTag(tag);
  const plain = decipher.update(inside);
  try {
    decipher.final();
  } catch {
    throw new ProblemError(altered);
  }
  return plain;
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

function aadOf({ bound }: Sealing, flag: number): Buffer {
  return Buffer.concat([bound, Buffer.from([flag === 0 ? 0 : 1])]);
}

function digestOf(sealing: Sealing, plain: Buffer, number: number, flag: number): Buffer {
  const digest = createHash('sha256').update(aadOf(sealing, flag)).update(nonceOf(number)).update(plain).digest();
  return digest.subarray(0, tagBytes);
}

const anotherFile = 'Use another backup, or copy this one again from where it was kept. Nothing was restored.';

const notAKey: Problem = {
  code: 'backup-key-unusable',
  message: 'The key file holds no key for backups.',
  nextStep: 'Make one with npx headwater backup --new-key FILE, or name the one the backup was made with.',
};

const notABackup: Problem = {
  code: 'backup-not-known',
  message: 'The file is not a backup that Headwater made.',
  nextStep: 'Name a file written by npx headwater backup.',
};

const keyNeeded: Problem = {
  code: 'backup-key-needed',
  message: 'The backup is encrypted.',
  nextStep: 'Name the key file it was made with: --key FILE.',
};

const isOpen: Problem = {
  code: 'backup-is-open',
  message: 'The backup is not encrypted, so the key shows nothing about who made it.',
  nextStep: 'If it is the one you mean, say --unencrypted in place of --key.',
};

const otherKey: Problem = {
  code: 'backup-key-other',
  message: 'The backup was made with another key.',
  nextStep: 'Name the key file it was made with. Without that key nobody can read it.',
};

const altered: Problem = {
  code: 'backup-altered',
  message: 'The backup is not as it was written: a part of it was altered.',
  nextStep: anotherFile,
};

const notWhole: Problem = {
  code: 'backup-not-whole',
  message: 'The backup ends before its end.',
  nextStep: anotherFile,
};
