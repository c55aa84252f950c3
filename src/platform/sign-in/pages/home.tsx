import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import type { Choice } from '../engagements.ts';
import { signInPaths } from '../paths.ts';
import { capitalised } from './choose.tsx';
import { Way } from './sign-in.tsx';

/** Somewhere that suits somebody. */
export interface Place {
  readonly href: string;
  readonly title: string;
  readonly note: string;
}

/** What somebody’s own page shows. */
export interface Home {
  readonly personName: string;
  readonly choice: Choice;
  readonly places: readonly Place[];
  /** What they may see, or why nothing. */
  readonly scope: RequestScope | { readonly refused: string };
  /** Whether anything more opens with a second proof. */
  readonly opensAgain: 'yes' | 'no';
}

/** `/home`: as whom somebody is here, where to go, and what they may see. */
export function homePage({ personName, choice, places, scope, opensAgain }: Home): ShellPage {
  return {
    title: 'Your page',
    path: signInPaths.home,
    children: (
      <>
        <h1 class="govuk-heading-xl">Hello, {personName}</h1>
        <p class="govuk-body-l">
          You are here as {choice.title}, {choice.purpose}.
        </p>
        {places.length > 0 && (
          <ul class="hw-ways">
            {places.map((place) => (
              <Way {...place} />
            ))}
          </ul>
        )}
        <h2 class="govuk-heading-m">What you may see</h2>
        {'refused' in scope ? (
          <InsetText>{scope.refused}</InsetText>
        ) : (
          <ul class="govuk-list govuk-list--bullet">
            {scope.categories.map((category) => (
              <li>{capitalised(categoryWords[category])}</li>
            ))}
          </ul>
        )}
        {opensAgain === 'yes' && (
          <p class="govuk-body">
            <a class="govuk-link" href={`${signInPaths.again}?return=${signInPaths.home}`}>
              Open safeguarding concerns
            </a>{' '}
            by proving again that it is you.
          </p>
        )}
        <p class="govuk-body">
          <a class="govuk-link" href={signInPaths.account}>
            Your sign-ins and passkeys
          </a>
        </p>
      </>
    ),
  };
}
