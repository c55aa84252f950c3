import type { Shell } from '#foundation/ui/page/shell.ts';
import { sitePaths } from './paths.ts';
import type { ProblemDocument } from './problem-document.ts';

/** The page a browser is shown instead of the one it asked for. It never says anything about the inside. */
export function errorPage(shell: Shell, problem: ProblemDocument): Promise<string> {
  if (problem.status === 404) return notFoundPage(shell, problem);
  return problem.status >= 500 && problem.status !== 503 ? unexpectedPage(shell, problem) : refusedPage(shell, problem);
}

/** Shown to a browser that arrives before the first page can be served. It asks again by itself (a Refresh header). */
export function startingPage(shell: Shell, step: string): Promise<string> {
  return shell({
    title: 'Headwater is starting',
    path: sitePaths.england,
    children: (
      <>
        <h1 class="govuk-heading-l">Headwater is starting</h1>
        <p class="govuk-body">{step}. This page asks again every three seconds.</p>
      </>
    ),
  });
}

function notFoundPage(shell: Shell, problem: ProblemDocument): Promise<string> {
  return shell({
    title: 'Page not found',
    path: problem.instance,
    children: (
      <>
        <h1 class="govuk-heading-l">Page not found</h1>
        <p class="govuk-body">If you typed the address, check it. If you followed a link, it may be out of date.</p>
        <form class="govuk-form-group" action={sitePaths.areas} method="get" aria-label="Find an area by name">
          <label class="govuk-label" for="missing-page-search">
            Find a local authority or region
          </label>
          <input class="govuk-input govuk-input--width-20" id="missing-page-search" name="q" type="search" />{' '}
          <button class="govuk-button" type="submit">
            Search
          </button>
        </form>
        <p class="govuk-body">
          Or start from{' '}
          <a class="govuk-link" href={sitePaths.england}>
            England
          </a>{' '}
          or the{' '}
          <a class="govuk-link" href={sitePaths.areas}>
            list of areas
          </a>
          .
        </p>
      </>
    ),
  });
}

function refusedPage(shell: Shell, problem: ProblemDocument): Promise<string> {
  const details = problem.errors?.map(({ message }) => message) ?? [problem.detail];
  // To read as much as to do: a program is told the same in fewer words.
  const title = problem.status === 403 ? 'This needs another role' : problem.title;
  return shell({
    title,
    path: problem.instance,
    children: (
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        {details.length === 1 ? (
          <p class="govuk-body">{details[0]}</p>
        ) : (
          <ul class="govuk-list govuk-list--bullet">
            {details.map((detail) => (
              <li>{detail}</li>
            ))}
          </ul>
        )}
        {problem.status === 403 && (
          <p class="govuk-body">
            <a class="govuk-link" href={`${sitePaths.scope}?from=${encodeURIComponent(problem.instance)}`}>
              Choose another role
            </a>
          </p>
        )}
        {problem.errors && (
          <p class="govuk-body">
            <a class="govuk-link" href={problem.instance}>
              Open the page without them
            </a>
          </p>
        )}
      </>
    ),
  });
}

function unexpectedPage(shell: Shell, problem: ProblemDocument): Promise<string> {
  return shell({
    title: 'Something went wrong',
    path: problem.instance,
    children: (
      <>
        <h1 class="govuk-heading-l">Something went wrong</h1>
        <p class="govuk-body">This is a fault in Headwater, not in anything you did. Nothing has been lost.</p>
        <p class="govuk-body">{problem.detail}</p>
      </>
    ),
  });
}
