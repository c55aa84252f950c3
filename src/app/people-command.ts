import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { Database } from '#platform/database/pool.ts';
import { invite } from '#platform/sign-in/invitations.ts';
import { enterInvited } from '#platform/sign-in/invited-store.ts';
import type { Config } from './config.ts';
import { databaseConfig, openPreparedDatabase } from './prepared-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems } from './terminal.ts';

/** What was typed after `headwater people invite`. */
export interface InviteWords {
  readonly name: string;
  readonly role: RoleName;
  /** A setting’s URN, an area’s or a trust’s id; or the name of a partner with `kind`. */
  readonly at: string;
  readonly kind?: OrganisationKind | undefined;
}

/** `headwater people invite`: enters somebody with a role, and prints the one-time link with which they first sign in. */
export async function inviteCommand(
  config: Config,
  words: InviteWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  const opened = await openPreparedDatabase({
    database: databaseConfig(config, (line) => terminal.narrate(`${line}\n`)),
    begin: () => undefined,
    interrupted: terminal.interrupted,
  });
  if (!opened.ok) return reportProblems(terminal, form, [opened.failure]);
  try {
    return await inviteIn(opened.value, { config, words, form, terminal });
  } finally {
    await opened.value.close();
  }
}

interface Asked {
  readonly config: Config;
  readonly words: InviteWords;
  readonly form: AnswerForm;
  readonly terminal: Terminal;
}

async function inviteIn(database: Database, { config, words, form, terminal }: Asked): Promise<ExitStatus> {
  const now = terminal.clock.now();
  const made = await inGate(database, 'administer', (gate) => invited(gate, words, now));
  if ('code' in made) return reportProblems(terminal, form, [made]);
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}${made.path}`;
  const expiresAt = made.expiresAt.toISOString();
  if (form === 'json') terminal.out(`${JSON.stringify({ ok: true, link, expiresAt })}\n`);
  else terminal.out(`${link}\n`);
  terminal.narrate(
    `For ${words.name} alone, once, until ${expiresAt}. Whoever opens it first becomes ${words.name}.\n`,
  );
  if (config.signIn.providers.length === 0 && config.signIn.passkeys === 'off') {
    terminal.narrate('No way to sign in is set up yet: HEADWATER_PASSKEYS=on is the simplest.\n');
  }
  return 0;
}

async function invited(gate: Gated, { name, role, at, kind }: InviteWords, now: Date) {
  const entered = await enterInvited(gate, { name, role, at, kind, today: londonDay(now) }, now);
  if (entered === undefined) return noSuchOrganisation(role);
  return await invite(gate, entered, 'the command line', now);
}

function noSuchOrganisation(role: RoleName): Problem {
  return {
    code: 'organisation-unknown',
    message: `There is no organisation of this name or URN at which somebody can be ${roles[role].title}.`,
    nextStep: `Give --at a URN that keeps registers here; or a name, with --kind ${roles[role].at[0]}, and it is entered.`,
  };
}
