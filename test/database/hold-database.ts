import { openEmbeddedCluster } from '#platform/database/embedded-cluster.ts';

/**
 * A process of its own that uses the cluster of the data folder it is given: says `ready` when it has it, and leaves
 * when its input ends. For tests of processes that share a server, or are killed.
 */
const [dataFolder = ''] = process.argv.slice(2);
const cluster = await openEmbeddedCluster({
  dataFolder,
  durability: 'none',
  notify: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(cluster.ok ? 'ready\n' : `${JSON.stringify(cluster.failure)}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  if (cluster.ok) void cluster.value.leave();
});
