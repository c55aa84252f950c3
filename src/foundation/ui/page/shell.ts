import type { PageProps } from './page.tsx';

/** What a room says about one of its pages; the application adds navigation, assets, banner and footer. */
export type ShellPage = Pick<PageProps, 'title' | 'description' | 'path' | 'breadcrumbs' | 'children'> & {
  /** What the reader last searched for, to be shown in the search box. */
  readonly searched?: string;
};

/** A room's page as a complete HTML document. Given to every route plugin by the composition root. */
export type Shell = (page: ShellPage) => Promise<string>;
