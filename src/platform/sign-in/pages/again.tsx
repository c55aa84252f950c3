import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { signInPaths, withQuery } from '../paths.ts';

/** `/sign-in/again`: why a second proof is asked for, and the way to it. */
export function againPage({
  via,
  name,
  returnTo,
}: {
  readonly via: string;
  readonly name: string;
  readonly returnTo: string;
}): ShellPage {
  const query = { again: 'yes', return: returnTo };
  const href = via === 'passkey' ? withQuery(signInPaths.passkey, query) : withQuery(signInPaths.with(via), query);
  return {
    title: 'Prove again that it is you',
    path: signInPaths.again,
    children: (
      <>
        <h1 class="govuk-heading-xl">Prove again that it is you</h1>
        <p class="govuk-body-l">
          Safeguarding concerns open for fifteen minutes after you have proved a second time who you are. It keeps them
          from whoever finds this screen open.
        </p>
        <p class="govuk-body">
          <a class="govuk-button" href={href}>
            {via === 'passkey' ? 'Use my passkey' : `Continue with ${name}`}
          </a>
        </p>
        <p class="govuk-body">
          <a class="govuk-link" href={returnTo}>
            Go back without
          </a>
        </p>
      </>
    ),
  };
}
