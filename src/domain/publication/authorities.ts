import type { Area } from '#domain/area/model.ts';
import { localAuthoritiesOf } from '#domain/area/store.ts';
import type { Database } from '#platform/database/pool.ts';

/** The local authorities that an area has today, at any depth, by name: those the map has tiles for. */
export async function liveAuthoritiesIn(database: Database, areaId: number): Promise<readonly Area[]> {
  const authorities = await localAuthoritiesOf(database, areaId);
  return authorities.filter((authority) => authority.to === undefined);
}
