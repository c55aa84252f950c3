import type { VNode } from 'preact';

/** Headwater’s name in type, with its mark: three streams that become one river. Links to the first page. */
export function Wordmark({ href }: { readonly href: string }): VNode {
  return (
    <a class="hw-wordmark" href={href}>
      <svg class="hw-wordmark__mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
        <path d="M11 2c-1 6 6 8 5.5 16" />
        <path d="M3 9c2 6 10 4 13 9.5" />
        <path d="M28 4c0 9-9 9-11.5 17" />
        <path class="hw-wordmark__river" d="M16.5 18c-1 5 2.5 6 1.5 11.5" />
      </svg>
      <span>Headwater</span>
    </a>
  );
}
