import type { VNode } from 'preact';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { categories } from '#platform/access/categories.ts';
import type { Fault } from '../check.ts';
import { degradations } from '../degrade.ts';
import type { Field } from '../fields.ts';
import { fieldsIn } from '../fields.ts';
import { lawfulBases } from '../lawful-bases.ts';
import { agreementDraftFilePath } from '../paths.ts';

export interface DraftPageProps {
  readonly text: string;
  readonly faults: readonly Fault[];
}

/** Bringing in an agreement as the text of a file. What was typed stays, and each fault is told with its place. */
export function DraftPage({ text, faults }: DraftPageProps): VNode {
  return (
    <>
      {faults.length > 0 && (
        <ErrorSummary
          titleText="There is a problem: nothing was entered"
          errorList={faults.map((fault) => ({ text: faultWords(fault), href: '#document' }))}
        />
      )}
      <h1 class="govuk-heading-l">Bring in an agreement</h1>
      <p class="govuk-body hw-measure">
        An agreement is a text in a fixed form (JSON). Change what stands below, or put in what another Headwater wrote.
        It becomes a draft: nothing is shared until every party has signed it.
      </p>
      <form method="post" action={agreementDraftFilePath} autocomplete="off" aria-label="Bring in an agreement">
        <Textarea
          id="document"
          name="document"
          label={{ text: 'The agreement' }}
          hint={{ text: 'The form is described at /api/v1/agreements/schema' }}
          rows={28}
          value={text}
          spellcheck={false}
          errorMessage={faults.length > 0 ? { text: 'Put right what is named at the top of the page' } : undefined}
        />
        <Button>Enter as a draft</Button>
      </form>
      <Fields />
      <Bases />
    </>
  );
}

/** One fault, with its place. */
export function faultWords({ path, message }: Fault): string {
  return `${path === '' ? 'The text' : path} ${message}`;
}

interface NamedField extends Field {
  readonly name: string;
}

function Fields(): VNode {
  const rows = categories.flatMap((category) =>
    Object.entries(fieldsIn(category)).map(([name, field]): NamedField => ({ ...field, name: `${category}: ${name}` })),
  );
  return (
    <>
      <h2 class="govuk-heading-m">What can be shared</h2>
      <DataTable
        caption="Every field, and how it can be made coarser"
        columns={[
          { heading: 'Category and field', cell: ({ name }: NamedField) => name },
          { heading: 'In words', cell: ({ words }: NamedField) => words },
          {
            heading: 'Whole, or',
            cell: (field: NamedField) =>
              field.degradations.map((one) => `${one}: ${degradations[one].words}`).join('; ') || 'only whole',
          },
        ]}
        rows={rows}
      />
    </>
  );
}

function Bases(): VNode {
  return (
    <>
      <h2 class="govuk-heading-m">Lawful bases and duties</h2>
      <DataTable
        caption="As an agreement names them"
        columns={[
          { heading: 'Code', cell: ({ code }) => code },
          { heading: 'Title', cell: ({ title }) => title },
          { heading: 'For', cell: ({ words }) => words },
          {
            heading: 'Source',
            cell: ({ source, verified, notYetInForce }) =>
              `${verified ? '' : 'Not verified: '}${source}${notYetInForce ? '. No agreement may rest on it yet' : ''}`,
          },
        ]}
        rows={lawfulBases}
      />
    </>
  );
}
