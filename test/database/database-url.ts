/** The migrated database that every test's own is copied from. */
export function templateDatabase(): string {
  return 'headwater_test_template';
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${database}`);
}
