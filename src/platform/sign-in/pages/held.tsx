import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { HeldForm } from '../held-forms.ts';
import { signInPaths } from '../paths.ts';

/** `/sign-in/held`: what somebody sent after their sign-in had ended, to be sent now. */
export function heldPage(held: HeldForm | undefined): ShellPage {
  return {
    title: 'What you wrote',
    path: signInPaths.held,
    children: (
      <>
        <h1 class="govuk-heading-xl">What you wrote</h1>
        {held?.kind === 'own' && <Own {...held} />}
        {held?.kind === 'another-persons' && (
          <p class="govuk-body-l">
            Something is kept on this device for somebody else. Only they can open it: it waits until they sign in here,
            for twelve hours at most.
          </p>
        )}
        {held === undefined && <p class="govuk-body-l">Nothing is kept for you on this device.</p>}
        <p class="govuk-body">
          <a class="govuk-link" href={signInPaths.home}>
            Go to your page
          </a>
        </p>
      </>
    ),
  };
}

function Own({ form }: Extract<HeldForm, { kind: 'own' }>) {
  return (
    <>
      <p class="govuk-body-l">
        You sent a page when your sign-in had ended. Nothing of it is recorded yet. Send it now, and it is checked as if
        you had just written it.
      </p>
      <form method="post" action={form.action}>
        {form.fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button class="govuk-button" type="submit">
          Send it now
        </button>
      </form>
      <form method="post" action={signInPaths.held}>
        <p class="govuk-body">
          <button class="hw-choice" type="submit">
            Throw it away
          </button>
        </p>
      </form>
    </>
  );
}
