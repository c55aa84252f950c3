/** A line of a body that is read as it comes; `undefined` text where it was too long to be held. */
export interface ReceivedLine {
  /** From 1, blank lines counted. */
  readonly line: number;
  readonly text: string | undefined;
}

const lineFeed = 10;

/** Splits bytes into lines as they come. A line longer than `longest` bytes is passed over, and said to be. Blank ones are not given. */
export async function* linesOf(body: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<ReceivedLine> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let line = 0;
  const take = (): ReceivedLine | undefined => {
    line += 1;
    const text = bytes > longest ? undefined : Buffer.concat(held).toString('utf8').trim();
    [held, bytes] = [[], 0];
    return text === '' ? undefined : { line, text };
  };
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      hold(chunk.subarray(start, end));
      const taken = take();
      if (taken) yield taken;
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  const last = bytes > 0 ? take() : undefined;
  if (last) yield last;

  function hold(part: Uint8Array): void {
    bytes += part.length;
    // Beyond the limit only the length is kept: a line without end must not fill the memory.
    if (bytes <= longest) held.push(part);
    else held = [];
  }
}

/**
 * Answers lines, at most `atOnce` at a time, in the order in which they are done; each answer names its line. Takes no
 * further line while that many are under way and nobody reads the answers.
 */
export async function* answersTo(
  lines: AsyncIterable<ReceivedLine>,
  answer: (line: ReceivedLine) => Promise<unknown>,
  atOnce: number,
): AsyncGenerator<string> {
  const underWay = new Map<number, Promise<{ readonly line: number; readonly text: string }>>();
  const settle = async (): Promise<string> => {
    const { line, text } = await Promise.race(underWay.values());
    underWay.delete(line);
    return text;
  };
  for await (const received of lines) {
    const { line } = received;
    underWay.set(
      line,
      answer(received).then((said) => ({ line, text: `${JSON.stringify(said)}\n` })),
    );
    if (underWay.size >= atOnce) yield await settle();
  }
  while (underWay.size > 0) yield await settle();
}
