import type { VNode } from 'preact';
import { Button } from '#foundation/ui/components/button.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import type { AgreementDocument } from '../document.ts';
import type { Typed } from '../draft-form.ts';
import { allOf } from '../draft-form.ts';
import { agreementDraftPath } from '../paths.ts';
import { AgreementWords } from './agreement-words.tsx';

interface DraftCheckProps {
  readonly document: AgreementDocument;
  readonly typed: Typed;
}

const does = { gives: 'Gives', receives: 'Receives', both: 'Gives and receives' } as const;

/** What a draft will say, in the words of the agreement’s own page, before it is entered. */
export function DraftCheckPage({ document, typed }: DraftCheckProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">Check your answers: nothing is entered yet</span>
        {document.title}
      </h1>
      <AgreementWords document={document} reviewedBy={document.reviewOn} />
      <h2 class="govuk-heading-m">Who is to agree, and whom to ask</h2>
      <SummaryList
        rows={document.parties.map(({ name, role, contact }) => ({
          key: { text: name },
          value: { text: `${does[role]}. Ask: ${contact}` },
        }))}
      />
      <p class="govuk-body">Its reference is {document.reference}.</p>
      <form method="post" action={agreementDraftPath} aria-label="Enter the draft">
        {Object.keys(typed)
          .filter((name) => name !== 'act')
          .flatMap((name) => allOf(typed, name).map((value) => <input type="hidden" name={name} value={value} />))}
        <div class="govuk-button-group">
          <Button name="act" value="draft">
            Enter as a draft
          </Button>
          <Button name="act" value="change" classes="govuk-button--secondary">
            Change something
          </Button>
        </div>
      </form>
    </>
  );
}
