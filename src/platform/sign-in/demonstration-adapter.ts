import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** Beyond so many the oldest are forgotten: a demonstration is nobody’s store. */
const mostKept = 5_000;
const done = Promise.resolve();

/** What the demonstration’s provider remembers between requests: in memory, for minutes. */
export function demonstrationAdapter(): (model: string) => Adapter {
  const kept = new Map<string, Kept>();
  const find = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key);
    if (found && performance.now() < found.until) return found.payload;
    kept.delete(key);
    return undefined;
  };
  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      upsert: (id, payload, expiresIn) => {
        if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
        kept.set(keyOf(id), { payload, until: performance.now() + (expiresIn ?? 600) * 1_000 });
        return done;
      },
      find: (id) => Promise.resolve(find(keyOf(id))),
      findByUid: (uid) => {
        const found = [...kept].find(([key, { payload }]) => key.startsWith(`${model}:`) && payload.uid === uid);
        return Promise.resolve(found?.[1].payload);
      },
      findByUserCode: () => Promise.resolve(undefined),
      consume: (id) => {
        const found = find(keyOf(id));
        if (found) found.consumed = Math.floor((performance.timeOrigin + performance.now()) / 1_000);
        return done;
      },
      destroy: (id) => {
        kept.delete(keyOf(id));
        return done;
      },
      revokeByGrantId: (grantId) => {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
        return done;
      },
    };
  };
}
