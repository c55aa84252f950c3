import { describe, expect, it } from 'vitest';
import { columnsOf } from '#domain/roll/packed-roll.ts';
import { RollCache } from './register-caches.ts';

function roll(spells: number) {
  const groups = [10, 19, 22, 26, 29, 49, 52];
  const spell = { from: 0, to: 364, status: 'single' as const, compulsory: true, groups };
  return { spells: columnsOf(Array.from({ length: spells }, (_, place) => ({ place, ...spell }))) };
}

describe('the cache of rolls', () => {
  it('answers the roll of the stamp asked for, and no other', () => {
    const cache = new RollCache(1_000_000);
    const [old, fresh] = [roll(1), roll(2)];
    cache.put('1 2026', '1 700', old);
    expect(cache.get('1 2026', '1 700')).toBe(old);
    expect(cache.get('1 2026', '1 701')).toBeUndefined();
    cache.put('1 2026', '1 701', fresh);
    expect(cache.get('1 2026', '1 701')).toBe(fresh);
    expect(cache.get('1 2026', '1 700')).toBeUndefined();
  });

  it('holds no more than it may, and forgets the longest unused', () => {
    const each = 800 + 100 * 15;
    const cache = new RollCache(3 * each);
    for (const name of ['a', 'b', 'c']) cache.put(name, '1', roll(100));
    cache.get('a', '1');
    cache.put('d', '1', roll(100));
    expect(cache.bytes).toBe(3 * each);
    expect(['a', 'b', 'c', 'd'].filter((name) => cache.get(name, '1'))).toEqual(['a', 'c', 'd']);
    cache.put('a', '2', roll(10));
    expect(cache.bytes).toBe(2 * each + 800 + 150);
  });
});
