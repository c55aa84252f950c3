import { contactsPath, requestsPath, retentionPath } from '#domain/child/paths.ts';
import { askedAbout } from '#domain/child/rectification-store.ts';
import type { AskBeside, ChildBeside, ChildWay } from '#domain/roll/pages/child-beside.tsx';
import { personDayPath } from '#domain/roll/paths.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { changes, reads } from '#platform/access/allowed.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope, SettingScope } from '#platform/access/scope.ts';
import { sharingPath } from '#platform/agreement/paths.ts';
import type { Asker, DirectoryContext } from '#platform/directory/asking.ts';
import { askWho } from '#platform/directory/asking.ts';
import { teamPath, whoCouldSeePath } from '#platform/directory/paths.ts';
import { mayLeadTeams } from '#platform/directory/teams.ts';
import { lookedPath } from '#platform/ledger/paths.ts';

type Child = Parameters<AskBeside>[1];
type Asked = Awaited<ReturnType<typeof askedAbout>>;

/** The pages about a child that the reader may open, and no other, with what the family wants said beside the record. */
export async function childBeside(
  context: DirectoryContext,
  request: Parameters<AskBeside>[0],
  child: Child,
): Promise<ChildBeside> {
  const { keeper, scope, learnerId } = child;
  const asker = await askWho({ ...context, askScope: () => Promise.resolve(scope) }, request);
  const asked = isAnswering(scope, keeper.settingId)
    ? await inScope(context.database, scope, (scoped) =>
        askedAbout(scoped, { settingId: keeper.settingId, learnerId, day: context.clock.today() }),
      )
    : undefined;
  return { ways: waysFor(child, asker, asked), statements: asked?.statements ?? [] };
}

/** Whether a scope hears and answers what families say, at the setting. */
function isAnswering(scope: Scope, settingId: number): scope is SettingScope {
  return isOfSetting(scope, settingId) && reads(scope, 'voice') && changes(scope, 'voice');
}

function isOfSetting(scope: Scope, settingId: number): scope is SettingScope {
  return scope.kind === 'setting' && scope.settings.includes(settingId);
}

function waysFor({ keeper, slot, learnerId, scope }: Child, asker: Asker, asked: Asked | undefined) {
  const { urn, settingId } = keeper;
  const way = (may: boolean, text: string, href: string, hint: string): readonly ChildWay[] =>
    may ? [{ text, href, hint }] : [];
  return [
    ...way(
      reads(scope, 'attendance'),
      'One day in every register',
      personDayPath(urn, slot),
      'what each setting’s register says, and what the day counts as',
    ),
    ...way(
      isOfSetting(scope, settingId),
      'Adults and how they are reached',
      contactsPath(urn, slot),
      'and what each may not be told',
    ),
    ...way(mayTeam(asker), 'The team around the child', teamPath(learnerId), 'who works together, and until when'),
    ...way(true, 'Decisions to share', sharingPath(urn, slot), 'what was shared with whom and why, and what was not'),
    ...way(
      isLead(asker),
      'Who has looked at this record',
      lookedPath(learnerId),
      'for the safeguarding lead and the head; the family sees it too',
    ),
    ...way(mayAskWhoSees(asker), 'Who could see this record', whoCouldSeePath(learnerId), 'on any day, and by what'),
    ...(asked ? familyWays(urn, asked) : []),
  ];
}

function familyWays(urn: number, { copies, corrections, holds }: Asked): readonly ChildWay[] {
  const open = [
    ...(copies === 0 ? [] : [`${counted(copies, 'copy', 'copies')} to make`]),
    ...(corrections === 0 ? [] : [`${counted(corrections, 'answer')} to give`]),
  ];
  return [
    {
      text: 'What the family asks',
      href: requestsPath(urn),
      hint: open.length === 0 ? 'nothing of this child is open' : open.join(', '),
    },
    {
      text: 'What is kept for how long',
      href: retentionPath(urn),
      hint: holds === 0 ? 'nothing of this child is held back' : 'something of this child is held back',
    },
  ];
}

function isLead({ role, scope }: Asker): boolean {
  return scope?.kind === 'setting' && (role === 'safeguarding-lead' || role === 'head');
}

/** Whoever administers asks about children of their own organisation, whom their scope reaches as a whole. */
function mayAskWhoSees(asker: Asker): boolean {
  const whole = ['setting', 'trust', 'area'].includes(asker.scope?.kind ?? '');
  return isLead(asker) || (whole && asker.member?.role.administers === 'own-organisation');
}

function mayTeam({ member, role, scope }: Asker): boolean {
  if (!member || !role) return false;
  return (mayLeadTeams.includes(role) && !scope?.grounds?.breakGlassId) || member.role.reach === 'teams';
}
