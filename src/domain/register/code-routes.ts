import { h } from 'preact';
import { z } from 'zod';
import type { Clock } from '#foundation/kernel/effects.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { nationWords } from '#foundation/nations/code-book.ts';
import { bookOf, codeBooks } from '#foundation/nations/code-books.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { askedFormat, sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { CodesDocument, CodesQuery, codesCsv, findCodes, Nation } from './code-documents.ts';
import { attendanceCodesApiPath, attendanceCodesPath, codeBookPath } from './code-paths.ts';
import { AttendanceCodesPage } from './pages/attendance-codes-page.tsx';
import { CodeBookPage } from './pages/code-book-page.tsx';

export interface CodeRoutesOptions {
  readonly shell: Shell;
  readonly clock: Clock;
}

/** The attendance codes of four nations. They are about no child, so no scope is asked for. */
export function codeRoutes(app: RouteServer, options: CodeRoutesOptions): void {
  codesApi(app);
  overviewPage(app, options);
  bookPage(app, options);
}

function codesApi(app: RouteServer): void {
  const schema = {
    summary: 'Attendance codes',
    description:
      'What each code of each nation means and counts as, on which days, from which source, and what could not be verified.',
    tags: ['registers'],
    querystring: CodesQuery,
    response: { 200: CodesDocument },
  };
  app.get(attendanceCodesApiPath, { schema }, (request, reply) => {
    const codes = findCodes(request.query);
    if (askedFormat(request, reply, request.query.format) === 'csv') {
      const { nation = 'all', on = '' } = request.query;
      sendCsv(reply, ['attendance-codes', nation, on].filter((part) => part !== '').join('-'), codesCsv(codes));
      return;
    }
    reply.send({ codes });
  });
}

function overviewPage(app: RouteServer, { shell, clock }: CodeRoutesOptions): void {
  app.get(attendanceCodesPath, { schema: { hide: true } }, async (_request, reply) =>
    sendPage(reply, shell, {
      title: 'Attendance codes',
      description: 'What each mark in a register means and counts as, in the four nations.',
      path: attendanceCodesPath,
      children: h(AttendanceCodesPage, { books: codeBooks, on: clock.today() }),
    }),
  );
}

function bookPage(app: RouteServer, { shell, clock }: CodeRoutesOptions): void {
  const params = z.object({ nation: z.string().max(30) });
  // A form sends an emptied field as an empty text: that is today.
  const querystring = z.object({ on: z.union([z.literal(''), PlainDate]).optional() });
  app.get(`${attendanceCodesPath}/:nation`, { schema: { hide: true, params, querystring } }, (request, reply) => {
    const nation = Nation.safeParse(request.params.nation);
    if (!nation.success) throw unknownNation(request.params.nation);
    const asked = request.query.on || undefined;
    const words = nationWords[nation.data];
    return sendPage(reply, shell, {
      title: `Attendance codes of ${words}`,
      description: `What each mark in a register of ${words} means and counts as, with its days, source and what is not verified.`,
      path: codeBookPath(nation.data, asked),
      breadcrumbs: [{ text: 'Attendance codes', href: attendanceCodesPath }, { text: words }],
      children: h(CodeBookPage, { book: bookOf(nation.data), on: asked ?? clock.today(), today: clock.today() }),
    });
  });
}

function unknownNation(nation: string): ProblemError {
  return new ProblemError({
    code: 'nation-not-found',
    message: `No nation here is called “${nation}”.`,
    nextStep: `Choose one of the four at ${attendanceCodesPath}.`,
  });
}
