import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { canonicalJson } from './canonical.ts';
import type { Fault } from './check.ts';
import { faultsOf } from './check.ts';
import { AgreementDocument, inOneOrder } from './document.ts';

/** Longest document, in UTF-16 code units. */
const longest = 100_000;
const mostFaults = 50;

/** A document as it is kept, hashed, signed and sent: canonical JSON, in the one order. */
export function writeAgreement(document: AgreementDocument): string {
  return canonicalJson(inOneOrder(document));
}

/**
 * Reads a document from a file. Whatever is wrong is told, each with its place in the file. What `writeAgreement` wrote
 * is read and written again byte for byte.
 */
export function readAgreement(text: string): Result<AgreementDocument, readonly Fault[]> {
  if (text.length > longest) return failure([{ path: '', message: `is longer than ${longest} characters` }]);
  const parsed = parsedJson(text.replace(/^\uFEFF/, ''));
  return parsed.ok ? checkAgreement(parsed.value) : parsed;
}

/** The same from a value already taken from JSON. */
export function checkAgreement(value: unknown): Result<AgreementDocument, readonly Fault[]> {
  const { success: isWell, data, error } = AgreementDocument.safeParse(value);
  if (!isWell) {
    const faults = error.issues.map(({ path, message }) => ({ path: pointer(path), message }));
    return failure(faults.slice(0, mostFaults));
  }
  const faults = faultsOf(data);
  return faults.length > 0 ? failure(faults.slice(0, mostFaults)) : success(inOneOrder(data));
}

function parsedJson(text: string): Result<unknown, readonly Fault[]> {
  try {
    return success(JSON.parse(text));
  } catch (reason) {
    const [, position] = /position (\d+)/.exec(String(reason)) ?? [];
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
    return failure([{ path: '', message: `is not JSON${line === undefined ? '' : `: look at line ${line}`}` }]);
  }
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 60)}`).join('');
}
