import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import { retentionPath } from '../paths.ts';
import type { DuePiece } from '../retention.ts';
import type { RetentionSchedule } from '../retention-schedules.ts';
import { retentionSchedules } from '../retention-schedules.ts';
import type { Hold, Proof } from '../retention-store.ts';

export interface RetentionPageProps {
  readonly keeper: Keeper;
  readonly why: string;
  readonly today: PlainDate;
  readonly due: readonly DuePiece[];
  readonly holds: readonly Hold[];
  readonly proofs: readonly Proof[];
  /** Names of held children, by learner. */
  readonly children: ReadonlyMap<number, { readonly name: string }>;
  readonly problem?: string | undefined;
}

/** What a setting keeps for how long, what is due, what is held back, and what was deleted. */
export function RetentionPage(props: RetentionPageProps): VNode {
  const { keeper, why, today, due, proofs, problem } = props;
  return (
    <>
      {problem && <ErrorSummary titleText="There is a problem" errorList={[{ href: '#hold-form', text: problem }]} />}
      <h1 class="govuk-heading-xl">{`What ${keeper.name} keeps, and for how long`}</h1>
      <WhyYouMaySee words={why} />
      <DataTable
        caption="Schedules"
        columns={[
          {
            heading: 'What, and who says so',
            cell: (one: RetentionSchedule) => (
              <>
                {one.about}
                <br />
                <span class="hw-muted">{`${one.source}${one.verified ? '' : ' (not verified)'}`}</span>
              </>
            ),
          },
          { heading: 'Kept for', cell: keptFor },
        ]}
        rows={retentionSchedules}
      />
      <h2 class="govuk-heading-l">Who has looked</h2>
      <p class="govuk-body hw-measure">
        The ledger of who looked at which child is kept for as long as this Headwater is, and nothing here deletes from
        it: a child may ask many years later, and an entry that can be taken out proves nothing. It holds numbers of
        children, and the names of those who looked; of a child who was deleted only the number is left. Each day is
        sealed with the day before. Whoever must delete from it by law can let go of whole sealed days, the oldest
        first, and no single entry.
      </p>
      <h2 class="govuk-heading-l">{`Registers that are due on ${dayInWords(today)}`}</h2>
      <DataTable
        caption="Whole academic years, with all their totals"
        columns={[
          { heading: 'Academic year', cell: (one: DuePiece) => one.span },
          { heading: 'What happens', cell: (one: DuePiece) => one.heldBecause ?? 'Deleted at the next run' },
        ]}
        rows={due}
        empty={
          <p class="govuk-body">None. Whoever runs Headwater deletes what is due with “headwater retention run”.</p>
        }
      />
      <Holds {...props} />
      <h2 class="govuk-heading-l">What was deleted</h2>
      <DataTable
        caption="Proofs, the latest first: no name is in them"
        density="small"
        columns={[
          { heading: 'Deleted on', cell: (one: Proof) => dayInShort(londonDay(one.deletedAt)) },
          { heading: 'What', cell: (one: Proof) => `${counted(one.rows, 'row')} of ${one.table}` },
          { heading: 'Of', cell: (one: Proof) => one.span },
          { heading: 'Rule', cell: (one: Proof) => one.rule },
          { heading: 'Digest of the keys', cell: (one: Proof) => <code>{one.keysSha256.slice(0, 16)}…</code> },
        ]}
        rows={proofs}
        empty={<p class="govuk-body">Nothing yet.</p>}
      />
    </>
  );
}

function keptFor({ years, after }: RetentionSchedule): string {
  return years === 0 ? `Until ${after}` : `${counted(years, 'year')} after ${after}`;
}

function Holds({ keeper, holds, children }: RetentionPageProps): VNode {
  return (
    <section aria-labelledby="holds">
      <h2 class="govuk-heading-l" id="holds">
        Held back
      </h2>
      <p class="govuk-body hw-measure">
        A hold wins over every schedule: a claim, an inquiry, a request that is not answered yet. A hold on one child
        keeps the whole years of registers that the child is in.
      </p>
      {holds.length === 0 && <p class="govuk-body">Nothing is held back.</p>}
      {holds.map((one) => (
        <form method="post" action={retentionPath(keeper.urn)} aria-label={`Hold ${one.holdId}`}>
          <p class="govuk-body">
            <strong>
              {one.learnerId === null ? 'The whole setting' : (children.get(one.learnerId)?.name ?? 'A child')}
            </strong>
            {`: ${one.reason}, from ${dayInWords(one.heldFrom)}${one.heldUntil === null ? '' : ` until ${dayInWords(one.heldUntil)}`} (${one.enteredBy})`}
          </p>
          <input type="hidden" name="form" value="lift" />
          <input type="hidden" name="hold" value={one.holdId} />
          <Button classes="govuk-button--secondary">Lift this hold</Button>
        </form>
      ))}
      <Details id="hold-form" summaryText="Hold something back">
        <form method="post" action={retentionPath(keeper.urn)} aria-label="Hold something back" autocomplete="off">
          <input type="hidden" name="form" value="hold" />
          <Input
            id="slot"
            name="slot"
            label={{ text: 'The child’s place in registers' }}
            hint={{ text: 'Left empty, everything of the setting is held' }}
            classes="govuk-input--width-10"
          />
          <Input id="reason" name="reason" label={{ text: 'Why' }} />
          <Input
            id="until"
            name="until"
            label={{ text: 'Last day' }}
            hint={{ text: 'Such as 27/3/2027. Left empty, until it is lifted' }}
            classes="govuk-input--width-10"
          />
          <Button classes="govuk-button--secondary">Hold</Button>
        </form>
      </Details>
    </section>
  );
}
