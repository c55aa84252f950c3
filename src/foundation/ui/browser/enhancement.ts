/** What JavaScript adds to one kind of element, which already works without it. */
export interface Enhancement {
  /** As `data-enhance="…"` on the element. */
  readonly name: string;
  /** Called once for each such element, when the document is complete. */
  begin(element: HTMLElement): void;
}

/** Begins every enhancement named within `root`. One that fails leaves its element as the server made it. */
export function enhanceWithin(root: ParentNode, enhancements: readonly Enhancement[]): void {
  for (const { name, begin } of enhancements) {
    for (const element of root.querySelectorAll<HTMLElement>(`[data-enhance="${name}"]`)) {
      try {
        begin(element);
        element.dataset['enhanced'] = 'yes';
      } catch (reason) {
        reportError(reason);
      }
    }
  }
}
