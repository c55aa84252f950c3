import type { Enhancement } from './enhancement.ts';

/** How rarely a reader of the page aloud is told that figures changed, in milliseconds. */
const betweenAnnouncements = 60_000;

/**
 * Turns the figures of an open page over as registers come in: only their text, so that nothing moves, nothing loses
 * focus and nothing is announced more than once a minute. A button pauses it (WCAG 2.2.2). While the page is hidden it
 * is not updated; it is told everything when it is looked at again.
 */
export const liveFigures: Enhancement = {
  name: 'live-figures',
  begin(element) {
    const source = element.dataset['liveSource'];
    const status = element.querySelector<HTMLElement>('[data-live-status]');
    if (source === undefined || !status) return;
    const figures = figuresIn(element);
    const { button, said, announced } = controls(status);
    let stream: EventSource | undefined;
    let announcedAt = 0;
    let paused = false;
    const say = (text: string): void => {
      said.textContent = text;
      if (performance.now() - announcedAt < betweenAnnouncements && announcedAt > 0) return;
      announcedAt = performance.now();
      announced.textContent = text;
    };
    const close = (): void => {
      stream?.close();
      stream = undefined;
    };
    const open = (): void => {
      if (stream || paused || document.hidden) return;
      stream = new EventSource(source);
      stream.addEventListener('figures', (event: MessageEvent<string>) => {
        const told = readEvent(event.data);
        if (put(figures, told.figures) > 0) say(`Updated ${told.at}.`);
      });
      stream.addEventListener('error', () => {
        if (stream?.readyState === EventSource.CLOSED) say('Updates have stopped: load the page again.');
      });
    };
    button.addEventListener('click', () => {
      paused = !paused;
      button.textContent = paused ? 'Go on updating' : 'Pause updates';
      if (paused) close();
      else open();
      said.textContent = paused ? 'Paused.' : 'Updates as registers come in.';
    });
    document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
    // The browser may keep the page for “back”, but not with an open stream.
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', open);
    open();
  },
};

function figuresIn(element: HTMLElement): ReadonlyMap<string, readonly HTMLElement[]> {
  const figures = new Map<string, HTMLElement[]>();
  for (const figure of element.querySelectorAll<HTMLElement>('[data-live]')) {
    const name = figure.dataset['live'] ?? '';
    figures.set(name, [...(figures.get(name) ?? []), figure]);
  }
  return figures;
}

interface LiveEvent {
  /** Local time. */
  readonly at: string;
  readonly figures: Readonly<Record<string, unknown>>;
}

function readEvent(data: string): LiveEvent {
  const told: Partial<LiveEvent> = JSON.parse(data);
  return { at: told.at ?? '', figures: told.figures ?? {} };
}

/** How many figures of the page changed. */
function put(figures: ReadonlyMap<string, readonly HTMLElement[]>, told: Readonly<Record<string, unknown>>): number {
  let changed = 0;
  for (const [name, text] of Object.entries(told)) {
    for (const figure of figures.get(name) ?? []) {
      if (typeof text !== 'string' || figure.textContent === text) continue;
      figure.textContent = text;
      changed += 1;
    }
  }
  return changed;
}

function controls(status: HTMLElement) {
  const said = document.createElement('span');
  said.textContent = 'Updates as registers come in.';
  const announced = document.createElement('span');
  announced.className = 'govuk-visually-hidden';
  announced.setAttribute('role', 'status');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'hw-live-pause';
  button.textContent = 'Pause updates';
  status.append(said, ' ', button, announced);
  return { button, said, announced };
}
