import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { purposes } from '#platform/access/purposes.ts';
import type { History, Version } from '../history.ts';
import { reviewBy, standingAt, standingWords } from '../history.ts';
import { agreementDraftPath, agreementPath, agreementRegisterPath, agreementsPath } from '../paths.ts';

/** One row of a list: an agreement, by the version that speaks for it. */
export interface ListedAgreement {
  readonly history: History;
  readonly version: Version;
  /** Since when the reader’s organisation is no party to it any more. */
  readonly leftOutSince?: Date | undefined;
}

interface ListProps {
  readonly caption: string;
  readonly agreements: readonly ListedAgreement[];
  readonly now: Date;
  readonly empty: string;
}

function AgreementList({ caption, agreements, now, empty }: ListProps): VNode {
  const columns = [
    {
      heading: 'Agreement',
      cell: ({ history, version }: ListedAgreement) => (
        <a class="govuk-link" href={agreementPath(history.agreementId)}>
          {version.document.title}
        </a>
      ),
    },
    {
      heading: 'Between',
      cell: ({ version }: ListedAgreement) => version.document.parties.map(({ name }) => name).join(' and '),
    },
    { heading: 'What for', cell: ({ version }: ListedAgreement) => purposes[version.document.purpose] },
    {
      heading: 'How it stands',
      cell: ({ history, version, leftOutSince }: ListedAgreement) =>
        leftOutSince
          ? `Your organisation is no longer a party since ${instantInWords(leftOutSince)}; nothing is shared with it`
          : `Version ${version.version} is ${standingWords[standingAt(history, version, now).state]}`,
    },
    {
      heading: 'Review by',
      cell: ({ history, version }: ListedAgreement) => dayInWords(reviewBy(history, version, now)),
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={agreements} empty={<p class="govuk-body">{empty}</p>} />;
}

export interface AgreementsPageProps {
  readonly agreements: readonly ListedAgreement[];
  readonly organisations: readonly string[];
  readonly now: Date;
  readonly may: 'draft' | 'read';
}

/** `/agreements`: those of the reader’s organisation. */
export function AgreementsPage({ agreements, organisations, now, may }: AgreementsPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">Sharing agreements</h1>
      <p class="govuk-body-l hw-measure">
        An agreement says what one organisation may tell another about children, what for, and until when. Nothing is
        shared under one that is not signed by everybody, or that has ended.
      </p>
      {organisations.length === 0 ? (
        <p class="govuk-body hw-measure">
          You are here for no organisation, so no agreement is yours. Those that have been signed are in the{' '}
          <a class="govuk-link" href={agreementRegisterPath}>
            public register
          </a>
          .
        </p>
      ) : (
        <>
          <AgreementList
            caption={`Agreements of ${organisations.join(', ')}`}
            agreements={agreements}
            now={now}
            empty={`${organisations.join(', ')} has no agreement here yet.`}
          />
          <p class="govuk-body hw-more">
            <a class="govuk-link" href={agreementRegisterPath}>
              The public register of agreements
            </a>
          </p>
        </>
      )}
      {may === 'draft' && (
        <p class="govuk-body hw-more">
          <a class="govuk-link" href={agreementDraftPath}>
            Draft an agreement, or bring one in from a file
          </a>
        </p>
      )}
    </>
  );
}

/** `/agreements/register`: what anybody may know of who shares what for what. */
export function AgreementRegisterPage({ agreements, now }: Pick<AgreementsPageProps, 'agreements' | 'now'>): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">Who shares what, and why</h1>
      <p class="govuk-body-l hw-measure">
        Every agreement here that all its parties have signed, those that have ended too. No child is named in any.
      </p>
      <AgreementList
        caption="Agreements that have been signed"
        agreements={agreements}
        now={now}
        empty="No agreement has been signed here. Nothing is shared between organisations under one."
      />
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={agreementsPath}>
          Agreements of my organisation
        </a>
      </p>
    </>
  );
}
