import type { ComponentChildren } from 'preact';

/** The options of one of govuk-frontend’s fixtures, as its templates take them. */
export type GovukOptions = Readonly<Record<string, unknown>>;

/** Props to try on one of our components; which props it really takes is the compiler’s business elsewhere. */
export type LooseProps = Record<string, unknown>;

/**
 * Turns the options of a fixture into props. Ours take children where GOV.UK takes strings of HTML, so each such string
 * is replaced by a placeholder (in a list: it is markup, not plain words), and `restore` puts the HTML back into what was rendered, unescaped and unwrapped.
 */
export class FixtureOptions {
  private readonly html: string[] = [];

  /** The HTML of an option when there is some, else its plain text. */
  words(options: GovukOptions, textKey = 'text', htmlKey = 'html'): ComponentChildren {
    const html = options[htmlKey];
    if (typeof html === 'string' && html !== '') return [this.placeholder(html)];
    return options[textKey] as ComponentChildren;
  }

  /** Stands for `html` until it is restored. */
  placeholder(html: string): string {
    this.html.push(html.trim());
    return `⟦${this.html.length - 1}⟧`;
  }

  /** Nested options with `text` or `html`, as options with `text` alone; undefined stays undefined. */
  worded(value: unknown): LooseProps | undefined {
    if (!value) return undefined;
    const options = value as GovukOptions;
    const { html: _html, ...rest } = options;
    return { ...rest, text: this.words(options) };
  }

  /** A list of such options, with its empty entries as they are. */
  wordedList(value: unknown): unknown {
    return Array.isArray(value) ? value.map((item) => (item ? this.worded(item) : item)) : value;
  }

  /** Puts every piece of HTML back where its placeholder was rendered. */
  restore(rendered: string): string {
    return rendered.replace(/⟦(\d+)⟧/g, (_, index: string) => this.html[Number(index)] ?? '');
  }
}
