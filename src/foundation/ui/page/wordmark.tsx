import type { VNode } from 'preact';

/** Headwater’s name in type, with its mark: three streams that become one river. Links to the first page. */
export function Wordmark({ href }: { readonly href: string }): VNode {
  return (
    <a class="hw-wordmark" href={href}>
      <svg class="hw-wordmark__mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
        <path d="M5 3c0 9 10.5 9 10.5 18" />
        <path d="M27 3c0 9-10.5 9-10.5 18" />
        <path d="M16 3v12" />
        <path class="hw-wordmark__river" d="M16 19v10" />
      </svg>
      <span>Headwater</span>
    </a>
  );
}
