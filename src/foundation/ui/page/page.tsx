import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Breadcrumbs } from '../components/breadcrumbs.tsx';
import { SkipLink } from '../components/skip-link.tsx';
import { PageHeader } from './header.tsx';

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

function Head({ title, description, assets }: PageProps): VNode {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{`${title} – Headwater`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {description && <meta name="description" content={description} />}
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#faf6ee" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#15191a" media="(prefers-color-scheme: dark)" />
      <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href={assets.stylesheet} />
      {assets.script && <script type="module" src={assets.script} />}
    </head>
  );
}

function Footer({ title, path, footer }: PageProps): VNode {
  return (
    <footer class="hw-footer">
      <div class="govuk-width-container">
        {footer}
        <p class="hw-provenance">{`Headwater – ${title} – ${path}`}</p>
      </div>
    </footer>
  );
}

/** The whole document around a page's content: head, header, navigation, main and footer. Works without JavaScript. */
export function Page(props: PageProps): VNode {
  return (
    <html lang="en-GB" class="govuk-template">
      <Head {...props} />
      <body class="govuk-template__body hw-page">
        <SkipLink href="#main-content">Skip to main content</SkipLink>
        <PageHeader path={props.path} navigation={props.navigation} search={props.search} />
        {props.banner && (
          <aside class="hw-banner" aria-label="Who you are here as, and what the figures are">
            <div class="govuk-width-container">{props.banner}</div>
          </aside>
        )}
        <div class="govuk-width-container hw-page__content">
          {props.breadcrumbs && <Breadcrumbs items={props.breadcrumbs} />}
          <main class="govuk-main-wrapper" id="main-content">
            {props.children}
          </main>
        </div>
        <Footer {...props} />
      </body>
    </html>
  );
}

/** A page as HTML text, beginning with its doctype. */
export function renderPage(node: VNode): string {
  return `<!doctype html>${renderToString(node)}`;
}
