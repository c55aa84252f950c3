import { totalmem } from 'node:os';

/** `none` is for tests alone: a crash may lose everything. */
export type Durability = 'full' | 'none';

const megabyte = 1024 * 1024;

/**
 * The whole postgresql.conf of an embedded cluster: a machine that is also somebody's laptop. `socketFolder` is where
 * the server listens; without one it listens on the loopback address, on the port given when it is started.
 */
export function clusterSettings(options: {
  readonly socketFolder?: string | undefined;
  readonly durability: Durability;
}): string {
  const { socketFolder, durability } = options;
  const sharedBuffers = Math.round(Math.min(512, Math.max(64, totalmem() / megabyte / 16)));
  const where = socketFolder
    ? {
        listen_addresses: '',
        unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
        unix_socket_permissions: '0700',
      }
    : { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const settings = { ...where, ...common, ...durable[durability], shared_buffers: `${sharedBuffers}MB` };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written afresh by Headwater at every start: changes here are lost.\n${lines.join('\n')}\n`;
}

const common = {
  cluster_name: 'headwater',
  max_connections: '300',
  password_encryption: 'scram-sha-256',
  // Reads are small and from memory or a solid-state disk; compiling a query costs more than it saves.
  jit: 'off',
  random_page_cost: '1.1',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  // What the statement was may name a person; the application says what failed.
  log_error_verbosity: 'terse',
};

const durable: Readonly<Record<Durability, Readonly<Record<string, string>>>> = {
  full: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  none: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
};
