import type { Config } from '../config.ts';
import type { Finding } from './doctor-checks.ts';
import { examine } from './doctor-checks.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { suggestNext } from './terminal.ts';

/** `headwater doctor`: every finding in plain words, each with what to do about it. */
export async function doctorCommand(config: Config, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  const findings = await examine(config);
  const failed = findings.filter(({ verdict }) => verdict === 'fail');
  terminal.out(form === 'json' ? findingsAsJson(findings) : findingsAsText(findings));
  const first = findings.find(({ verdict, nextStep }) => verdict !== 'ok' && nextStep !== undefined);
  if (failed.length === 0) suggestNext(terminal, commandIn(first) ?? 'npx headwater serve');
  if (failed.some(({ reason }) => reason === 'database-unreachable')) return 4;
  return failed.length > 0 ? 1 : 0;
}

/** Aligned lines; what to do stands under what was found. */
function findingsAsText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ verdict, message, nextStep }) => [
    `${verdict.padEnd(4)}  ${message}`,
    ...(nextStep === undefined ? [] : [`      ${nextStep}`]),
  ]);
  return `${lines.join('\n')}\n`;
}

function findingsAsJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: findings.every(({ verdict }) => verdict !== 'fail'), findings })}\n`;
}

function commandIn(finding: Finding | undefined): string | undefined {
  return finding?.nextStep?.split(': ').find((part) => /^(npx|npm) /.test(part));
}
