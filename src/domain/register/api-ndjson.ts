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
 * Answers lines, at most `atOnce` at a time, in the order in which they are done; each answer names its line, and is
 * given as soon as it is there, so that a sender may wait for one before it sends the next. Takes no further line while
 * that many are under way and nobody reads the answers.
 */
export async function* answersTo(
  lines: AsyncIterable<ReceivedLine>,
  answer: (line: ReceivedLine) => Promise<unknown>,
  atOnce: number,
): AsyncGenerator<string> {
  const source = lines[Symbol.asyncIterator]();
  const underWay = new Map<number, Promise<Answered>>();
  const takeNext = async (): Promise<Next> => ({ next: await source.next() });
  let awaited: Promise<Next> | undefined = takeNext();
  try {
    while (awaited !== undefined || underWay.size > 0) {
      const listens = awaited !== undefined && underWay.size < atOnce ? [awaited] : [];
      const first: Next | Answered = await Promise.race([...underWay.values(), ...listens]);
      if ('text' in first) {
        underWay.delete(first.line);
        yield first.text;
      } else if (first.next.done) {
        awaited = undefined;
      } else {
        const { value } = first.next;
        underWay.set(value.line, answered(value, answer));
        awaited = takeNext();
      }
    }
  } finally {
    // Who has gone away sends no more: what is under way is finished, and nobody waits for a line that never comes.
    awaited?.catch(() => undefined);
  }
}

interface Answered {
  readonly line: number;
  readonly text: string;
}

interface Next {
  readonly next: IteratorResult<ReceivedLine, unknown>;
}

async function answered(received: ReceivedLine, answer: (line: ReceivedLine) => Promise<unknown>): Promise<Answered> {
  const said = await answer(received);
  return { line: received.line, text: `${JSON.stringify(said)}\n` };
}
