import type { VNode } from 'preact';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { Checkboxes } from '#foundation/ui/components/checkboxes.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { Radios } from '#foundation/ui/components/radios.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Category } from '#platform/access/categories.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { ChildHere, SharingDecision } from '../decision-store.ts';
import { goldenRules, goldenRulesSource } from '../golden-rules.ts';
import type { KnownTo } from '../known.ts';
import { lawfulBases, lawfulBasis } from '../lawful-bases.ts';
import { agreementPath } from '../paths.ts';
import type { DecisionFault, TypedDecision, UsableAgreement } from '../record-decision.ts';
import type { NamingProps } from './naming-section.tsx';
import { NamingSection } from './naming-section.tsx';

/** What was typed, and what is wrong with it: nothing typed is lost. */
export interface SharingTyped {
  readonly values: TypedDecision;
  readonly faults: readonly DecisionFault[];
}

export interface SharingPageProps {
  readonly child: ChildHere;
  readonly path: string;
  /** Why the reader may see the page. */
  readonly why: string;
  readonly decisions: readonly SharingDecision[];
  readonly known: readonly KnownTo[];
  readonly agreements: readonly UsableAgreement[];
  readonly categories: readonly Category[];
  readonly may: 'record' | 'read';
  readonly typed: SharingTyped | undefined;
  readonly naming: NamingProps;
}

/** Decisions to share something about a child, and not to, with where the child is known and a form for the next. */
export function SharingPage(props: SharingPageProps): VNode {
  const { child, why, typed, may } = props;
  return (
    <>
      {typed && (
        <ErrorSummary
          titleText="There is a problem: nothing was recorded"
          errorList={typed.faults.map(({ field, message }) => ({ text: message, href: `#${field}` }))}
        />
      )}
      {props.naming.refused && (
        <ErrorSummary
          titleText="There is a problem: nothing was recorded"
          errorList={[{ text: props.naming.refused.message, href: '#naming-reason' }]}
        />
      )}
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{child.setting}</span>
        Decisions to share about {child.name}
      </h1>
      <WhyYouMaySee words={why} />
      <Known {...props} />
      <NamingSection {...props.naming} />
      <Decisions {...props} />
      {may === 'record' ? (
        <DecisionForm {...props} />
      ) : (
        <p class="govuk-body hw-measure">Whoever is signed in for an organisation can record a decision here.</p>
      )}
    </>
  );
}

function Known({ known }: SharingPageProps): VNode | null {
  if (known.length === 0) return null;
  return (
    <InsetText>
      {known.map(({ contact, agreementId }) => (
        <p class="govuk-body">
          Known to a service: yes. Ask: {contact} Nothing more is shared, under{' '}
          <a class="govuk-link" href={agreementPath(agreementId)}>
            this agreement
          </a>
          .
        </p>
      ))}
    </InsetText>
  );
}

function Decisions({ decisions }: SharingPageProps): VNode {
  return (
    <DataTable
      caption="Decisions, newest first"
      columns={[
        {
          heading: 'When, and who',
          cell: ({ decidedAt, decidedBy }: SharingDecision) => `${instantInWords(decidedAt)}: ${decidedBy}`,
        },
        {
          heading: 'Decision',
          cell: ({ outcome }: SharingDecision) => (outcome === 'shared' ? 'Shared' : 'Not shared'),
        },
        { heading: 'With whom', cell: ({ withWhom }: SharingDecision) => withWhom },
        { heading: 'What', cell: ({ what }: SharingDecision) => what },
        { heading: 'Why', cell: ({ reason }: SharingDecision) => reason },
        { heading: 'Under', cell: under },
      ]}
      rows={decisions}
      empty={<p class="govuk-body">No decision to share anything about this child is recorded here.</p>}
    />
  );
}

