import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { categories } from '#platform/access/categories.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { AgreementDocument, Share } from '../document.ts';
import { namedBases, shareHeading, shareSentences, subjectsSentence } from '../words.ts';

interface AgreementWordsProps {
  readonly document: AgreementDocument;
  readonly reviewedBy: PlainDate;
}

/** What an agreement says, in plain words: the same before it is drafted as when it is signed. */
export function AgreementWords({ document, reviewedBy }: AgreementWordsProps): VNode {
  return (
    <>
      <p class="govuk-body-l hw-measure">{document.summary}</p>
      <h2 class="govuk-heading-m">What is shared</h2>
      <Shares document={document} />
      <Terms document={document} reviewedBy={dayInWords(reviewedBy)} />
      <Bases document={document} />
    </>
  );
}

function Shares({ document }: { readonly document: AgreementDocument }): VNode {
  return (
    <>
      {inOrderOfRecord(document.shares).map((share) => (
        <>
          <h3 class="govuk-heading-s">{shareHeading(document, share)}</h3>
          {shareSentences(share).map((sentence) => (
            <p class="govuk-body hw-measure">{sentence}</p>
          ))}
        </>
      ))}
      <p class="govuk-body hw-measure">Whatever is not named here is not shared.</p>
    </>
  );
}

/** Who the child is first, as every record has it. */
function inOrderOfRecord(shares: readonly Share[]): readonly Share[] {
  return shares.toSorted((one, other) => categories.indexOf(one.category) - categories.indexOf(other.category));
}

function Terms({ document, reviewedBy }: { readonly document: AgreementDocument; readonly reviewedBy: string }): VNode {
  const { retention, dpia } = document;
  const kept =
    retention.months === 0 ? 'Not kept.' : `For ${counted(retention.months, 'month')}, then ${retention.afterwards}.`;
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  return (
    <>
      <h2 class="govuk-heading-m">The terms</h2>
      <SummaryList
        rows={[
          row('What for', `Only ${purposes[document.purpose]}.`),
          row('Which children', subjectsSentence(document)),
          row('First and last day', `${dayInWords(document.startsOn)} to ${dayInWords(document.endsOn)}.`),
          row('Reviewed by', `${reviewedBy}. After that day nothing is shared until it has been reviewed.`),
          row('How long it is kept', `${kept} ${retention.words}`),
          row('Risks were weighed', `In assessment ${dpia.reference}, on ${dayInWords(dpia.completedOn)}.`),
        ]}
      />
    </>
  );
}

function Bases({ document }: { readonly document: AgreementDocument }): VNode {
  return (
    <>
      <h2 class="govuk-heading-m">Why the law allows it</h2>
      <ul class="govuk-list govuk-list--bullet hw-measure">
        {namedBases(document).map(({ title, words, source, verified }) => (
          <li>
            {title}: {words}.{' '}
            <span class="hw-muted">{verified ? `Source: ${source}.` : `Not verified (${source}).`}</span>
          </li>
        ))}
      </ul>
      {document.lawfulBasis.policyDocument && (
        <p class="govuk-body hw-measure">Appropriate policy document: {document.lawfulBasis.policyDocument}</p>
      )}
      <p class="govuk-body-s hw-muted hw-measure">
        Headwater gives no legal advice. The parties’ own lawyers and data protection officers decide; what is not
        verified here has not been checked against its source.
      </p>
    </>
  );
}
