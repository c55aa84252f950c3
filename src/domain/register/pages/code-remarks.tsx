import type { ComponentChildren, VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { BookRemark, CodeBook } from '#foundation/nations/code-book.ts';
import { nationWords } from '#foundation/nations/code-book.ts';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { Tag } from '#foundation/ui/components/tag.tsx';
import { codeBookPath } from '../code-paths.ts';

/** The days on which a book changed what it counts, with links to its two sides. */
export function SeriesBreaks({ book }: { readonly book: CodeBook }): VNode {
  return (
    <>
      {book.remarks.map((remark) => {
        const { breaksOn } = remark;
        if (breaksOn === undefined) return null;
        const before = addDays(breaksOn, -1);
        return (
          <Remark remark={remark}>
            <p class="govuk-body">
              {nationWords[book.nation]}’s codes{' '}
              <a class="govuk-link" href={codeBookPath(book.nation, before)}>
                on {dayInWords(before)}
              </a>{' '}
              and{' '}
              <a class="govuk-link" href={codeBookPath(book.nation, breaksOn)}>
                on {dayInWords(breaksOn)}
              </a>
              .
            </p>
          </Remark>
        );
      })}
    </>
  );
}

/** What else there is to know about a book. */
export function OtherRemarks({ book }: { readonly book: CodeBook }): VNode {
  return (
    <>
      {book.remarks
        .filter(({ breaksOn }) => breaksOn === undefined)
        .map((remark) => (
          <Remark remark={remark} />
        ))}
    </>
  );
}

interface RemarkProps {
  readonly remark: BookRemark;
  readonly children?: ComponentChildren;
}

function Remark({ remark, children }: RemarkProps): VNode {
  return (
    <InsetText>
      <h3 class="govuk-heading-m">{remark.heading}</h3>
      <p class="govuk-body">{remark.text}</p>
      {children}
      <p class="govuk-body-s hw-source">
        Source: {remark.source}. {!remark.verified && <Tag>Not verified</Tag>}
      </p>
    </InsetText>
  );
}

/** Said wherever a code can be flagged. */
export function WhatVerifiedMeans(): VNode {
  return (
    <>
      <p class="govuk-body">
        Beside a code marked “Not verified” stands what could not be checked against a regulation or a document of its
        government: a letter, its days, or what it counts as. Registers can be marked with it, and figures made from
        them depend on it being right. Do not take it as law, and check it before a school relies on it.
      </p>
      <p class="govuk-body">
        “Treatment not settled” says more: public sources disagree about what the code counts as, or none says. What is
        done here is then our choice, and the note gives the alternatives.
      </p>
    </>
  );
}
