import type { VNode } from 'preact';
import { Button } from '#foundation/ui/components/button.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Fieldset } from '#foundation/ui/components/fieldset.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Radios } from '#foundation/ui/components/radios.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposeNames, purposes } from '#platform/access/purposes.ts';
import { mostParties, mostWays, partySlots, textOf, waySlots } from '../draft-form.ts';
import { agreementDraftFilePath, agreementDraftPath } from '../paths.ts';
import { Bases, Subjects } from './draft-choices.tsx';
import type { DraftFormProps } from './draft-fields.ts';
import { errorAt } from './draft-fields.ts';
import { Way } from './draft-way.tsx';

/** Drafting an agreement, or its next version. What was typed stays, and everything wrong is told at once, at its field. */
export function DraftFormPage(props: DraftFormProps): VNode {
  const { typed, faults } = props;
  return (
    <>
      {faults.length > 0 && (
        <ErrorSummary
          titleText="There is a problem: nothing was entered"
          errorList={faults.map(({ id, words }) => ({ text: words, href: `#${id}` }))}
        />
      )}
      <h1 class="govuk-heading-l">Draft an agreement</h1>
      <p class="govuk-body hw-measure">
        You see it in plain words before it is entered. It becomes a draft: nothing is shared until every party has
        signed it. Have one from elsewhere?{' '}
        <a class="govuk-link" href={agreementDraftFilePath}>
          Bring in a file
        </a>
        .
      </p>
      <form method="post" action={agreementDraftPath} autocomplete="off" aria-label="Draft an agreement" novalidate>
        {/* The first button of a form is what the Enter key presses. */}
        <button type="submit" class="govuk-visually-hidden" name="act" value="check" tabIndex={-1} aria-hidden="true">
          Check your answers
        </button>
        <What {...props} />
        <Parties {...props} />
        <h2 class="govuk-heading-m">What is shared</h2>
        <p class="govuk-body hw-measure">
          Open each kind of record that is shared. What you do not choose does not leave.
        </p>
        {Array.from({ length: waySlots(typed) }, (_, way) => (
          <Way way={way} {...props} />
        ))}
        {waySlots(typed) < mostWays && <More act="add-way">Add another who tells, or is told</More>}
        <Subjects {...props} />
        <Bases {...props} />
        <Terms {...props} />
        <Button name="act" value="check">
          Check your answers
        </Button>
      </form>
    </>
  );
}

function More({ act, children }: { readonly act: string; readonly children: string }): VNode {
  return (
    <Button name="act" value={act} classes="govuk-button--secondary">
      {children}
    </Button>
  );
}

function What({ typed, faults }: DraftFormProps): VNode {
  const field = (name: string) => ({ name, value: textOf(typed, name), errorMessage: errorAt(faults, name) });
  return (
    <>
      <h2 class="govuk-heading-m">What it is</h2>
      <Input {...field('title')} label={{ text: 'Title' }} />
      <Input
        {...field('reference')}
        classes="govuk-input--width-20"
        label={{ text: 'Reference' }}
        hint={{ text: 'Letters, digits and hyphens. The reference of an agreement you have makes its next version.' }}
      />
      <Textarea {...field('summary')} label={{ text: 'For families: what is shared, with whom, and why' }} rows={4} />
      <Select
        {...field('purpose')}
        label={{ text: 'What it is for' }}
        items={[{ value: '', text: 'Choose' }, ...purposeNames.map((one) => ({ value: one, text: purposeText(one) }))]}
      />
    </>
  );
}

function purposeText(purpose: Purpose): string {
  const words: string = purposes[purpose];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Parties(props: DraftFormProps): VNode {
  const slots = partySlots(props.typed);
  return (
    <>
      <h2 class="govuk-heading-m">Who takes part</h2>
      <input type="hidden" name="parties" value={slots} />
      <input type="hidden" name="ways" value={waySlots(props.typed)} />
      {Array.from({ length: slots }, (_, slot) => (
        <PartyFields slot={slot} {...props} />
      ))}
      {slots < mostParties && <More act="add-party">Add another organisation</More>}
    </>
  );
}

function PartyFields({ slot, typed, faults, choosable }: DraftFormProps & { readonly slot: number }): VNode {
  const field = (part: string) => {
    const name = `party-${slot}-${part}`;
    return { name, value: textOf(typed, name), errorMessage: errorAt(faults, name) };
  };
  const { errorMessage: _, ...short } = field('short');
  const { errorMessage: __, ...byName } = field('by-name');
  return (
    <Fieldset legend={{ text: `Organisation ${slot + 1}`, classes: 'govuk-fieldset__legend--s' }}>
      <input type="hidden" {...short} />
      <input type="hidden" {...byName} />
      <Select
        {...field('organisation')}
        label={{ text: 'Its name' }}
        items={[
          { value: '', text: 'Choose' },
          ...choosable.map(({ organisationId, name }) => ({ value: organisationId, text: name })),
        ]}
      />
      <Select
        {...field('role')}
        label={{ text: 'What it does' }}
        items={[
          { value: '', text: 'Choose' },
          { value: 'gives', text: 'Gives' },
          { value: 'receives', text: 'Receives' },
          { value: 'both', text: 'Gives and receives' },
        ]}
      />
      <Input
        {...field('contact')}
        label={{ text: 'Whom to ask' }}
        hint={{ text: 'A desk or a role and how to reach it, never a person’s name' }}
      />
    </Fieldset>
  );
}

function Terms({ typed, faults }: DraftFormProps): VNode {
  const field = (name: string) => ({ name, value: textOf(typed, name), errorMessage: errorAt(faults, name) });
  const day = (name: string, text: string, hint?: string) => (
    <Input
      {...field(name)}
      classes="govuk-input--width-10"
      label={{ text }}
      hint={hint === undefined ? undefined : { text: hint }}
    />
  );
  return (
    <>
      <h2 class="govuk-heading-m">How long</h2>
      {day('startsOn', 'First day', 'For example, 27/3/2026')}
      {day('endsOn', 'Last day', 'Five years after the first day at most')}
      {day('reviewOn', 'Review day', 'Within a year. After it nothing is shared until it has been reviewed')}
      <Input
        {...field('retention-months')}
        classes="govuk-input--width-4"
        inputmode="numeric"
        label={{ text: 'How many months it is kept by who receives it' }}
        hint={{ text: '0 where it is shown and not stored' }}
      />
      <Radios
        {...field('retention-afterwards')}
        fieldset={{ legend: { text: 'And then' } }}
        items={[
          { value: 'deleted', text: 'Deleted' },
          { value: 'returned', text: 'Returned' },
        ]}
      />
      <Textarea {...field('retention-words')} label={{ text: 'Who makes sure of that, and how' }} rows={2} />
      <h2 class="govuk-heading-m">How its risks were weighed</h2>
      <Input {...field('dpia-reference')} label={{ text: 'Reference of the data protection impact assessment' }} />
      {day('dpia-completedOn', 'Day it was completed', 'Before the first day, for example 27/3/2026')}
    </>
  );
}
