import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { TextOptions } from './text-decoding.ts';
import { utf8Text } from './text-decoding.ts';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function decoded(bytes: Uint8Array, options: Partial<TextOptions> = {}, size = 7): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of utf8Text(inPieces(bytes, size), { name: 'table.csv', ...options })) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

async function problemOf(bytes: Uint8Array, options: Partial<TextOptions> = {}, size = 7) {
  const outcome = await decoded(bytes, options, size).catch((error: unknown) => error);
  if (!(outcome instanceof ProblemError)) throw new TypeError(`Expected a problem, got ${String(outcome)}`);
  return outcome.problem;
}

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('utf8Text', () => {
  it('gives back any text in any encoding that can hold it, cut anywhere', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 900 }).map((part) => part.replaceAll('\0', '·'));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (part, size) => {
        const printed = `åé${part}`;
        expect(await decoded(Buffer.from(printed), {}, size)).toBe(printed);
        expect(await decoded(Buffer.from(`\uFEFF${printed}`), {}, size)).toBe(printed);
        expect(await decoded(Buffer.from(`\uFEFF${printed}`, 'utf16le'), {}, size)).toBe(printed);
        expect(await decoded(bigEndian(`\uFEFF${printed}`), {}, size)).toBe(printed);
        expect(await decoded(Buffer.from(printed, 'utf16le'), { encoding: 'utf-16le' }, size)).toBe(printed);
      }),
    );
  });

  it('is cut at every byte of a text with characters of one to four bytes', async () => {
    const bytes = Buffer.from(`a£€😀\r\n${'é'.repeat(600)}`);
    for (let at = 1; at < bytes.length; at += 1) {
      const text = utf8Text(
        (async function* () {
          yield await Promise.resolve(bytes.subarray(0, at));
          yield bytes.subarray(at);
        })(),
        { name: 'table.csv' },
      );
      const parts: Buffer[] = [];
      for await (const part of text) parts.push(part);
      expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    }
  });

  it('names the line and the byte that is not UTF-8, and what to try', async () => {
    const lines = Array.from({ length: 300 }, (_, at) => `line ${at + 1}`);
    lines[213] = 'St Mary\u0092s';
    for (const ending of ['\n', '\r\n', '\r']) {
      for (const size of [1, 7, 1000, 100_000]) {
        const problem = await problemOf(Buffer.from(lines.join(ending), 'latin1'), {}, size);
        expect(problem.code).toBe('wrong-encoding');
        expect(problem.message).toContain('line 214 is not UTF-8 (byte 0x92');
        expect(problem.nextStep).toContain('--encoding windows-1252');
      }
    }
  });

  it('reads windows-1252 when told to, and says so when it is not that either', async () => {
    const bytes = Buffer.from([0x53, 0x74, 0x92, 0x73, 0x20, 0x80, 0xe9, 0x0a]);
    expect(await decoded(bytes, { encoding: 'windows-1252' })).toBe('St’s €é\n');
    const problem = await problemOf(Buffer.from([0x61, 0x0a, 0x81]), { encoding: 'windows-1252' });
    expect(problem.message).toContain('line 2 is not windows-1252 either');
  });

  it('lets a byte order mark win over the encoding it was told', async () => {
    expect(await decoded(Buffer.from('\uFEFFé'), { encoding: 'windows-1252' })).toBe('é');
  });

  it('guesses at UTF-16 without a mark and says how to read it', async () => {
    const problem = await problemOf(Buffer.from('a,b\n1,2\n', 'utf16le'));
    expect(problem.message).toContain('UTF-16');
    expect(problem.nextStep).toContain('--encoding utf-16le');
  });

  it.each([
    ['a picture (PNG)', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])],
    ['a PDF document', Buffer.from('%PDF-1.7\n')],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html>')],
    ['a JSON file', Buffer.from('{"error": "not found"}')],
    ['a zip archive or a spreadsheet workbook', Buffer.from('PK\u0003\u0004')],
    ['binary data', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x00, 0x01])],
    ['binary data', Buffer.from([0x61, 0x2c, 0xff, 0x0a, 0x00, 0x01])],
  ])('refuses %s', async (what, bytes) => {
    const problem = await problemOf(bytes);
    expect(problem.code).toBe('not-text');
    expect(problem.message).toContain(what);
  });

  it('refuses a text that stops inside a character', async () => {
    expect((await problemOf(Buffer.from('a,b\n1,€').subarray(0, -1))).code).toBe('cut-short');
    expect((await problemOf(Buffer.from('\uFEFFa,b', 'utf16le').subarray(0, -1))).code).toBe('cut-short');
  });

  it('refuses half a UTF-16 character', async () => {
    const problem = await problemOf(Buffer.from('\uFEFFa\nb\uD800c', 'utf16le'));
    expect(problem.message).toContain('line 2 is not UTF-16');
  });

  it('gives up on a line of 1 GB as soon as it passes the limit', async () => {
    let given = 0;
    async function* oneGigabyte() {
      yield Buffer.from('a,b\n1,2\n');
      for (let piece = 0; piece < 16_384; piece += 1) {
        given += 65_536;
        yield await Promise.resolve(Buffer.alloc(65_536, 'x'));
      }
    }
    const read = async () => {
      for await (const _ of utf8Text(oneGigabyte(), { name: 'long.csv' }));
    };
    await expect(read()).rejects.toThrow('long.csv: line 3 is longer than 1,048,576 bytes');
    expect(given).toBeLessThan(1_300_000);
  });
});
