import type { FastifyRequest } from 'fastify';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { htmlMediaType } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { SentForm } from './held-forms.ts';
import { forgetForm, heldForm, holdForm } from './held-forms.ts';
import { endedPage } from './pages/outcomes.tsx';
import { signInPaths } from './paths.ts';
import type { SignIn } from './sign-in.ts';

/** Forms of signing in itself are not held: there is nothing to lose in them. */
const ownForms = /^\/(?:sign-in|sign-out|signed-out|account|scope|demonstration\/identity)(?:\/|$)/;

/**
 * Keeps every form that is sent after its writer’s sign-in has ended, before any route sees it, and answers with the way
 * back. Once it has been sent again and taken, it is forgotten.
 */
export function holdForms(app: RouteServer, signIn: SignIn, shell: Shell): void {
  app.addHook('preValidation', async (request, reply) => {
    if (!isForm(request)) return;
    const state = await signIn.stateOf(request);
    if (state.kind !== 'ended') return;
    const form: SentForm = { action: request.url, fields: fieldsOf(request.body) };
    const secret = await signIn.atGate((gate) => holdForm(gate, state.personId, form, signIn.clock.now()));
    const { because, personName } = state;
    const page = await shell(endedPage({ because, personName, returnTo: signInPaths.held, form: 'kept' }));
    return reply
      .code(403)
      .header('set-cookie', signIn.cookies.set('held', secret))
      .header('cache-control', 'no-store')
      .type(htmlMediaType)
      .send(page);
  });
  app.addHook('onResponse', async (request, reply) => {
    const secret = signIn.cookies.read(request.headers.cookie, 'held');
    if (secret === undefined || !isForm(request) || reply.statusCode >= 400) return;
    const state = await signIn.stateOf(request);
    if (state.kind !== 'live') return;
    await signIn.atGate(async (gate) => {
      const held = await heldForm(gate, secret, state.session.personId, signIn.clock.now());
      if (held?.kind === 'own' && held.form.action === request.url) await forgetForm(gate, secret);
    });
  });
}

function isForm({ method, headers, url }: FastifyRequest): boolean {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return form && method === 'POST' && !ownForms.test(url.split('?', 1)[0] ?? '');
}

/** The fields as they stood in the form; one that stands more than once is there more than once. */
function fieldsOf(body: unknown): [string, string][] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
}
