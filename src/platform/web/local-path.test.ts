import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from './local-path.ts';

describe('where a reader is sent back to', () => {
  it.each([
    ['/areas?q=a%20b', '/areas?q=a%20b'],
    ['/settings/990001/registers/2026-09-07/am', '/settings/990001/registers/2026-09-07/am'],
    [undefined, '/'],
    ['', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/\r\nSet-Cookie: a=b', '/'],
    ['javascript:alert(1)', '/'],
    ['/scope?from=/scope', '/'],
  ])('after %j is %s', (from, to) => {
    expect(localPath(from)).toBe(to);
  });

  it('is never another site, whatever was sent', () => {
    const anyPath = fc.array(
      fc.constantFrom('/', '\\', '.', '..', '@', ':', '?', '#', '%2f', 'evil.example', '\t', 'a'),
    );
    fc.assert(
      fc.property(anyPath, (parts) => {
        const to = localPath(`/${parts.join('')}`);
        expect(new URL(to, 'http://ours.example').origin).toBe('http://ours.example');
        expect(to).toMatch(/^\/(?![/\\])/);
      }),
    );
  });
});
