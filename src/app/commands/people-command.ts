import { londonDay } from '#foundation/kernel/plain-date.ts';
import { success } from '#foundation/kernel/result.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { Database } from '#platform/database/pool.ts';
import { invite } from '#platform/sign-in/invitations.ts';
import { enterInvited } from '#platform/sign-in/invited-store.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems } from './terminal.ts';

/** What was typed after `headwater people invite`. */
export interface InviteWords {
  readonly name: string;
  readonly role: RoleName;
  /** A setting’s URN, a trust’s name or number, or an organisation’s name. */
  readonly at: string;
  readonly kind?: OrganisationKind | undefined;
  /** The code of the area an organisation is or serves. */
  readonly area?: string | undefined;
}

/** `headwater people invite`: enters somebody with a role, and prints the one-time link with which they first sign in. */
export async function inviteCommand(
  config: Config,
  words: InviteWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, (database) => inviteIn(database, { config, words, form, terminal }));
}

interface Asked {
  readonly config: Config;
  readonly words: InviteWords;
  readonly form: AnswerForm;
  readonly terminal: Terminal;
}

async function inviteIn(database: Database, { config, words, form, terminal }: Asked): Promise<ExitStatus> {
  const made = await invited(database, words, terminal.clock.now());
  if (!made.ok) return reportProblems(terminal, form, [made.failure]);
  const { organisation } = made.value;
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}${made.value.path}`;
  const expiresAt = made.value.expiresAt.toISOString();
  if (form === 'json') terminal.out(`${JSON.stringify({ ok: true, link, expiresAt, organisation })}\n`);
  else terminal.out(`${link}\n`);
  terminal.narrate(
    `For ${words.name} alone, ${roles[words.role].title} at ${organisation}, once, until ${expiresAt}. Whoever opens it first becomes ${words.name}.\n`,
  );
  if (config.signIn.providers.length === 0 && config.signIn.passkeys === 'off') {
    terminal.narrate('No way to sign in is set up yet: HEADWATER_PASSKEYS=on is the simplest.\n');
  }
  return 0;
}

async function invited(database: Database, { name, role, at, kind, area }: InviteWords, now: Date) {
  return await inGate(database, 'administer', async (gate) => {
    const wanted = { name: name.trim(), role, at: at.trim(), kind, area, today: londonDay(now) };
    const entered = await enterInvited(gate, wanted, now);
    if (!entered.ok) return entered;
    const { personId, organisation } = entered.value;
    return success({ ...(await invite(gate, personId, 'the command line', now)), organisation: organisation.name });
  });
}
