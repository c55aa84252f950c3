import type { VNode } from 'preact';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { signInPaths } from '../paths.ts';
import { capitalised } from './choose.tsx';
import { WayButton } from './sign-in.tsx';

/** Somebody made up, and who they are in a line. */
export interface MadeUpPerson {
  readonly personId: number;
  readonly name: string;
  readonly words: string;
  readonly group: 'work' | 'family' | 'administer';
}

/** The demonstration provider’s own page: whom to be. Choosing is all the proof that somebody made up needs. */
export function personaPage(people: readonly MadeUpPerson[], action: string): ShellPage {
  return {
    title: 'Who do you want to be?',
    description: 'The sign-in provider of the demonstration.',
    path: signInPaths.identity,
    children: (
      <>
        <h1 class="govuk-heading-xl">Who do you want to be?</h1>
        <p class="govuk-body-l">
          This is the sign-in provider of Exampleshire. Everybody here is made up, so nobody needs a password: choose
          one, and see what they see.
        </p>
        {people.length === 0 && <p class="govuk-body">Nobody made up lives in this Headwater yet.</p>}
        <form method="post" action={action}>
          <Group people={people} group="work" heading="People who work with children" />
          <Group people={people} group="family" heading="A child, and the child’s parents" />
          <Group
            people={people}
            group="administer"
            heading="People who sign agreements and enter colleagues, and see no child"
          />
          <p class="govuk-body">
            <button class="hw-choice" type="submit" name="refuse" value="yes">
              Go back without signing in
            </button>
          </p>
        </form>
      </>
    ),
  };
}

interface GroupProps {
  readonly people: readonly MadeUpPerson[];
  readonly group: MadeUpPerson['group'];
  readonly heading: string;
}

function Group({ people, group, heading }: GroupProps): VNode | null {
  const own = people.filter((person) => person.group === group);
  if (own.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{heading}</h2>
      <ul class="hw-ways">
        {own.map(({ personId, name, words }) => (
          <WayButton name="person" value={String(personId)} title={name} note={capitalised(words)} />
        ))}
      </ul>
    </>
  );
}
