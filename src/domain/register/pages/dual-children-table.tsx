import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { personDayPath } from '#domain/roll/paths.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { weekdayInShort } from '#foundation/kernel/day-words.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import type { ChildGaps } from '../dual-children.ts';
import { gapsByChild } from '../dual-children.ts';
import { registerSays } from '../dual-model.ts';
import type { ListedGap } from '../dual-store.ts';
import { sessionWords } from '../page-sessions.ts';
import { registerPath } from '../paths.ts';

export interface ChildrenTableProps {
  readonly gaps: readonly ListedGap[];
  readonly keepers: ReadonlyMap<number, Keeper>;
  readonly caption: string;
}

const mostRows = 200;
const mostHalves = 8;

/** A line a child, for whoever sees both settings: where the child was expected, when, and what is said there. */
export function ChildrenTable({ gaps, keepers, caption }: ChildrenTableProps): VNode {
  const children = gapsByChild(gaps);
  const named = (settingId: number): string =>
    keepers.get(settingId)?.name ?? (settingId === 0 ? 'Not known' : 'Not kept here');
  return (
    <>
      <DataTable
        caption={caption}
        columns={[
          {
            heading: 'Child',
            cell: (child: ChildGaps) => (
              <>
                <DayLink child={child} keepers={keepers} />
                <br />
                <span class="hw-muted">{child.class}</span>
              </>
            ),
          },
          { heading: 'Half days', cell: (child) => <Halves child={child} keepers={keepers} /> },
          { heading: 'Expected at', cell: ({ expectedId }) => named(expectedId) },
          { heading: 'Its register says', cell: ({ found }) => registerSays[found] },
          { heading: 'Marked D by', cell: ({ markedId }) => named(markedId) },
        ]}
        rows={children.slice(0, mostRows)}
        density="small"
      />
      {children.length > mostRows && (
        <p class="govuk-body">
          The first {mostRows} of {printedCount(children.length)}; the CSV has them all.
        </p>
      )}
    </>
  );
}

/** The child’s name, a way to the newest of those days in every register. */
function DayLink({ child, keepers }: Pick<ChildrenTableProps, 'keepers'> & { readonly child: ChildGaps }): VNode {
  const urn = keepers.get(child.place.settingId)?.urn;
  if (urn === undefined) return <>{child.name}</>;
  return (
    <a class="govuk-link" href={personDayPath(urn, child.place.slot, child.halves[0]?.day)}>
      {child.name}
      <span class="govuk-visually-hidden">, that day in every register</span>
    </a>
  );
}

/** The newest half days, each a way to the register that should have the mark. */
function Halves({ child, keepers }: Pick<ChildrenTableProps, 'keepers'> & { readonly child: ChildGaps }): VNode {
  const shown = child.halves.slice(0, mostHalves);
  const days = Map.groupBy(shown, ({ day }) => day);
  return (
    <>
      {[...days].map(([day, halves], index) => (
        <>
          {index > 0 && <br />}
          {weekdayInShort(day)}:{' '}
          {halves.toReversed().map(({ session, settingId }, position) => {
            const keeper = keepers.get(settingId);
            const words = sessionWords(session);
            return (
              <>
                {position > 0 && ', '}
                {keeper?.unit === 'session' ? (
                  <a class="govuk-link" href={registerPath({ urn: keeper.urn, day, session })}>
                    {words}
                    <span class="govuk-visually-hidden">
                      {' '}
                      of {weekdayInShort(day)}, {child.name}
                    </span>
                  </a>
                ) : (
                  words
                )}
              </>
            );
          })}
        </>
      ))}
      {child.halves.length > shown.length && (
        <>
          <br />
          and {printedCount(child.halves.length - shown.length)} earlier
        </>
      )}
    </>
  );
}
