import { describe, expect, it } from 'vitest';
import { folderProblem, startProblem } from './cluster-problem.ts';

describe('why a server would not start', () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'disk-full'],
    ['FATAL:  data directory "/x" has wrong ownership', 'data-folder-unusable'],
    [
      'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
      'database-port-busy',
    ],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'built-in-database-no-memory'],
    ['PANIC:  could not locate a valid checkpoint record', 'built-in-database-not-started'],
    ['', 'built-in-database-not-started'],
  ])('%j is %s', (log, code) => {
    expect(startProblem(log, '/data').code).toBe(code);
  });

  it('repeats the gravest line, without its time and number', () => {
    const log = [
      '2025-11-23 10:00:00.000 UTC [12] LOG:  starting PostgreSQL 18.4',
      '2025-11-23 10:00:00.100 UTC [13] PANIC:  could not locate a valid checkpoint record at 0/1',
      '2025-11-23 10:00:00.200 UTC [12] LOG:  database system is shut down',
    ].join('\n');
    expect(startProblem(log, '/data').message).toBe(
      'The built-in PostgreSQL would not start: could not locate a valid checkpoint record at 0/1.',
    );
  });
});

describe('why a folder cannot be used', () => {
  it.each([
    ['ENOSPC', 'disk-full', 'full'],
    ['EROFS', 'data-folder-unusable', 'only be read'],
    ['EACCES', 'data-folder-unusable', 'another user'],
    ['EIO', 'data-folder-unusable', 'broken'],
  ])('%s is %s', (code, problem, words) => {
    const found = folderProblem(Object.assign(new Error('broken'), { code }), '/data');
    expect(found.code).toBe(problem);
    expect(found.message).toContain(words);
  });
});
