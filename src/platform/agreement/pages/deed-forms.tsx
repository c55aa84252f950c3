import type { VNode } from 'preact';
import { Button } from '#foundation/ui/components/button.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import type { Deed } from '../actions.ts';
import type { History, Version } from '../history.ts';
import { standingAt } from '../history.ts';
import { agreementDeedPath } from '../paths.ts';
import { partyName } from '../words.ts';

/** What was sent and refused: nothing typed is lost. */
export interface Refused {
  readonly did: string;
  readonly reason: string;
  readonly nextReviewOn: string;
  readonly message: string;
}

export interface DeedFormsProps {
  readonly history: History;
  readonly version: Version;
  readonly now: Date;
  /** The party the reader may sign for, by its short name. */
  readonly party: string;
  readonly refused: Refused | undefined;
}

interface Way {
  readonly did: Deed['did'];
  readonly title: string;
  readonly says: string;
  readonly button: string;
}

const ways: Readonly<Record<Deed['did'], Omit<Way, 'did'>>> = {
  signed: {
    title: 'Sign this version',
    says: 'You sign for your organisation. When every party has signed, what is above is shared.',
    button: 'Sign',
  },
  suspended: {
    title: 'Suspend it',
    says: 'Nothing is shared under it from the next request on, until your organisation resumes it.',
    button: 'Suspend',
  },
  resumed: {
    title: 'Resume it',
    says: 'It is shared again, unless another party has suspended it too.',
    button: 'Resume',
  },
  revoked: {
    title: 'Revoke it',
    says: 'Nothing is shared under this version from the next request on, and it never is again.',
    button: 'Revoke for good',
  },
  reviewed: {
    title: 'Say that it was reviewed',
    says: 'It goes on until the day you give, once every party has reviewed it.',
    button: 'Record the review',
  },
};

/** What whoever may sign for a party can do to a version, as it stands. */
export function DeedForms(props: DeedFormsProps): VNode | null {
  const { version, party } = props;
  const offered = offeredDeeds(props);
  if (offered.length === 0) return null;
  return (
    <section class="hw-measure hw-more" aria-labelledby="deeds">
      <h2 class="govuk-heading-m" id="deeds">
        For {partyName(version.document, party)}
      </h2>
      {offered.map((did) => (
        <DeedForm {...props} did={did} />
      ))}
    </section>
  );
}

/** What was refused, at the top of the page. */
export function DeedProblem({ refused }: Pick<DeedFormsProps, 'refused'>): VNode | null {
  if (!refused) return null;
  return (
    <ErrorSummary
      titleText="There is a problem: nothing was changed"
      errorList={[{ text: refused.message, href: `#${refused.did}-reason` }]}
    />
  );
}

function offeredDeeds({ history, version, party, now }: DeedFormsProps): readonly Deed['did'][] {
  const standing = standingAt(history, version, now);
  switch (standing.state) {
    case 'draft':
      return standing.awaited.includes(party) ? ['signed', 'revoked'] : ['revoked'];
    case 'suspended':
      return standing.by.includes(party) ? ['resumed', 'revoked'] : ['suspended', 'revoked'];
    case 'in-force':
    case 'not-begun':
    case 'review-overdue':
      return ['reviewed', 'suspended', 'revoked'];
    default:
      return [];
  }
}

function DeedForm({ history, version, did, refused }: DeedFormsProps & { readonly did: Deed['did'] }): VNode {
  const { title, says, button } = ways[did];
  const typed = refused?.did === did ? refused : undefined;
  const errorMessage = typed && { text: typed.message };
  return (
    <Details id={`${did}-form`} summaryText={title} open={did === 'signed' || typed !== undefined}>
      <form method="post" action={agreementDeedPath(history.agreementId)} autocomplete="off" aria-label={title}>
        <p class="govuk-body">{says}</p>
        <input type="hidden" name="did" value={did} />
        <input type="hidden" name="version" value={version.version} />
        <input type="hidden" name="sha256" value={version.sha256} />
        {did === 'reviewed' && (
          <Input
            id="next-review"
            name="nextReviewOn"
            label={{ text: 'Review again by' }}
            hint={{ text: 'Such as 31/3/2027, at most a year from today' }}
            value={typed?.nextReviewOn ?? ''}
            classes="govuk-input--width-10"
          />
        )}
        <Textarea
          id={`${did}-reason`}
          name="reason"
          label={{ text: did === 'signed' ? 'Anything to note (you need not)' : 'Why' }}
          rows={2}
          value={typed?.reason ?? ''}
          errorMessage={errorMessage}
        />
        <Button classes={did === 'signed' ? undefined : 'govuk-button--secondary'}>{button}</Button>
      </form>
    </Details>
  );
}
