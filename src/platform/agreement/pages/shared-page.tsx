import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import { purposes } from '#platform/access/purposes.ts';
import { degradations } from '../degrade.ts';
import type { AgreementDocument } from '../document.ts';
import { fieldsIn } from '../fields.ts';
import { agreementChildrenPath, agreementPath } from '../paths.ts';
import type { SharedRecords } from '../shared-record.ts';
import type { Member } from '../signatory-store.ts';

export interface SharedPageProps {
  readonly shared: SharedRecords;
  readonly document: AgreementDocument;
  readonly member: Member;
  readonly now: Date;
}

/** What an organisation sees under an agreement: the fields that leave, as they leave. */
export function SharedPage(props: SharedPageProps): VNode {
  const { shared, document, now } = props;
  const { reach, children, next, elsewhere } = shared;
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">Agreement {document.reference}</span>
        {document.title}: what you see
      </h1>
      <WhyYouMaySee words={whyWordsOf(props)} />
      {reach.grade === 'known' && (
        <p class="govuk-body hw-measure">
          Under this agreement you are told only whether a child is known, and whom to ask: on the page of decisions to
          share about that child. There is no list.
        </p>
      )}
      {children.length > 0 && <Children {...shared} caption={captionOf(children.length, now)} />}
      {children.some(({ told }) => told.attendance?.fields['rate']) && (
        <p class="govuk-body hw-measure">
          Attendance is of the sessions of this academic year that were measured, wherever the child is on roll.
          Sessions that nobody has marked are in no share.
        </p>
      )}
      {reach.grade === 'content' && children.length === 0 && (
        <p class="govuk-body hw-measure">No child’s name is shared with you here, so there is no list.</p>
      )}
      {elsewhere.length > 0 && (
        <p class="govuk-body hw-measure">
          Shared too, and not on this page: {elsewhere.join(', ')}. What comes whole is on the pages of each, when you
          act under this agreement, {purposes[reach.purpose]}.
        </p>
      )}
      {next !== undefined && (
        <p class="govuk-body hw-more">
          <a class="govuk-link" href={`${agreementChildrenPath(reach.agreementId)}?after=${next}`}>
            More children
          </a>
        </p>
      )}
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={agreementPath(reach.agreementId)}>
          The agreement
        </a>
      </p>
    </>
  );
}

function whyWordsOf({ shared: { reach }, member }: SharedPageProps): string {
  const until = dayInWords(addDays(londonDay(reach.until), -1));
  return `You see this as ${member.toldBy}, ${reach.words}, ${purposes[reach.purpose]}, until ${until} at the latest. It is noted that you looked.`;
}

function captionOf(children: number, now: Date): string {
  return `${counted(children, 'child', 'children')} on roll, as at ${instantInWords(now)}`;
}

type Child = SharedRecords['children'][number];

function Children({ children, caption }: Pick<SharedRecords, 'children'> & { readonly caption: string }): VNode {
  const columns = (['identity', 'characteristics', 'attendance'] as const).flatMap((category) =>
    Object.entries(fieldsIn(category)).flatMap(([name, { words }]) => {
      const told = children.map((child) => child.told[category]?.fields[name]).find((one) => one !== undefined);
      if (told === undefined) return [];
      const { degradation } = told.decision;
      const how = degradation === undefined ? '' : ` (${degradations[degradation].words})`;
      const cell = (child: Child) => child.told[category]?.fields[name]?.value ?? 'not known';
      return [{ heading: `${words.charAt(0).toUpperCase()}${words.slice(1)}${how}`, cell }];
    }),
  );
  return <DataTable caption={caption} columns={columns} rows={children} />;
}
