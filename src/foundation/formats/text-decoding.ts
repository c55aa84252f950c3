import { isUtf8 } from 'node:buffer';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { kindOfContent } from './file-kinds.ts';
import { cutShort, notText, refuse } from './file-problems.ts';
import { LineMeter } from './line-meter.ts';

/** The encodings a person can name with `--encoding`. Without one, the byte order mark decides, and else UTF-8. */
export type TextEncoding = 'utf-8' | 'windows-1252' | 'utf-16le';
export const textEncodings: readonly TextEncoding[] = ['utf-8', 'windows-1252', 'utf-16le'];

/** How to decode. */
export interface TextOptions {
  /** For messages. */
  readonly name: string;
  /** A byte order mark in the file wins over it. */
  readonly encoding?: TextEncoding;
  /** Longest physical line, in bytes of UTF-8; 1 MiB unless given. */
  readonly longestLineBytes?: number;
}

const bytesAtATime = 65_536;
const bytesToPeek = 512;
export const oneMebibyte = 1_048_576;

/**
 * Turns text in any of the encodings into UTF-8 that is known to be valid, without a byte order mark, in pieces of at
 * most some 200 KB. Throws `ProblemError` naming the line at the first byte that is not text, and at a line longer than
 * the limit. Works in constant memory whatever the lines' length.
 */
export async function* utf8Text(chunks: AsyncIterable<Uint8Array>, options: TextOptions): AsyncGenerator<Buffer> {
  const meter = new LineMeter(options.name, options.longestLineBytes ?? oneMebibyte);
  let start: Buffer | undefined = Buffer.alloc(0);
  let decoder: Decoder | undefined;
  for await (const chunk of chunks) {
    const bytes: Buffer = start ? Buffer.concat([start, chunk]) : asBuffer(chunk);
    if (start && bytes.length < bytesToPeek) {
      start = bytes;
      continue;
    }
    decoder ??= decoderFor(bytes, options);
    yield* decodePieces(start ? bytes.subarray(decoder.markBytes) : bytes, decoder, meter);
    start = undefined;
  }
  if (start) {
    decoder = decoderFor(start, options);
    yield* decodePieces(start.subarray(decoder.markBytes), decoder, meter);
  }
  if (decoder?.unfinished()) {
    refuse({ ...cutShort(options.name), message: `${options.name} is cut short in the middle of a character.` });
  }
}

function* decodePieces(bytes: Buffer, decoder: Decoder, meter: LineMeter): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += bytesAtATime) {
    const piece = decoder.decode(bytes.subarray(at, at + bytesAtATime));
    meter.measure(piece.text);
    if (piece.fault) refuse(piece.fault(meter.line));
    const nul = piece.text.indexOf(0);
    if (nul !== -1) refuse(notText(meter.name, `binary data (a zero byte in line ${meter.lineAt(piece.text, nul)})`));
    if (piece.text.length > 0) yield piece.text;
  }
}

interface Decoded {
  /** Valid UTF-8. */
  readonly text: Buffer;
  /** What is wrong with the bytes that follow `text`, which end in line `line`. */
  readonly fault?: (line: number) => ReturnType<typeof notText>;
}

interface Decoder {
  /** Length of the byte order mark. */
  readonly markBytes: number;
  decode(bytes: Buffer): Decoded;
  /** Whether the bytes so far end inside a character. */
  unfinished(): boolean;
}

function decoderFor(start: Buffer, options: TextOptions): Decoder {
  const { name } = options;
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return utf8Decoder(name, 3);
  if (start[0] === 0xff && start[1] === 0xfe) return utf16Decoder(name, 2, 'little');
  if (start[0] === 0xfe && start[1] === 0xff) return utf16Decoder(name, 2, 'big');
  if (options.encoding === 'utf-16le') return utf16Decoder(name, 0, 'little');
  const what = kindOfContent(start);
  if (what) refuse(notText(name, what));
  if (options.encoding === 'windows-1252') return windowsDecoder(name);
  if (looksLikeUtf16(start)) {
    refuse({
      code: 'wrong-encoding',
      message: `${name} is not UTF-8: it looks like UTF-16, with two bytes to a character.`,
      nextStep: 'Run again with --encoding utf-16le.',
    });
  }
  return utf8Decoder(name, 0);
}

