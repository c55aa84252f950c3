import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { answersTo, linesOf } from './api-ndjson.ts';

const text = (line: string) => new TextEncoder().encode(line);

it('gives an answer before the next line comes, so that a sender may wait for it', async () => {
  const first = Promise.withResolvers<undefined>();
  async function* sender() {
    yield text('one\n');
    await first.promise;
    yield text('two\n');
  }
  const said: string[] = [];
  for await (const answer of answersTo(linesOf(sender(), 100), async ({ line }) => line, 16)) {
    said.push(answer);
    first.resolve(undefined);
  }
  expect(said).toEqual(['1\n', '2\n']);
});

it('takes no more lines than may be under way, and answers every one once', async () => {
  let [underWay, most] = [0, 0];
  const sent = Array.from({ length: 100 }, (_none, index) => text(`${index + 1}\n`));
  const lines = linesOf(Readable.from(sent), 100);
  const answer = async ({ line }: { readonly line: number }) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return line;
  };
  const said: number[] = [];
  for await (const one of answersTo(lines, answer, 5)) said.push(Number(one));
  expect(said.toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: 100 }, (_none, index) => index + 1),
  );
  expect(most).toBe(5);
});
