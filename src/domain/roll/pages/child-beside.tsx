import type { VNode } from 'preact';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Keeper } from '../model.ts';

/** A way from a child’s page to something else about the child that the reader may open. */
export interface ChildWay {
  readonly text: string;
  readonly href: string;
  /** What is there, in a few words. */
  readonly hint: string;
}

/** What a family wants said beside a record that was not changed, and why it was not. */
export interface FamilyStatement {
  readonly about: string;
  readonly words: string;
  readonly answer: string;
}

/** What stands beside the enrolment on a child’s page. */
export interface ChildBeside {
  readonly ways: readonly ChildWay[];
  readonly statements: readonly FamilyStatement[];
}

/** Asks what stands beside a child, of rooms that come after this one. The scope was checked: it reaches the child. */
export type AskBeside = (
  request: AskingRequest,
  child: { readonly keeper: Keeper; readonly slot: number; readonly learnerId: number; readonly scope: Scope },
) => Promise<ChildBeside>;

/** The family’s words, where the record stayed as it was: before everything that they are about. */
export function Statements({ statements }: Pick<ChildBeside, 'statements'>): VNode {
  return (
    <>
      {statements.map(({ about, words, answer }) => (
        <InsetText>{`The family says of this record (${about}): “${words}” It was asked to be put right and was not: ${answer}`}</InsetText>
      ))}
    </>
  );
}

/** Everything about the child that the reader may open, in one list. */
export function Ways({ ways }: Pick<ChildBeside, 'ways'>): VNode | null {
  if (ways.length === 0) return null;
  return (
    <nav aria-label="About this child">
      <ul class="govuk-list">
        {ways.map(({ text, href, hint }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
            <span class="hw-muted"> – {hint}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
