/** Reads bytes off a stream in pieces of a length that is asked for, whatever pieces they come in. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #tooShort: () => Error;
  #held: Buffer[] = [];
  #length = 0;

  /** `tooShort` makes what is thrown when the stream ends inside a piece. */
  constructor(source: AsyncIterable<Buffer>, tooShort: () => Error) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#tooShort = tooShort;
  }

  /** The next `count` bytes. */
  async exactly(count: number): Promise<Buffer> {
    const piece = await this.upTo(count);
    if (piece.length < count) throw this.#tooShort();
    return piece;
  }

  /** The next `count` bytes, or as many as there still are. */
  async upTo(count: number): Promise<Buffer> {
    while (this.#length < count) {
      const next = await this.#chunks.next();
      if (next.done) break;
      this.#held.push(next.value);
      this.#length += next.value.length;
    }
    const whole = this.#held.length === 1 ? (this.#held[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#held);
    const taken = Math.min(count, whole.length);
    this.#held = taken < whole.length ? [whole.subarray(taken)] : [];
    this.#length = whole.length - taken;
    return whole.subarray(0, taken);
  }
}
