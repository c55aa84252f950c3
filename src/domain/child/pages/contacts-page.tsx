import type { VNode } from 'preact';
import type { Enrolment, Keeper } from '#domain/roll/model.ts';
import { personPath } from '#domain/roll/paths.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { Checkboxes } from '#foundation/ui/components/checkboxes.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { FamilyAccount } from '../account-store.ts';
import type { ContactDetail } from '../contact-rules.ts';
import { withholdsWords } from '../contacts.ts';
import type { KeptRule } from '../contacts-store.ts';
import type { Adult } from '../family-store.ts';
import { contactsPath } from '../paths.ts';

export interface ContactsPageProps {
  readonly keeper: Keeper;
  readonly person: Enrolment;
  readonly why: string;
  readonly adults: readonly Adult[];
  readonly contacts: readonly (ContactDetail & { readonly contactId: number })[];
  readonly rules: readonly KeptRule[];
  readonly accounts: readonly FamilyAccount[];
  readonly may: { readonly contacts: 'read' | 'change'; readonly rules: 'read' | 'change' };
  readonly problem?: string | undefined;
}

/** How the adults of a child are reached, and what each may not be told: that comes first. */
export function ContactsPage(props: ContactsPageProps): VNode {
  const { keeper, person, why, adults, rules, may, problem } = props;
  const name = `${person.givenName} ${person.surname}`;
  return (
    <>
      {problem && <ErrorSummary titleText="There is a problem" errorList={[{ href: '#adults', text: problem }]} />}
      <h1 class="govuk-heading-xl">{`The adults of ${name}`}</h1>
      <WhyYouMaySee words={why} />
      {rules.map((rule) => (
        <Rule {...props} rule={rule} />
      ))}
      <h2 class="govuk-heading-l" id="adults">
        Adults
      </h2>
      {adults.length === 0 && <p class="govuk-body">Nobody is entered yet.</p>}
      {adults.map((adult) => (
        <AdultEntry {...props} adult={adult} />
      ))}
      {may.contacts === 'change' && <AdultForm {...props} />}
      {may.contacts === 'change' && adults.length > 0 && <ContactForm {...props} />}
      {may.rules === 'change' && adults.length > 0 && <RuleForm {...props} />}
      {may.contacts === 'change' && <Accounts {...props} />}
      <p class="govuk-body">
        <a class="govuk-link" href={personPath(keeper.urn, person.slot)}>
          {`The page of ${name}`}
        </a>
      </p>
    </>
  );
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function postedTo({ keeper, person }: ContactsPageProps): string {
  return contactsPath(keeper.urn, person.slot);
}

function Rule(props: ContactsPageProps & { readonly rule: KeptRule }): VNode {
  const { rule, may } = props;
  const days = `from ${dayInWords(rule.validFrom)}${rule.validTo === null ? '' : ` until ${dayInWords(rule.validTo)}`}`;
  return (
    <>
      <InsetText>
        <strong>{`${rule.name} is not told: ${uncapitalised(withholdsWords[rule.withholds] ?? rule.withholds)}.`}</strong>
        {` ${rule.source}, ${days}.`}
      </InsetText>
      {may.rules === 'change' && (
        <form method="post" action={postedTo(props)} aria-label={`Lift rule ${rule.ruleId}`}>
          <input type="hidden" name="form" value="lift" />
          <input type="hidden" name="rule" value={rule.ruleId} />
          <Button classes="govuk-button--secondary">Lift this rule</Button>
        </form>
      )}
    </>
  );
}

function AdultEntry(props: ContactsPageProps & { readonly adult: Adult }): VNode {
  const { adult, contacts, may } = props;
  const own = contacts.filter(({ personId }) => personId === adult.personId);
  return (
    <>
      <h3 class="govuk-heading-m">{`${adult.name}, ${adult.relationship}`}</h3>
      {own.length === 0 && <p class="govuk-body">No address, telephone or e-mail is entered.</p>}
      {own.map((one) => (
        <form method="post" action={postedTo(props)} aria-label={`${one.kind} of ${adult.name}, ${one.contactId}`}>
          <p class="govuk-body">
            {`${one.kind}: ${one.value}${one.childLivesHere ? ' (the child lives here)' : ''}. `}
            {one.sharedWithFamily ? 'The other adults may know it. ' : 'Not told to the other adults. '}
            <input type="hidden" name="form" value="end" />
            <input type="hidden" name="contact" value={one.contactId} />
          </p>
          {may.contacts === 'change' && <Button classes="govuk-button--secondary">End it</Button>}
        </form>
      ))}
    </>
  );
}

/** Who could sign in, and whose account is closed. */
function Accounts(props: ContactsPageProps): VNode {
  return (
    <Details summaryText="Close an account, or open it again">
      <p class="govuk-body hw-measure">
        Whose account is closed is signed out at once and cannot sign in. Accounts are closed by themselves a year after
        the child has left.
      </p>
      {props.accounts.map(({ personId, name, whose, closedAt }) => (
        <form method="post" action={postedTo(props)} aria-label={`Account of ${name}, ${personId}`}>
          <p class="govuk-body">
            {`${name}${whose === 'child' ? ', the child' : ''}: ${
              closedAt === null ? 'not closed' : `closed on ${dayInWords(londonDay(closedAt))}`
            }. `}
            <input type="hidden" name="form" value={closedAt === null ? 'close' : 'open'} />
            <input type="hidden" name="account" value={personId} />
          </p>
          <Button classes="govuk-button--secondary">{closedAt === null ? 'Close' : 'Open again'}</Button>
        </form>
      ))}
    </Details>
  );
}

function AdultForm(props: ContactsPageProps): VNode {
  return (
    <Details summaryText="Enter an adult">
      <form method="post" action={postedTo(props)} aria-label="Enter an adult" autocomplete="off">
        <input type="hidden" name="form" value="adult" />
        <Input id="name" name="name" label={{ text: 'Name' }} classes="govuk-input--width-20" />
        <Input
          id="relationship"
          name="relationship"
          label={{ text: 'Who they are to the child' }}
          hint={{ text: 'Such as mother, kinship carer, foster carer' }}
          classes="govuk-input--width-20"
        />
        <Checkboxes
          idPrefix="responsibility"
          name="responsibility"
          items={[{ value: 'yes', text: 'Has parental responsibility' }]}
        />
        <Button classes="govuk-button--secondary">Enter</Button>
      </form>
    </Details>
  );
}

function ContactForm(props: ContactsPageProps): VNode {
  const kinds = ['address', 'telephone', 'e-mail'].map((one) => ({ value: one, text: one }));
  return (
    <Details summaryText="Enter an address, a telephone or an e-mail">
      <form method="post" action={postedTo(props)} aria-label="Enter how an adult is reached" autocomplete="off">
        <input type="hidden" name="form" value="contact" />
        <Select id="contact-adult" name="adult" label={{ text: 'Whose' }} items={adultItems(props)} />
        <Select id="kind" name="kind" label={{ text: 'What' }} items={kinds} />
        <Input id="value" name="value" label={{ text: 'As they gave it' }} />
        <Checkboxes idPrefix="home" name="home" items={[{ value: 'yes', text: 'The child lives at this address' }]} />
        <Checkboxes
          idPrefix="shared"
          name="shared"
          items={[{ value: 'yes', text: 'They agree that the child’s other adults may know it' }]}
        />
        <Button classes="govuk-button--secondary">Enter</Button>
      </form>
    </Details>
  );
}

function RuleForm(props: ContactsPageProps): VNode {
  const items = Object.entries(withholdsWords).map(([value, text]) => ({ value, text }));
  return (
    <Details summaryText="Enter what an adult may not be told">
      <form method="post" action={postedTo(props)} aria-label="Enter a contact rule" autocomplete="off">
        <input type="hidden" name="form" value="rule" />
        <Select id="rule-adult" name="adult" label={{ text: 'Who is not told' }} items={adultItems(props)} />
        <Select id="withholds" name="withholds" label={{ text: 'What' }} items={items} />
        <Input
          id="source"
          name="source"
          label={{ text: 'The order or decision it follows' }}
          hint={{ text: 'For staff; the adult never sees it' }}
        />
        <Input
          id="until"
          name="until"
          label={{ text: 'Last day' }}
          hint={{ text: 'Such as 27/3/2027. Left empty, until it is lifted' }}
          classes="govuk-input--width-10"
        />
        <Button classes="govuk-button--secondary">Enter the rule</Button>
      </form>
    </Details>
  );
}

function adultItems({ adults }: ContactsPageProps) {
  return adults.map(({ personId, name }) => ({ value: String(personId), text: name }));
}
