import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { Acting, LedgerRoutesContext, Viewer } from './asking.ts';
import { needViewer } from './asking.ts';
import type { Delay } from './delay-store.ts';
import { delaysOf } from './delay-store.ts';
import type { FormProblem } from './form-problem.ts';
import type { LookedAsked } from './looked.ts';
import { daysOf, maskedFor, shownToFamily, wantedEntries, wasThere } from './looked.ts';
import type { LookedChild, LookedEntry } from './looked-store.ts';
import { lookedAt, withheldRules } from './looked-store.ts';
import { LeadPage } from './pages/lead-page.tsx';
import { childRecordPath, lookedPath } from './paths.ts';

const key = z.string().max(20).default('');
/** What the pages and their files are asked to show. */
export const LookedQuery = z.object({
  days: z.enum(['7', '28', '92', '366']).catch('28'),
  reader: key,
  category: key,
  purpose: key,
});
export const OneChild = z.object({ learnerId: z.coerce.number().int().positive() });
/** More than these are not read at once: a shorter time shows the rest. */
export const mostEntries = 5_000;

/** Everything one of the pages needs. */
export interface Looked {
  readonly child: LookedChild;
  readonly entries: readonly LookedEntry[];
  readonly shown: readonly LookedEntry[];
  readonly delays: readonly Delay[];
  readonly asked: LookedAsked;
  readonly more: 'more' | 'all';
}

/** Who has looked at a child’s record, as far as whoever asks may see it. Throws `child-not-found` (404) otherwise. */
export async function readLooked(
  context: LedgerRoutesContext,
  request: FastifyRequest,
  learnerId: number,
  asked: LookedAsked,
): Promise<Looked & { readonly viewer: Viewer }> {
  const { viewer, child } = await needViewer(context, request, learnerId);
  const today = context.clock.today();
  const reader = viewer.scope.grounds?.personId ?? 0;
  const { all, delays, withheld } = await inGate(context.database, 'ledger', async (gate) => ({
    all: await lookedAt(gate, child, { ...daysOf(asked.days, today), most: mostEntries }),
    delays: await delaysOf(gate, learnerId),
    withheld: await withheldRules(gate, { personId: reader, learnerId }, context.clock.now()),
  }));
  const entries =
    viewer.kind === 'family'
      ? maskedFor(shownToFamily(all, delays, today), withheld, reader)
      : // Where a child is who has left is not for the former setting to follow.
        all.filter(({ at }) => wasThere(child, londonDay(at)));
  const more = all.length === mostEntries ? 'more' : 'all';
  return { viewer, child, entries, shown: wantedEntries(entries, asked), delays, asked, more };
}

/** The page of who has looked, for who answers for the child’s safety. */
export function sendLeadPage(
  context: LedgerRoutesContext,
  reply: FastifyReply,
  looked: Looked & {
    readonly acting: Acting;
    readonly typed?: { readonly values: Readonly<Record<string, string>>; readonly problems: readonly FormProblem[] };
  },
): Promise<FastifyReply> {
  const path = lookedPath(looked.child.learnerId);
  return sendPage(reply, context.shell, {
    title: 'Who has looked at this record',
    description: 'Who has looked at a child’s record, entry by entry.',
    path,
    breadcrumbs: [
      { text: looked.child.name, href: childRecordPath(looked.child.learnerId) },
      { text: 'Who has looked' },
    ],
    children: h(LeadPage, {
      ...looked,
      action: path,
      file: fileOf(`${path}.csv`, looked.asked),
      asAt: context.clock.now(),
      today: context.clock.today(),
    }),
  });
}

/** The same question as a file. */
export function fileOf(path: string, asked: LookedAsked): string {
  return `${path}?${new URLSearchParams({ ...asked })}`;
}
