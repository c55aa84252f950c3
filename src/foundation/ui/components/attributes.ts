import type { ComponentChildren } from 'preact';

/** Extra HTML attributes, as GOV.UK components take them. Never `style`: the content security policy refuses it. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** What almost every GOV.UK component accepts. */
export interface Styled {
  readonly classes?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

/** A nested part that has words of its own, such as a hint or a legend. `text` takes markup as well as words. */
export interface Worded extends Styled {
  readonly text: ComponentChildren;
}

/** A list entry that may be left out by a condition, as in `[always, isOpen && sometimes]`. */
export type Optional<Item> = Item | false | null | undefined | '';

/** The class attribute from its parts; absent parts leave no trace. */
export function classNames(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}

/** A list without the entries that a condition left out. */
export function present<Item>(items: readonly Optional<Item>[]): readonly Item[] {
  return items.filter((item): item is Item => Boolean(item));
}
