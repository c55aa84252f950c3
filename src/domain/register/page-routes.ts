import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import { addDays, PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { needCategories } from '#platform/access/allowed.ts';
import { needRecordingScope, needSettingScope, recordingScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { RegisterContext } from './api-keepers.ts';
import { keeperByUrn, needReadingScope, readUrn } from './api-keepers.ts';
import type { AddressedRegister } from './api-record.ts';
import { checkRegister } from './api-record.ts';
import { addressed } from './api-routes.ts';
import { commonCodes } from './page-common-codes.ts';
import type { PostedForm } from './page-form.ts';
import { readPostedRegister } from './page-form.ts';
import { readHistory } from './page-history.ts';
import { mondayOf, readIndex } from './page-index.ts';
import { readRegisterView } from './page-register.ts';
import type { SavedRegister } from './page-save.ts';
import { saveRegister } from './page-save.ts';
import { sessionWords } from './page-sessions.ts';
import type { Unwithdrawn } from './page-withdraw.ts';
import { asksToWithdraw, withdrawRegister } from './page-withdraw.ts';
import { HistoryPage } from './pages/history-page.tsx';
import { IndexPage } from './pages/index-page.tsx';
import { RegisterPage } from './pages/register-page.tsx';
import { registerHistoryPath, registerPath, registersPath } from './paths.ts';
import { refuseOthers } from './within-own.ts';

export interface RegisterPagesContext extends RegisterContext {
  readonly shell: Shell;
}

const params = z.object({ urn: z.string().max(12), date: PlainDate, session: z.string().max(6) });
const querystring = z.object({ class: z.string().max(60).optional() });
/** A class of sixty with a mark, another, a reason of five hundred letters and what was shown. */
const longestForm = 512 * 1024;

export const registerPageAddress = '/settings/:urn/registers/:date/:session';

/** The page on which a register is taken and corrected, and what it posts. */
export function registerPages(app: RouteServer, context: RegisterPagesContext): void {
  app.get(registerPageAddress, { schema: { hide: true, params, querystring } }, async (request, reply) => {
    const register = await addressed(context, request.params);
    const scope = await needReadingScope(context.askScope, request, register.keeper);
    return sendPage(reply, context.shell, await registerPage(context, { register, scope, class: request.query.class }));
  });
  const schema = { hide: true, params, querystring };
  app.post(registerPageAddress, { schema, bodyLimit: longestForm }, async (request, reply) => {
    const register = await addressed(context, request.params);
    const { class: className } = request.query;
    const { settingId } = register.keeper;
    const recording = await needRecordingScope(context.askScope, request, settingId);
    const scope = await needReadingScope(context.askScope, request, register.keeper);
    checkRegister(register, context.clock.today());
    const asked = { ...register, class: className };
    const form = (request.body ?? {}) as PostedForm;
    const address = { ...register, urn: register.keeper.urn, class: className };
    if (asksToWithdraw(form)) {
      const all = await needSettingScope(context.askScope, request, settingId, ['attendance', 'totals']);
      const unwithdrawn = await withdrawRegister(context, all, register, form);
      if (unwithdrawn === undefined) return reply.redirect(registerPath(address), 303);
      reply.code(422);
      const page = await registerPage(context, { register, scope, class: className, unwithdrawn });
      return sendPage(reply, context.shell, page);
    }
    const view = await inScope(context.database, scope, (scoped) =>
      readRegisterView(scoped, asked, context.clock.now()),
    );
    const present = commonCodes(view.book, view.key)[0]?.code ?? '';
    const posted = readPostedRegister(form, view.pupils, present);
    refuseOthers(form, recording, view);
    const saved = withConflicts(await saveRegister(context, recording, asked, posted.rows), posted.conflicts);
    if (saved.unkept.length === 0) return reply.redirect(registerPath(address), 303);
    reply.code(422);
    return sendPage(reply, context.shell, await registerPage(context, { register, scope, class: className, saved }));
  });
}

/** Every change of a register, and the two weeks of registers it stands in. */
export function registerListPages(app: RouteServer, context: RegisterPagesContext): void {
  const { database, clock, askScope, shell } = context;
  const asAt = z.iso.datetime({ offset: true }).optional();
  const history = { hide: true, params, querystring: z.object({ asAt }) };
  app.get(`${registerPageAddress}/history`, { schema: history }, async (request, reply) => {
    const register = await addressed(context, request.params);
    const scope = await needReadingScope(askScope, request, register.keeper);
    const then = request.query.asAt === undefined ? undefined : new Date(request.query.asAt);
    const asked = { ...register, class: undefined, asAt: then };
    const read = await inScope(database, scope, (scoped) => readHistory(scoped, asked, clock.now()));
    const { keeper, day, session } = register;
    const name = `${dayInShort(day)}, ${sessionWords(session)}`;
    return sendPage(reply, shell, {
      title: `Changes of the register, ${name}`,
      path: registerHistoryPath({ urn: keeper.urn, day, session }, then),
      breadcrumbs: registerBreadcrumbs(keeper, [
        { text: name, href: registerPath({ urn: keeper.urn, day, session }) },
        { text: 'Every change' },
      ]),
      children: h(HistoryPage, { history: read, scope, asAt: then }),
    });
  });
  const list = {
    hide: true,
    params: params.pick({ urn: true }),
    querystring: z.object({ week: PlainDate.optional() }),
  };
  app.get('/settings/:urn/registers', { schema: list }, async (request, reply) => {
    const keeper = await keeperByUrn(context, readUrn(request.params.urn));
    const scope = await needReadingScope(askScope, request, keeper, ['attendance', 'totals']);
    if (scope.kind === 'children') needCategories(scope, 'read', ['identity']);
    const [now, today] = [clock.now(), clock.today()];
    if (request.query.week) academicYearOf(request.query.week);
    const monday = request.query.week ? mondayOf(request.query.week) : addDays(mondayOf(today), -7);
    const days = await inScope(database, scope, (scoped) => readIndex(scoped, keeper, monday, now));
    return sendPage(reply, shell, {
      title: `Registers, ${keeper.name}`,
      path: registersPath(keeper.urn, request.query.week),
      breadcrumbs: [{ text: keeper.name, href: settingPath(keeper.urn) }, { text: 'Registers' }],
      children: h(IndexPage, { keeper, scope, monday, today, days, now }),
    });
  });
}

function withConflicts(
  saved: SavedRegister,
  conflicts: readonly { readonly slot: number; readonly reason: string }[],
): SavedRegister {
  const asked = conflicts.map(({ slot, reason }) => ({
    slot,
    wanted: '',
    reason: '',
    message: reason,
    kind: 'refused' as const,
  }));
  return { ...saved, unkept: [...saved.unkept, ...asked] };
}

interface AskedPage {
  readonly register: AddressedRegister;
  readonly scope: Scope;
  readonly class: string | undefined;
  readonly saved?: SavedRegister;
  readonly unwithdrawn?: Unwithdrawn;
}

async function registerPage({ database, clock }: RegisterContext, asked: AskedPage) {
  const { register, scope, saved, unwithdrawn } = asked;
  const { keeper, day, session } = register;
  const now = clock.now();
  const view = await inScope(database, scope, (scoped) =>
    readRegisterView(scoped, { ...register, class: asked.class }, now),
  );
  const name = view.event?.title ?? sessionWords(session);
  const access = recordingScope(scope, keeper.settingId) ? 'take' : 'read';
  return {
    title: `${saved || unwithdrawn ? 'Error: ' : ''}Register, ${dayInShort(day)}, ${name}`,
    path: registerPath({ urn: keeper.urn, day, session, class: asked.class }),
    breadcrumbs: registerBreadcrumbs(keeper, [{ text: `${dayInShort(day)}, ${name}` }]),
    children: h(RegisterPage, { view, scope, access, class: asked.class, now, saved, unwithdrawn }),
  } as const;
}

/** Where a page about a setting's registers stands. */
export function registerBreadcrumbs(
  keeper: Pick<Keeper, 'name' | 'urn'>,
  rest: readonly { readonly text: string; readonly href?: string }[],
) {
  const { urn, name } = keeper;
  return [{ text: name, href: settingPath(urn) }, { text: 'Registers', href: registersPath(urn) }, ...rest];
}
