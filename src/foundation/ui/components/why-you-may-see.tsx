import type { VNode } from 'preact';

/** One line at the top of a page about a child: by what the reader sees it, for what, until when. */
export function WhyYouMaySee({ words }: { readonly words: string }): VNode {
  return <p class="govuk-body-s hw-muted">{words}</p>;
}
