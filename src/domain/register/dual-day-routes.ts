import { h } from 'preact';
import { z } from 'zod';
import { settingPath } from '#domain/area/paths.ts';
import { enrolmentAt } from '#domain/roll/enrolment-store.ts';
import { personDayPath, personPath, rollPath } from '#domain/roll/paths.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { TypedDay } from '#foundation/kernel/typed-day.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keeperByUrn, needReadingScope, readUrn } from './api-keepers.ts';
import { readLearnerDay } from './dual-learner-day.ts';
import type { RegisterPagesContext } from './page-routes.ts';
import { LearnerDayPage } from './pages/learner-day-page.tsx';

const params = z.object({ urn: z.string().max(12), slot: z.coerce.number().int().min(1).max(2_000_000_000) });
const querystring = z.object({ day: TypedDay.optional() });

/** One child’s day in the registers of every setting, as far as the reader may see each. */
export function learnerDayRoutes(app: RouteServer, context: RegisterPagesContext): void {
  const { database, clock, askScope, shell } = context;
  const schema = { hide: true, params, querystring };
  app.get('/settings/:urn/roll/:slot/day', { schema }, async (request, reply) => {
    const keeper = await keeperByUrn(context, readUrn(request.params.urn));
    const scope = await needReadingScope(askScope, request, keeper);
    const { slot } = request.params;
    const today = clock.today();
    const day = request.query.day || today;
    academicYearOf(day);
    const { person, read } = await inScope(database, scope, async (scoped) => {
      const found = await enrolmentAt(scoped, keeper.settingId, slot);
      if (!found) throw noPerson(slot);
      return { person: found, read: await readLearnerDay(scoped, found, day) };
    });
    const name = `${person.givenName} ${person.surname}`;
    return sendPage(reply, shell, {
      title: `One day in every register, ${name}`,
      path: personDayPath(keeper.urn, slot, request.query.day || undefined),
      breadcrumbs: [
        { text: keeper.name, href: settingPath(keeper.urn) },
        { text: 'Roll', href: rollPath(keeper.urn) },
        { text: name, href: personPath(keeper.urn, slot) },
        { text: 'One day' },
      ],
      children: h(LearnerDayPage, { keeper, scope, name, slot, read, today, now: clock.now() }),
    });
  });
}

function noPerson(slot: number): ProblemError {
  return new ProblemError({
    code: 'enrolment-not-found',
    message: `Nobody has the place ${slot} on this roll.`,
    nextStep: 'Go back to the roll and choose somebody.',
  });
}