/** Latin text in UTF-16 has a zero for every second byte. */
function looksLikeUtf16(start: Buffer): boolean {
  const odd = start.filter((byte, at) => at % 2 === 1 && byte === 0).length;
  const even = start.filter((byte, at) => at % 2 === 0 && byte === 0).length;
  return odd > start.length / 4 && even === 0;
}

function utf8Decoder(name: string, markBytes: number): Decoder {
  let carried = Buffer.alloc(0);
  let before = markBytes;
  return {
    markBytes,
    unfinished: () => carried.length > 0,
    decode(bytes) {
      const all = carried.length > 0 ? Buffer.concat([carried, bytes]) : bytes;
      const whole = all.subarray(0, all.length - unfinishedBytes(all));
      carried = Buffer.from(all.subarray(whole.length));
      if (isUtf8(whole)) {
        before += whole.length;
        return { text: whole };
      }
      const at = firstInvalid(whole);
      const position = before + at + 1;
      return {
        text: whole.subarray(0, at),
        fault: (line) =>
          whole.includes(0) ? notText(name, 'binary data') : notUtf8({ name, line, position }, whole[at]),
      };
    },
  };
}

interface Place {
  readonly name: string;
  readonly line: number;
  readonly position: number;
}

function notUtf8({ name, line, position }: Place, byte = 0) {
  const where = `byte 0x${hex(byte)}, number ${printedCount(position)} of the file`;
  return {
    code: 'wrong-encoding',
    message: `${name}: line ${line} is not UTF-8 (${where}).`,
    nextStep: 'If it was saved by an older Windows program, run again with --encoding windows-1252.',
  };
}

/** How many bytes at the end begin a character that is not complete yet. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes.at(-back) ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function firstInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length === 0 || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return at;
}

/** Bytes of the UTF-8 sequence that a byte leads; 0 when it can lead none (RFC 3629). */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

function utf16Decoder(name: string, markBytes: number, order: 'little' | 'big'): Decoder {
  let carried = Buffer.alloc(0);
  return {
    markBytes,
    unfinished: () => carried.length > 0,
    decode(bytes) {
      const all = Buffer.concat([carried, bytes]);
      const even = all.length - (all.length % 2);
      const units = Buffer.from(all.subarray(0, even));
      if (order === 'big') units.swap16();
      const last = even >= 2 ? units.readUInt16LE(even - 2) : 0;
      const taken = last >= 0xd800 && last < 0xdc00 ? even - 2 : even;
      carried = Buffer.from(all.subarray(taken));
      const text = units.toString('utf16le', 0, taken);
      if (text.isWellFormed()) return { text: Buffer.from(text) };
      return { text: Buffer.from(wellFormedStart(text)), fault: (line) => notUtf16(name, line) };
    },
  };
}

function notUtf16(name: string, line: number) {
  return {
    code: 'wrong-encoding',
    message: `${name}: line ${line} is not UTF-16 (half a character stands alone).`,
    nextStep: 'Save it again as “CSV UTF-8”, or ask its publisher for that.',
  };
}

function wellFormedStart(text: string): string {
  const repaired = text.toWellFormed();
  let at = 0;
  while (at < text.length && text.charCodeAt(at) === repaired.charCodeAt(at)) at += 1;
  return text.slice(0, at);
}

/** Characters of windows-1252 from 0x80 to 0x9F (unicode.org, CP1252.TXT); a full stop where it defines none. */
const windowsCharacters = '€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ';
const windowsOnly = /[\u0080-\u009f]/g;
const windowsUndefined = /[\u0081\u008d\u008f\u0090\u009d]/;

function windowsDecoder(name: string): Decoder {
  return {
    markBytes: 0,
    unfinished: () => false,
    decode(bytes) {
      const latin = bytes.toString('latin1');
      const at = latin.search(windowsUndefined);
      const known = at === -1 ? latin : latin.slice(0, at);
      const text = known.replace(windowsOnly, (character) => windowsCharacters.charAt(character.charCodeAt(0) - 0x80));
      if (at === -1) return { text: Buffer.from(text) };
      return {
        text: Buffer.from(text),
        fault: (line) => ({
          code: 'wrong-encoding',
          message: `${name}: line ${line} is not windows-1252 either (byte 0x${hex(latin.charCodeAt(at))}).`,
          nextStep: 'Save it again as “CSV UTF-8”, or ask its publisher for that.',
        }),
      };
    },
  };
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
