import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { RouteServer } from '#platform/web/route-server.ts';

/** The open port. It listens before the database is ready, and passes each request to whichever server is current. */
export interface Front {
  /** With scheme, host and port: `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Passes every request from now on to another server, which must be ready. */
  handOver(app: RouteServer): void;
  /** Takes no new request, lets those under way finish for up to five seconds, and closes the port. */
  close(): Promise<void>;
}

const milliseconds = { request: 30_000, headers: 10_000, keepAlive: 5_000, silence: 120_000, goodbye: 5_000 };

/** Opens the port. Fails, naming PORT or HOST, when it cannot be had. */
export async function openFront(
  { host, port }: { readonly host: string; readonly port: number },
  first: RouteServer,
): Promise<Result<Front, Problem>> {
  let current = first;
  await first.ready();
  const server = createServer({
    requestTimeout: milliseconds.request,
    headersTimeout: milliseconds.headers,
    keepAliveTimeout: milliseconds.keepAlive,
  });
  server.on('request', (request, response) => current.routing(request, response));
  server.setTimeout(milliseconds.silence);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (reason) {
    return failure(listenProblem(reason, host, port));
  }
  return success({
    address: printedAddress(server.address()),
    handOver: (app) => {
      current = app;
    },
    close: () => closeServer(server),
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), milliseconds.goodbye);
  await closed;
  clearTimeout(impatience);
}

function printedAddress(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return 'http://localhost';
  const wildcard = address.address === '0.0.0.0' || address.address === '::';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${wildcard ? 'localhost' : host}:${address.port}`;
}

function listenProblem(reason: unknown, host: string, port: number): Problem {
  const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return {
        code: 'port-in-use',
        message: `PORT ${port} on ${host} is in use by another program.`,
        nextStep: `Stop that program, or choose another port: PORT=${port + 1} npm start`,
      };
    case 'EACCES':
      return {
        code: 'port-not-allowed',
        message: `PORT ${port} may not be opened by this user.`,
        nextStep: 'Choose a port from 1024 upwards: PORT=3000 npm start',
      };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'host-unknown',
        message: `HOST ${host} is not an address of this machine.`,
        nextStep: 'Use 127.0.0.1 for this machine only, or 0.0.0.0 for every network it is on.',
      };
    default:
      return {
        code: 'cannot-listen',
        message: `PORT ${port} on ${host} could not be opened (${reason instanceof Error ? reason.message : String(reason)}).`,
        nextStep: 'Choose other values for PORT and HOST.',
      };
  }
}
