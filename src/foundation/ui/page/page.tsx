import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** What every page says about itself; the shell does the rest. Hrefs are complete paths. */
export interface PageProps {
  /** The page's own name: `<title>` is `${title} – Headwater`. */
  readonly title: string;
  readonly description?: string;
  /** The path being shown, so that navigation can mark where the reader is. */
  readonly path: string;
  readonly navigation: readonly { readonly text: string; readonly href: string }[];
  readonly breadcrumbs?: readonly { readonly text: string; readonly href?: string }[];
  /** Said above everything on the page, for example that the figures are a demonstration. */
  readonly banner?: ComponentChildren;
  readonly assets: { readonly stylesheet: string; readonly script?: string; readonly font: string };
  readonly footer?: ComponentChildren;
  /** A search box in the header: a GET of `action` with `q`. */
  readonly search?: { readonly action: string; readonly value?: string };
  readonly children: ComponentChildren;
}

/** The whole document around a page's content: head, header, navigation, main and footer. */
export function Page(props: PageProps): VNode {
  return (
    <html lang="en-GB" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{`${props.title} – Headwater`}</title>
        <link rel="stylesheet" href={props.assets.stylesheet} />
      </head>
      <body class="govuk-template__body">
        <main class="govuk-main-wrapper" id="main-content">
          {props.children}
        </main>
      </body>
    </html>
  );
}

/** A page as HTML text, beginning with its doctype. */
export function renderPage(node: VNode): string {
  return `<!doctype html>${renderToString(node)}`;
}
