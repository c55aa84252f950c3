import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Signatory } from './actions.ts';
import type { History, Version } from './history.ts';
import { standingAt } from './history.ts';
import type { AskMembership, Member } from './signatory-store.ts';
import { memberBehind, organisationsBehind } from './signatory-store.ts';
import { readHistory } from './store.ts';

/** What routes about agreements are given. */
export interface AgreementContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly askScope: AskScope;
  /** As which member somebody is signed in whose role reaches no child, and so has no scope: an administrator. */
  readonly askMembership?: AskMembership | undefined;
  /** Has what is read under a scope noted in the ledger; nothing is shown under an agreement without. */
  readonly noted?: ((ask: AskScope) => AskScope) | undefined;
  /** Fields of attendance by `learner_id`, from the room that keeps it; without it none is shown here. */
  readonly attendanceOf?: ReadFields | undefined;
}

/** Reads fields of one category of some children’s records, within a scope. */
export type ReadFields = (
  scoped: Scoped,
  learners: readonly number[],
  today: PlainDate,
) => Promise<ReadonlyMap<number, Readonly<Record<string, string | undefined>>>>;

/** Who looks at agreements. */
export interface Reader {
  readonly scope: Scope | undefined;
  /** The signed-in member; absent for a chosen role of the demonstration, for families and for the public. */
  readonly member: Member | undefined;
  /** Organisations whose agreements, drafts too, are shown to them as their own. */
  readonly organisations: readonly number[];
}

/** Runs `work` in the gate with whoever asks. */
export async function withReader<Outcome>(
  context: AgreementContext,
  request: AskingRequest,
  work: (gate: Gated, reader: Reader) => Promise<Outcome>,
): Promise<Outcome> {
  const engaged = await context.askMembership?.(request);
  const asked = context.askScope(request);
  // A role that reaches no child has no scope, which is no reason to keep agreements from it.
  const scope = await (engaged ? asked.catch(() => undefined) : asked);
  return await inGate(context.database, 'administer', async (gate) => {
    const member = await memberBehind(gate, engaged ?? scope?.grounds, context.clock.now());
    const organisations = member ? [member.organisationId] : await organisationsBehind(gate, scope);
    return await work(gate, { scope, member, organisations });
  });
}

/** The signed-in member alone, without a scope of theirs: what is read next is noted under another. */
export async function askMember(context: AgreementContext, request: AskingRequest): Promise<Member | undefined> {
  const engaged = (await context.askMembership?.(request)) ?? (await context.askScope(request))?.grounds;
  return await inGate(context.database, 'administer', (gate) => memberBehind(gate, engaged, context.clock.now()));
}

/** The reader as somebody who may sign for their organisation. Throws `agreement-signatory-not-allowed`. */
export function needSignatory({ member }: Reader): Signatory {
  if (member?.maySign) return member;
  throw new ProblemError({
    code: 'agreement-signatory-not-allowed',
    message: 'Only a signed-in head or administrator changes agreements, for their own organisation.',
    nextStep: 'Sign in in such a role, or ask whoever has it. Anybody may read agreements that were signed.',
  });
}

/**
 * An agreement as far as the reader may see it: whoever’s organisation is a party sees everything, everybody else only what
 * all parties have signed. Throws `agreement-not-found`.
 */
export async function visibleHistory(gate: Gated, agreementId: number, reader: Reader, now: Date): Promise<History> {
  const history = await readHistory(gate, agreementId);
  const shown = history && (isParty(history, reader) ? history : published(history, now));
  if (shown && shown.versions.length > 0) return shown;
  throw new ProblemError({
    code: 'agreement-not-found',
    message: 'There is no such agreement, or it has not been signed by everybody.',
    nextStep: 'See the agreements that are in force at /agreements/register.',
  });
}

/** Whether the reader’s organisation is a party to any version. */
export function isParty({ versions }: History, { organisations }: Pick<Reader, 'organisations'>): boolean {
  return versions.some((version) => Object.values(version.organisations).some((one) => organisations.includes(one)));
}

/** What the public sees: versions that all have signed, and who signed without the person’s name. */
export function published(history: History, now: Date): History {
  const versions = history.versions.filter((version) => wasSigned(history, version, now));
  const shown = new Set(versions.map(({ version }) => version));
  const events = history.events
    .filter(({ version }) => shown.has(version))
    .map((event) => ({ ...event, toldBy: 'somebody who may sign for it', personId: undefined }));
  return { ...history, versions, events };
}

/** Whether every party has signed a version by an instant, whatever came after. */
function wasSigned(history: History, version: Version, now: Date): boolean {
  const events = history.events.filter(({ did }) => did !== 'revoked');
  return standingAt({ ...history, events }, version, now).state !== 'draft';
}

/** The version a page is about: the one asked for, or the one in force, or the newest. Throws `agreement-not-found`. */
export function versionAsked(history: History, asked: number | undefined, now: Date): Version {
  const found =
    asked === undefined
      ? (history.versions.findLast((one) => standingAt(history, one, now).state === 'in-force') ??
        history.versions.at(-1))
      : history.versions.find(({ version }) => version === asked);
  if (found) return found;
  throw new ProblemError({
    code: 'agreement-not-found',
    message: `This agreement has no version ${asked ?? ''}.`,
    nextStep: 'See its history for the versions there are.',
  });
}
