import type { KeeperAsked } from '#domain/roll/enter-keeper.ts';
import { enterKeeper } from '#domain/roll/enter-keeper.ts';
import { restampTrust, trustNamed } from '#domain/roll/trust-store.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Config } from '../config.ts';
import { onDatabase } from './on-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** `headwater registers begin`: begins to keep a setting's registers, or changes its trust and by when they are due. */
export async function beginCommand(
  config: Config,
  asked: KeeperAsked,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  return await onDatabase(config, form, terminal, async (database) => {
    const entered = await enterKeeper(database, asked);
    if (!entered.ok) return reportProblems(terminal, form, [entered.failure]);
    const { name, unit, amDue, pmDue, urn, settingId, trustId } = entered.value;
    if (asked.trust !== undefined) {
      await inScope(database, steward('load'), (scoped) => restampTrust(scoped, settingId, trustId));
    }
    const trust = trustId === 0 ? undefined : await trustNamed(database, trustId);
    const words =
      unit === 'none' ? 'a roll alone is kept' : `a register is of one ${unit}, due by ${amDue} and ${pmDue}`;
    terminal.out(
      form === 'json'
        ? `${JSON.stringify({ ok: true, keeper: entered.value })}\n`
        : `${name}${trust === undefined ? '' : `, of ${trust}`}: ${words}\n`,
    );
    suggestNext(terminal, `npx headwater roll import FILE --urn ${urn}`);
    return 0;
  });
}
