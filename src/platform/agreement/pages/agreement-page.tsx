import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { droppedBy } from '../dropped.ts';
import type { History, Version } from '../history.ts';
import { reviewBy, standingAt, standingWords } from '../history.ts';
import {
  agreementChangesPath,
  agreementChildrenPath,
  agreementFilePath,
  agreementHistoryPath,
  agreementPath,
  agreementRegisterPath,
  draftFromPath,
} from '../paths.ts';
import { partyName } from '../words.ts';
import { AgreementWords } from './agreement-words.tsx';
import type { DeedFormsProps } from './deed-forms.tsx';
import { DeedForms, DeedProblem } from './deed-forms.tsx';

export interface AgreementPageProps {
  readonly history: History;
  readonly version: Version;
  readonly now: Date;
  /** The forms of whoever may sign for a party; absent for everybody else. */
  readonly deeds: Omit<DeedFormsProps, 'history' | 'version' | 'now'> | undefined;
  /** Which children the reader’s organisation gives away by signing; absent where it signs nothing, or gives nothing. */
  readonly givesAway: string | undefined;
  /** Whether the reader’s organisation receives under it. */
  readonly receives: boolean;
}

/** One version of an agreement, in plain words. It names no child. */
export function AgreementPage(props: AgreementPageProps): VNode {
  const { history, version, now, deeds } = props;
  const { document } = version;
  return (
    <>
      {deeds && <DeedProblem {...deeds} />}
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">
          Sharing agreement {document.reference}, version {version.version}
        </span>
        {document.title}
      </h1>
      <Standing {...props} />
      <LeftOut {...props} />
      <AgreementWords document={document} reviewedBy={reviewBy(history, version, now)} />
      <Parties {...props} />
      {props.givesAway && <InsetText>{props.givesAway}</InsetText>}
      {deeds && <DeedForms history={history} version={version} now={now} {...deeds} />}
      <WaysOn {...props} />
    </>
  );
}

function Standing({ history, version, now }: AgreementPageProps): VNode {
  const standing = standingAt(history, version, now);
  const { document } = version;
  const awaited = standing.state === 'draft' ? standing.awaited.map((party) => partyName(document, party)) : [];
  const by = standing.state === 'suspended' ? standing.by.map((party) => partyName(document, party)) : [];
  return (
    <InsetText>
      This version is <strong>{standingWords[standing.state]}</strong>
      {by.length > 0 && ` by ${by.join(' and ')}`}.{' '}
      {standing.state === 'in-force'
        ? `What is below is shared from ${dayInWords(document.startsOn)} to ${dayInWords(document.endsOn)}, unless it is stopped before.`
        : 'Nothing is shared under it now.'}
      {awaited.length > 0 && ` Still to sign: ${awaited.join(' and ')}.`}
    </InsetText>
  );
}

/** Whom this version, or a newer one, leaves out of who was a party. */
function LeftOut({ history, version, now }: AgreementPageProps): VNode {
  const newer = history.versions.filter((one) => one.version >= version.version);
  return (
    <>
      {newer
        .flatMap((one) => droppedBy(history, one, now))
        .map(({ name, version: without, since }) => (
          <InsetText>
            {since
              ? `${name} is no longer a party since ${instantInWords(since)}: version ${without} took the place of the one before it without their signature. Nothing more is shared with them or by them.`
              : `Version ${without} leaves ${name} out. When its own parties have all signed, it takes the place of the one before without the signature of ${name}, and nothing more is shared with them or by them.`}
          </InsetText>
        ))}
    </>
  );
}

function Parties({ history, version }: AgreementPageProps): VNode {
  const signedBy = (party: string) =>
    history.events.find((one) => one.version === version.version && one.did === 'signed' && one.party === party);
  return (
    <>
      <h2 class="govuk-heading-m">Who has agreed, and whom to ask</h2>
      <SummaryList
        rows={version.document.parties.map(({ party, name, contact }) => {
          const signed = signedBy(party);
          return {
            key: { text: name },
            value: {
              text: (
                <>
                  {signed
                    ? `Signed by ${signed.toldBy} at ${instantInWords(signed.at)}.`
                    : 'Has not signed this version.'}
                  <br />
                  Ask: {contact}
                </>
              ),
            },
          };
        })}
      />
      <p class="govuk-body-s hw-muted">SHA-256 of what is signed: {version.sha256.match(/.{16}/g)?.join(' ')}</p>
    </>
  );
}

function WaysOn({ history, version, deeds, receives }: AgreementPageProps): VNode {
  const { agreementId } = history;
  const ways: readonly (readonly [string, string])[] = [
    ...(receives ? [[agreementChildrenPath(agreementId), 'What my organisation sees under it'] as const] : []),
    [agreementHistoryPath(agreementId), 'Its history'],
    ...history.versions
      .filter((other) => other !== version)
      .flatMap((other): (readonly [string, string])[] => {
        const [from, to] = [other.version, version.version].toSorted((one, two) => one - two) as [number, number];
        return [
          [agreementPath(agreementId, other.version), `Version ${other.version}`],
          [agreementChangesPath(agreementId, from, to), `What changes from version ${from} to version ${to}`],
        ];
      }),
    [agreementFilePath(agreementId, version.version), 'This version as a file (JSON)'],
    ...(deeds ? [[draftFromPath(agreementId, version.version), 'Draft the next version from this one'] as const] : []),
    [agreementRegisterPath, 'The public register of agreements'],
  ];
  return (
    <ul class="govuk-list hw-more">
      {ways.map(([href, text]) => (
        <li>
          <a class="govuk-link" href={href}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
