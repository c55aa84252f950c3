import { posix } from 'node:path';

/**
 * The house (decision 1): four floors, each with its rooms in order. A file imports only from its own room, from rooms
 * before it on its floor, or from floors below. Rooms not yet built keep their place in the order.
 */
export const floors = ['foundation', 'platform', 'domain', 'app'] as const;
export type Floor = (typeof floors)[number];

export const rooms: Readonly<Record<Floor, readonly string[]>> = {
  foundation: ['kernel', 'nations', 'statistics', 'matching', 'formats', 'ui'],
  platform: ['database', 'web', 'access', 'agreement', 'ledger', 'directory', 'sign-in'],
  domain: [
    'area',
    'roll',
    'register',
    'attendance',
    'exclusion',
    'movement',
    'child',
    'contexts',
    'voice',
    'wellbeing',
    'plan',
    'provision',
    'signal',
    'policy',
    'practice',
    'accountability',
    'publication',
  ],
  app: [],
};

/** Where a file stands. The app is one room; `demo`, `bench`, `scripts` and `test` stand outside, in the garden. */
export type Place =
  | { readonly kind: 'room'; readonly floor: Floor; readonly room: string }
  | { readonly kind: 'garden'; readonly plot: string }
  | { readonly kind: 'nowhere'; readonly why: string };

/** The place of a path given from the project's root. */
export function placeOf(path: string): Place {
  const [top = '', floor = '', room = ''] = path.split('/');
  if (top !== 'src') return { kind: 'garden', plot: top };
  if (!isFloor(floor)) return { kind: 'nowhere', why: `src/${floor} is not a floor: there are ${floors.join(', ')}` };
  if (floor === 'app') return { kind: 'room', floor, room: 'app' };
  if (rooms[floor].includes(room)) return { kind: 'room', floor, room };
  return { kind: 'nowhere', why: `${floor}/${room} is not a room: ${floor} has ${rooms[floor].join(', ')}` };
}

/** The path a specifier means, from the project's root, or `undefined` when it names a package. */
export function resolveSpecifier(fromPath: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(fromPath), specifier));
  const subpath = /^#(foundation|platform|domain|app|demo)\/(.+)$/.exec(specifier);
  if (!subpath) return undefined;
  return subpath[1] === 'demo' ? `demo/${subpath[2]}` : `src/${subpath[1]}/${subpath[2]}`;
}

/** Why one file may not import another, in a sentence; `undefined` when it may. */
export function whyNot(fromPath: string, toPath: string): string | undefined {
  const from = placeOf(fromPath);
  const to = placeOf(toPath);
  if (from.kind === 'nowhere') return from.why;
  if (to.kind === 'nowhere') return to.why;
  if (from.kind === 'garden') return whyNotFromGarden(from.plot, to);
  if (to.kind === 'garden') return whyNotIntoGarden(fromPath, from.floor, to.plot);
  return whyNotBetweenRooms(from, to);
}

function whyNotFromGarden(plot: string, to: Place): string | undefined {
  if (plot !== 'demo' || to.kind !== 'room' || to.floor !== 'app') return undefined;
  return 'demo makes figures up and imports them like any other release: the app uses it, and it needs nothing of the app';
}

function whyNotIntoGarden(fromPath: string, floor: Floor, plot: string): string | undefined {
  const isTest = /\.test\.tsx?$/.test(fromPath);
  if (plot === 'demo' && (floor === 'app' || isTest)) return undefined;
  if (isTest && (plot === 'test' || plot === 'scripts')) return undefined;
  return `what runs for a person must not need ${plot}/: only the app and tests may use demo/, and only tests use test/ and scripts/`;
}

function whyNotBetweenRooms(
  from: { readonly floor: Floor; readonly room: string },
  to: { readonly floor: Floor; readonly room: string },
): string | undefined {
  const climb = floors.indexOf(to.floor) - floors.indexOf(from.floor);
  if (climb < 0) return undefined;
  if (climb > 0) return `${from.floor} stands below ${to.floor}: a floor uses only the floors beneath it`;
  const order = rooms[from.floor];
  if (order.indexOf(to.room) <= order.indexOf(from.room)) return undefined;
  return `${from.room} comes before ${to.room} on the ${from.floor} floor (${order.join(' < ')}): a room uses only rooms before it`;
}

function isFloor(name: string): name is Floor {
  return (floors as readonly string[]).includes(name);
}
