import type { Queries } from '#platform/database/pool.ts';

/** Names of trusts by id. They hold no child: any connection may ask. */
export async function trustNames(queries: Queries): Promise<ReadonlyMap<number, string>> {
  const rows = await queries.selectFrom('trust').select(['trust_id', 'name']).execute();
  return new Map(rows.map(({ trust_id: trustId, name }) => [trustId, name]));
}
