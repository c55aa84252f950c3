import type { VNode } from 'preact';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import type { LedgerDay } from '../ledger-store.ts';
import { ledgerPaths } from '../paths.ts';

/** The published heads: what anybody can keep, and hold Headwater to. */
export function HeadsPage({ days, asAt }: { readonly days: readonly LedgerDay[]; readonly asAt: Date }): VNode {
  return (
    <>
      <h1 class="govuk-heading-l">Daily seals of the record of who has looked</h1>
      <p class="govuk-body-l hw-measure">
        Every time somebody looks at a child’s record it is written into a ledger. Each entry is sealed with the one
        before it, so one number at the end of a day stands for the whole of it.
      </p>
      <p class="govuk-body hw-measure">
        Keep the file somewhere Headwater cannot reach. Should anybody ever take an entry out or write it anew, the
        number that you kept would no longer fit: <code>headwater ledger verify --heads FILE</code> says so. Nothing
        here names a person.
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={ledgerPaths.headsFile}>
          Save the daily seals as a file
        </a>
      </p>
      <p class="govuk-body-s hw-muted">
        {days.length === 31 ? 'The last 31 days with entries' : 'Every day with entries'}, as at {instantInWords(asAt)}.
        Today’s seal changes with each entry.
      </p>
      <DataTable
        caption="Entries of each day, and the seal on the last of them"
        density="small"
        rows={days}
        empty={<p class="govuk-body">Nothing has been looked at yet.</p>}
        columns={[
          { heading: 'Day', cell: ({ day }: LedgerDay) => dayInWords(day) },
          { heading: 'Entries', format: 'numeric', cell: ({ count }) => printedCount(count) },
          { heading: 'Seal (SHA-256)', cell: ({ head }) => <code>{head.toString('hex')}</code> },
        ]}
      />
    </>
  );
}
