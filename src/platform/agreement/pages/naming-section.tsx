import type { VNode } from 'preact';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { Radios } from '#foundation/ui/components/radios.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import type { GivenAgreement } from '../name-child.ts';
import { agreementPath } from '../paths.ts';
import type { NamedTo } from '../store.ts';

export interface NamingProps {
  readonly path: string;
  /** Agreements in which the reader’s organisation gives; none for whoever only reads. */
  readonly given: readonly GivenAgreement[];
  readonly named: readonly NamedTo[];
  /** What was sent and refused. */
  readonly refused:
    | { readonly agreementId: string; readonly did: string; readonly reason: string; readonly message: string }
    | undefined;
}

const how: Readonly<Record<NamedTo['reachedBy'], string>> = {
  case: 'Reached, as a case of both sides',
  consent: 'Reached, by consent',
  withheld: 'Withheld: nothing leaves, not even that the child is known',
};

/** To which agreements of the reader’s organisation a child is named, and from which withheld, with the form that says so. */
export function NamingSection({ path, given, named, refused }: NamingProps): VNode | null {
  const own = named.filter(({ agreementId }) => given.some((one) => one.agreementId === agreementId));
  const titleOf = (agreementId: number) =>
    given.find((one) => one.agreementId === agreementId)?.version.document.title ?? '';
  if (given.length === 0) return null;
  return (
    <>
      <DataTable
        caption="Agreements that name this child"
        columns={[
          {
            heading: 'Agreement',
            cell: ({ agreementId }: NamedTo) => (
              <a class="govuk-link" href={agreementPath(agreementId)}>
                {titleOf(agreementId)}
              </a>
            ),
          },
          { heading: 'How', cell: ({ reachedBy }: NamedTo) => how[reachedBy] },
          { heading: 'From', cell: ({ from, enteredBy }: NamedTo) => `${instantInWords(from)}: ${enteredBy}` },
          { heading: 'To', cell: ({ to }: NamedTo) => (to ? instantInWords(to) : 'now') },
          { heading: 'Why', cell: ({ reason }: NamedTo) => reason },
        ]}
        rows={own}
        empty={<p class="govuk-body">No agreement of your organisation names this child.</p>}
      />
      <div class="hw-measure hw-more">
        <Details
          id="naming"
          summaryText="Name this child to an agreement, or withhold them from one"
          open={refused !== undefined}
        >
          <form method="post" action={path} autocomplete="off" aria-label="Name this child to an agreement">
            <Select
              id="agreementId"
              name="agreementId"
              label={{ text: 'Agreement' }}
              items={given.map(({ agreementId, version }) => ({ value: agreementId, text: version.document.title }))}
              value={refused?.agreementId}
            />
            <Radios
              name="did"
              fieldset={{ legend: { text: 'What holds from now on', classes: 'govuk-fieldset__legend--s' } }}
              items={[
                { value: 'name', text: 'It reaches this child' },
                { value: 'withhold', text: 'Nothing of this child leaves under it' },
                { value: 'end', text: 'Neither, any more' },
              ]}
              value={refused?.did}
            />
            <Textarea
              id="naming-reason"
              name="reason"
              label={{ text: 'Why, or where the consent is kept' }}
              rows={2}
              value={refused?.reason ?? ''}
              errorMessage={refused && { text: refused.message }}
            />
            <Button classes="govuk-button--secondary">Record it</Button>
          </form>
        </Details>
      </div>
    </>
  );
}
