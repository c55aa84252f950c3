import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Clock } from '#foundation/kernel/effects.ts';
import { londonTime } from '#foundation/kernel/london-clock.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { LivePicture } from './feed.ts';

/** One reader of a place's events. */
interface Client {
  readonly response: ServerResponse;
  /** Whether the reader may still see the place; asked with every heartbeat. */
  readonly mayStay: () => Promise<boolean>;
}

/** What is streamed: everybody who looks at the same figures shares one reading of them. */
export interface StreamedFigures {
  readonly key: string;
  /** The figures as they are printed now, by name; `undefined` while there are none. */
  readonly read: () => Promise<ReadonlyMap<string, string> | undefined>;
  /** Whether a change of these settings can change the figures. */
  readonly concerns: (touched: readonly number[]) => boolean;
}

interface Group {
  readonly figures: StreamedFigures;
  readonly clock: Clock;
  readonly clients: Set<Client>;
  /** What the readers have been told. */
  told: ReadonlyMap<string, string>;
  id: number;
  sentAt: number;
  timer: NodeJS.Timeout | undefined;
}

/** Streams of one process. */
export interface LiveEvents {
  /**
   * Answers with a stream until the reader leaves, falls behind, may no longer see the place, or Headwater stops.
   * Throws `live-events-busy`, answered with 503, when there are as many as one process keeps.
   */
  join(reply: FastifyReply, figures: StreamedFigures, options: JoinOptions): Promise<void>;
}

interface JoinOptions {
  readonly lastEventId: string | undefined;
  readonly mayStay: () => Promise<boolean>;
}

/** So that a mark is on an open page within a second of its commit, even while a whole morning comes in. */
const milliseconds = { between: 250, heartbeat: 15_000 } as const;
/** Pages kept up to date by one process; the next is told to come back. */
const mostStreams = 500;
/** A reader who has this much unread has gone, or cannot keep up: the browser comes back by itself and is told all. */
const mostUnread = 256 * 1024;

/** Server-sent events of the live picture: at most four a second for each set of figures. */
export function liveEvents(live: LivePicture, clock: Clock): LiveEvents {
  const groups = new Map<string, Group>();
  let streams = 0;
  let unsubscribe: (() => void) | undefined;
  const begin = (): void => {
    if (unsubscribe) return;
    unsubscribe = live.subscribe((touched) => {
      for (const group of groups.values()) {
        if (touched === 'everything' || group.figures.concerns(touched)) schedule(group);
      }
    });
    live.closing.addEventListener('abort', () => {
      for (const { clients } of groups.values()) for (const { response } of clients) response.end();
    });
  };
  return {
    async join(reply, figures, { lastEventId, mayStay }) {
      if (streams >= mostStreams || live.closing.aborted) throw tooMany();
      begin();
      const group = groups.get(figures.key) ?? newGroup(figures, clock);
      groups.set(figures.key, group);
      if (group.clients.size === 0) group.told = (await figures.read()) ?? new Map();
      const client: Client = { response: openStream(reply), mayStay };
      streams += 1;
      group.clients.add(client);
      if (lastEventId !== eventId(group)) send(client, event(group, group.told));
      const heartbeat = setInterval(() => void beat(client), milliseconds.heartbeat);
      client.response.once('close', () => {
        clearInterval(heartbeat);
        streams -= 1;
        group.clients.delete(client);
        if (group.clients.size === 0) {
          clearTimeout(group.timer);
          groups.delete(figures.key);
        }
      });
    },
  };
}

function newGroup(figures: StreamedFigures, clock: Clock): Group {
  return { figures, clock, clients: new Set(), told: new Map(), id: 0, sentAt: 0, timer: undefined };
}

/** At once when nothing was sent for a while; else when that while is over. */
function schedule(group: Group): void {
  if (group.timer) return;
  const due = Math.max(0, group.sentAt + milliseconds.between - performance.now());
  group.timer = setTimeout(() => {
    group.timer = undefined;
    group.sentAt = performance.now();
    void update(group).catch(() => undefined);
  }, due);
}

/** Sends what is printed otherwise than the readers were told. */
async function update(group: Group): Promise<void> {
  const now = (await group.figures.read()) ?? new Map<string, string>();
  const changed = new Map([...now].filter(([name, text]) => group.told.get(name) !== text));
  group.told = now;
  if (changed.size === 0) return;
  group.id += 1;
  const text = event(group, changed);
  for (const client of group.clients) send(client, text);
}

/** Names the process too: after a restart nobody has been told anything. */
const started = randomBytes(4).toString('hex');

function eventId({ id }: Group): string {
  return `${started}-${id}`;
}

/** `at` is the local time of the event: the reader's own clock may be wrong. */
function event(group: Group, figures: ReadonlyMap<string, string>): string {
  const data = { at: londonTime(group.clock.now()), figures: Object.fromEntries(figures) };
  return `id: ${eventId(group)}\nevent: figures\ndata: ${JSON.stringify(data)}\n\n`;
}

function openStream(reply: FastifyReply): ServerResponse {
  const headers = reply.getHeaders();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // For proxies that would gather events before they pass them on.
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 3000\n\n');
  return raw;
}

function send({ response }: Client, text: string): void {
  if (response.writableEnded) return;
  response.write(text);
  if (response.writableLength > mostUnread) response.destroy();
}

async function beat(client: Client): Promise<void> {
  const stays = await client.mayStay().catch(() => false);
  if (stays) send(client, ': still here\n\n');
  else client.response.end();
}

function tooMany(): ProblemError {
  return new ProblemError({
    code: 'live-events-busy',
    message: 'As many pages are being kept up to date as this Headwater can.',
    nextStep: 'The figures of the page stay as they are: load it again when you want newer ones.',
  });
}
