import type { VNode } from 'preact';
import type { Problem } from '#foundation/kernel/problem.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { ownRecordPath, putRightPath } from '../paths.ts';
import { recordParts } from '../rectification.ts';
import type { Wrong } from '../rectification-store.ts';
import { TalkForm } from './talk-form.tsx';

/** For whoever has no record to see here: not signed in, not entered, or kept from it. It says the same to all of them. */
export function NothingHerePage(): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">There is nothing here for you to see</h1>
      <p class="govuk-body-l hw-measure">
        This page shows a child their own record, and parents the record of their child.
      </p>
      <p class="govuk-body hw-measure">
        If you have not signed in, sign in and come back. If you have, then no record is open to you here now. That is
        not a judgement of you.
      </p>
      <p class="govuk-body hw-measure">
        You can talk to somebody about it. Ask the school who there keeps children safe, or ask your council. Is it
        about what a court said? A solicitor or Citizens Advice can tell you what to do.
      </p>
      <p class="govuk-body hw-measure">
        If you are a child and need somebody to talk to now, Childline is free on 0800 1111, at any time.
      </p>
    </>
  );
}

/** A parent of several children chooses. */
export function ChildrenPage({
  children,
}: {
  readonly children: readonly { readonly learnerId: number; readonly name: string }[];
}): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">Your children’s records</h1>
      <ul class="govuk-list">
        {children.map(({ learnerId, name }) => (
          <li>
            <a class="govuk-link" href={ownRecordPath(learnerId)}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

export interface PutRightPageProps {
  readonly learnerId: number;
  readonly typed?: Wrong | undefined;
  readonly problem?: Problem | undefined;
}

/** Where a child or parent says what is wrong. Nothing typed is lost when something is missing. */
export function PutRightPage({ learnerId, typed, problem }: PutRightPageProps): VNode {
  return (
    <>
      {problem && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={[{ href: '#wrong', text: `${problem.message} ${problem.nextStep}` }]}
        />
      )}
      <h1 class="govuk-heading-xl">Put something right</h1>
      <p class="govuk-body hw-measure">
        Say it in your own words. The school answers within a month. If it does not agree, your words can stand beside
        the record.
      </p>
      <form method="post" action={putRightPath(learnerId)} aria-label="Put something right">
        <Select
          id="about"
          name="about"
          label={{ text: 'What is it about?' }}
          items={[{ value: '', text: 'Choose' }, ...recordParts.map((one) => ({ value: one, text: one }))]}
          value={typed?.about ?? ''}
        />
        <Textarea id="wrong" name="wrong" label={{ text: 'What is wrong?' }} rows={3} value={typed?.wrong ?? ''} />
        <Textarea
          id="shouldBe"
          name="shouldBe"
          label={{ text: 'What should it be?' }}
          rows={3}
          value={typed?.shouldBe ?? ''}
        />
        <Textarea
          id="statement"
          name="statement"
          label={{ text: 'If the school does not agree: what should stand beside the record?' }}
          hint={{ text: 'You can leave this empty' }}
          rows={3}
          value={typed?.statement ?? ''}
        />
        <Button>Send to the school</Button>
      </form>
      <h2 class="govuk-heading-m">Or talk to somebody</h2>
      <p class="govuk-body hw-measure">You do not have to write it down.</p>
      <TalkForm learnerId={learnerId} />
      <p class="govuk-body">
        <a class="govuk-link" href={ownRecordPath(learnerId)}>
          Back to the record
        </a>
      </p>
    </>
  );
}