function under({ agreementId, duty }: SharingDecision): VNode | string {
  if (agreementId === undefined) return duty === undefined ? 'nothing named' : (lawfulBasis(duty)?.title ?? duty);
  return (
    <a class="govuk-link" href={agreementPath(agreementId)}>
      Agreement {agreementId}
    </a>
  );
}

function DecisionForm(props: SharingPageProps): VNode {
  const { path, typed, categories } = props;
  const values = typed?.values;
  const errorOf = (field: string) => {
    const fault = typed?.faults.find((one) => one.field === field);
    return fault && { text: fault.message };
  };
  return (
    <section class="hw-measure hw-more">
      <h2 class="govuk-heading-m">Record a decision</h2>
      <form method="post" action={path} autocomplete="off" aria-label="Record a decision">
        <Outcome {...props} errorOf={errorOf} />
        <Input
          id="withWhom"
          name="withWhom"
          label={{ text: 'With whom, or who asked' }}
          value={values?.withWhom ?? ''}
          errorMessage={errorOf('withWhom')}
        />
        <Textarea
          id="what"
          name="what"
          label={{ text: 'What' }}
          rows={2}
          value={values?.what ?? ''}
          errorMessage={errorOf('what')}
        />
        {categories.length > 0 && (
          <Checkboxes
            name="category"
            fieldset={{ legend: { text: 'Of which part of the record', classes: 'govuk-fieldset__legend--s' } }}
            items={categories.map((one) => ({ value: one, text: categoryWords[one] }))}
            values={values?.category}
          />
        )}
        <Basis {...props} errorMessage={errorOf('under')} />
        <Textarea
          id="reason"
          name="reason"
          label={{ text: 'Why' }}
          rows={3}
          value={values?.reason ?? ''}
          errorMessage={errorOf('reason')}
        />
        <Rules {...props} errorOf={errorOf} />
        <Button>Record the decision</Button>
      </form>
    </section>
  );
}

interface RulesProps extends Pick<SharingPageProps, 'typed'> {
  readonly errorOf: (field: string) => { readonly text: string } | undefined;
}

function Outcome({ typed, errorOf }: RulesProps): VNode {
  return (
    <Radios
      name="outcome"
      fieldset={{ legend: { text: 'Was it shared?', classes: 'govuk-fieldset__legend--s' } }}
      items={[
        { value: 'shared', text: 'Yes, it was shared' },
        { value: 'not-shared', text: 'No, it was not' },
      ]}
      value={typed?.values.outcome}
      errorMessage={errorOf('outcome')}
    />
  );
}

function Rules({ typed, errorOf }: RulesProps): VNode {
  return (
    <>
      <h3 class="govuk-heading-s">Seven rules to weigh</h3>
      <p class="govuk-body-s hw-muted">{goldenRulesSource}</p>
      {goldenRules.map(({ rule, asks }) => (
        <Textarea
          id={rule}
          name={rule}
          label={{ text: asks }}
          rows={2}
          value={typed?.values[rule] ?? ''}
          errorMessage={errorOf(rule)}
        />
      ))}
    </>
  );
}

function Basis({
  agreements,
  typed,
  errorMessage,
}: SharingPageProps & { readonly errorMessage: { readonly text: string } | undefined }): VNode {
  const duties = lawfulBases.filter(({ kind, notYetInForce }) => kind === 'duty' && !notYetInForce);
  return (
    <Select
      id="under"
      name="under"
      label={{ text: 'Under which agreement or duty' }}
      hint={{ text: 'Where it was not shared you need not name one' }}
      items={[
        { value: '', text: 'None' },
        ...agreements.map(({ agreementId, version }) => ({
          value: `agreement:${agreementId}`,
          text: `Agreement ${version.document.reference}: ${version.document.title}`,
        })),
        ...duties.map(({ code, title, verified }) => ({
          value: `duty:${code}`,
          text: verified ? title : `${title} (not verified)`,
        })),
      ]}
      value={typed?.values.under ?? ''}
      errorMessage={errorMessage}
    />
  );
}
