import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { registerCaches, rememberActor } from './register-caches.ts';

/**
 * The number that stands for an actor in registers, given when it is first named. In a transaction of its own, before
 * that of the register: two that wait for each other's new label while holding a setting would never end.
 */
export async function actorIdOf(database: Pick<Database, 'pool' | 'poolOf'>, scope: Scope): Promise<number> {
  const caches = registerCaches(database);
  const label = scope.actor;
  const remembered = caches.actors.get(label);
  if (remembered !== undefined) return remembered;
  const actorId = await inScope(database, scope, async ({ client }) => {
    const values = [label];
    await client.query({ text: 'INSERT INTO actor (label) VALUES ($1) ON CONFLICT (label) DO NOTHING', values });
    const text = 'SELECT actor_id AS "actorId" FROM actor WHERE label = $1';
    const { rows } = await client.query<{ actorId: number }>({ text, values });
    return rows[0]?.actorId;
  });
  if (actorId === undefined) throw new Error(`No number was given to the actor ${label}`);
  rememberActor(caches, label, actorId);
  return actorId;
}
