import type { Spells } from '#domain/roll/packed-roll.ts';
import type { Database } from '#platform/database/pool.ts';

/** What counting needs of a roll. */
export interface CountedRoll {
  readonly spells: Spells;
}

/** What a process remembers of one database, so that a register need not ask for it again. */
export interface RegisterCaches {
  /** `actor_id` by label; an actor is never altered or deleted. */
  readonly actors: Map<string, number>;
  readonly rolls: RollCache;
}

const caches = new WeakMap<object, RegisterCaches>();
const mostActors = 20_000;
const mostBytes = 256 * 1024 * 1024;
/** What a roll weighs beside its columns. */
const bytesAround = 800;
const bytesPerSpell = 15;

/** The caches of a database, made when first asked for. */
export function registerCaches({ pool }: Pick<Database, 'pool'>): RegisterCaches {
  const found = caches.get(pool) ?? { actors: new Map(), rolls: new RollCache(mostBytes) };
  caches.set(pool, found);
  return found;
}

/** Remembers an actor, forgetting all when there are very many. */
export function rememberActor({ actors }: RegisterCaches, label: string, actorId: number): void {
  if (actors.size >= mostActors) actors.clear();
  actors.set(label, actorId);
}

/**
 * Rolls as they were last read, the longest unused forgotten first. A roll is only ever taken from here after the
 * database said, under the asker's own scope, which one is current: `stamp` is its version and the transaction that wrote it.
 */
export class RollCache {
  readonly #most: number;
  readonly #rolls = new Map<string, { readonly stamp: string; readonly roll: CountedRoll }>();
  #bytes = 0;

  /** `most`: bytes held at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The roll when it is the one of that stamp. */
  get(key: string, stamp: string): CountedRoll | undefined {
    const held = this.#rolls.get(key);
    if (held?.stamp !== stamp) return undefined;
    this.#rolls.delete(key);
    this.#rolls.set(key, held);
    return held.roll;
  }

  /** Holds a roll in place of any other of the same key. */
  put(key: string, stamp: string, roll: CountedRoll): void {
    this.#forget(key);
    this.#rolls.set(key, { stamp, roll });
    this.#bytes += weight(roll);
    for (const oldest of this.#rolls.keys()) {
      if (this.#bytes <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const held = this.#rolls.get(key);
    if (!held) return;
    this.#rolls.delete(key);
    this.#bytes -= weight(held.roll);
  }
}

function weight({ spells }: CountedRoll): number {
  return bytesAround + spells.count * bytesPerSpell;
}
