import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, importInto, quantile, startHeadwater } from './measuring/running-headwater.ts';

/**
 * How long pages take at the server with every release under ../shared/data loaded, one request after another, and how
 * large they are. `npm run bench -- pages [rounds]`. Budget: p95 ≤ 100 ms, HTML ≤ 150 KB, no answer over 200 KB but CSV.
 */
const data = path.join(import.meta.dirname, '..', '..', 'shared', 'data');
const loaded = ['attendance_releases', 'ees_published', 'lait', 'establishments/2022_2023_england_census.csv.gz'];
const rounds = Number(process.argv[2] ?? 30);

const pages = [
  '/',
  '/?phase=secondary',
  '/areas/E12000003',
  '/areas/E12000007?phase=secondary',
  '/areas/E08000038',
  '/areas/E08000025?phase=secondary&measure=reason-i-rate',
  '/areas/E10000017?asPublished=2023-11-09',
  '/areas?q=hull',
  '/areas/E08000025/settings',
  '/map?measure=persistent-absence-rate&phase=secondary',
  '/releases',
  '/measures',
  '/api/v1/figures?area=370&measure=absence-rate&grain=week',
];

interface PageTimes {
  readonly page: string;
  readonly milliseconds: readonly number[];
  readonly bytes: number;
}

async function timePage(address: string, page: string): Promise<PageTimes> {
  const milliseconds: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const answer = await fetch(address + page, { headers: { 'accept-encoding': 'identity' } });
    const body = await answer.arrayBuffer();
    milliseconds.push(performance.now() - started);
    if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
    bytes = body.byteLength;
  }
  return { page, milliseconds, bytes };
}

function line(name: string, milliseconds: readonly number[], bytes: number): string {
  const [middle, high] = [quantile(milliseconds, 0.5), quantile(milliseconds, 0.95)];
  return `${name.padEnd(62)} median ${middle.toFixed(1)} ms  p95 ${high.toFixed(1)} ms  ${(bytes / 1000).toFixed(0)} KB`;
}

const paths = loaded.map((folder) => path.join(data, folder));
if (paths.some((each) => !existsSync(each))) {
  console.log(`Skipped: the releases are not at ${data}.`);
} else {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-bench-'));
  build();
  importInto(folder, paths);
  const headwater = await startHeadwater(folder);
  try {
    const times: PageTimes[] = [];
    for (const page of pages) {
      times.push(await timePage(headwater.address, page));
    }
    for (const { page, milliseconds, bytes } of times) console.log(line(page, milliseconds, bytes));
    const all = times.flatMap(({ milliseconds }) => milliseconds);
    console.log(
      line(`All ${times.length} pages, ${rounds} times each`, all, Math.max(...times.map(({ bytes }) => bytes))),
    );
  } finally {
    await headwater.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
