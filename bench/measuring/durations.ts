import { loadavg } from 'node:os';
import { quantile } from './running-headwater.ts';

/** Does every piece of work once, so many at a time; answers how long each took, in milliseconds, and all, in seconds. */
export async function timeEach<Piece>(
  pieces: readonly Piece[],
  atOnce: number,
  work: (piece: Piece) => Promise<void>,
): Promise<{ readonly each: readonly number[]; readonly seconds: number }> {
  const each: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    for (let piece = pieces[next++]; piece !== undefined; piece = pieces[next++]) {
      const before = performance.now();
      await work(piece);
      each.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { each, seconds: (performance.now() - started) / 1000 };
}

/** `p50 3 ms, p99 20 ms, most 44 ms`. */
export function spread(each: readonly number[]): string {
  const [half, nearly, most] = [0.5, 0.99, 1].map((share) => quantile(each, share).toFixed(1));
  return `p50 ${half} ms, p99 ${nearly} ms, most ${most} ms`;
}

/** How busy the machine is, to be printed beside what was measured on it. */
export function machineLoad(): string {
  return `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}

/** The number after `--name` on the command line. */
export function numberOption(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}
