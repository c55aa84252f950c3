import { z } from 'zod';
import type { Keeper } from '#domain/roll/model.ts';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { gapFindings } from './dual-model.ts';
import type { ListedGap } from './dual-store.ts';
import { sessionAddress } from './page-sessions.ts';

export const DualQuery = z.strictObject({
  state: z.enum(['open', 'closed']).default('open').meta({ description: 'closed: of the last thirty days.' }),
  format: z.enum(['json', 'csv']).optional(),
});

export const DualDocument = z.object({
  asAt: z.string(),
  why: z.string().meta({ description: 'Why this may be read.' }),
  state: z.enum(['open', 'closed']),
  tasks: z.array(
    z.object({
      urn: z.number().int().meta({ description: 'Whose task it is.' }),
      name: z.string(),
      day: PlainDate,
      session: z.string(),
      side: z.enum(['marked', 'partner']).meta({
        description: 'marked: this setting wrote that the child was expected elsewhere. partner: it was named by that.',
      }),
      slot: z.number().int().meta({ description: 'The enrolment at this setting.' }),
      pupil: z.string(),
      class: z.string(),
      otherUrn: z.number().int().nullable().meta({ description: 'null when nobody knows which.' }),
      otherName: z.string().nullable(),
      found: z.enum(gapFindings).meta({ description: 'What the other setting had.' }),
      raisedAt: z.string(),
      closedAt: z.string().nullable(),
      closedBy: z.string().nullable().meta({ description: 'null when the registers closed it.' }),
      outcome: z.string().nullable(),
    }),
  ),
});
export type DualDocument = z.infer<typeof DualDocument>;

/** Tasks of dual registration as programs are answered. */
export function dualDocument(
  gaps: readonly ListedGap[],
  keepers: ReadonlyMap<number, Keeper>,
  { state, why, now }: { readonly state: 'open' | 'closed'; readonly why: string; readonly now: Date },
): DualDocument {
  const tasks = gaps.map((gap) => {
    const [own, other] = [keepers.get(gap.settingId), keepers.get(gap.otherSettingId)];
    const { day, side, slot, found, outcome, closedBy } = gap;
    return {
      urn: own?.urn ?? 0,
      name: own?.name ?? '',
      day,
      session: sessionAddress(gap.session),
      side,
      slot,
      pupil: `${gap.givenName} ${gap.surname}`,
      class: gap.class,
      otherUrn: other?.urn ?? null,
      otherName: other?.name ?? null,
      found,
      raisedAt: gap.raisedAt.toISOString(),
      closedAt: gap.closedAt?.toISOString() ?? null,
      closedBy,
      outcome,
    };
  });
  return { asAt: now.toISOString(), why, state, tasks };
}

const columns = [
  ['urn', 'urn'],
  ['name', 'name'],
  ['day', 'day'],
  ['session', 'session'],
  ['side', 'side'],
  ['slot', 'slot'],
  ['pupil', 'pupil'],
  ['class', 'class'],
  ['otherUrn', 'other_urn'],
  ['otherName', 'other_name'],
  ['found', 'found'],
  ['raisedAt', 'raised_at'],
  ['closedAt', 'closed_at'],
  ['closedBy', 'closed_by'],
  ['outcome', 'outcome'],
] as const;

/** The same as rows. */
export function dualCsv({ asAt, tasks }: DualDocument): string {
  return csvDocument({
    header: [...columns.map(([, heading]) => heading), 'as_at'],
    rows: tasks.map((task) => [...columns.map(([name]) => task[name]), asAt]),
  });
}
